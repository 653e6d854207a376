package org.mathesar.launcher.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mathesar.launcher.storage.DataDirectory;

class LadderTest {
    private static final String NAME = "mathesar.example.org";
    private static final Duration WEEK = Duration.ofDays(7);

    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-22T12:00:00Z"));
    private final LocalAuthority authority = new LocalAuthority(clock);
    private final HostCertificate selfSigned = new LocalAuthority(clock).lifetime(Duration.ofDays(397))
            .certificate(new Subject(Rung.DOMAIN, List.of("localhost")));
    @TempDir
    private Path directory;
    private DataDirectory data;
    private ServingKey serving;
    private Ladder ladder;

    @BeforeEach
    void restart() {
        data = DataDirectory.open(directory, false);
        serving = new ServingKey(selfSigned);
        ladder = new Ladder(serving, data, clock);
    }

    @Test
    void visitorsGetTheBestRungForTheNameTheyAskFor() throws Exception {
        HostCertificate address = authority.certificate(KeeperBench.ADDRESS);
        HostCertificate domain = authority.certificate(KeeperBench.DOMAIN);
        assertEquals(selfSigned.leaf(), presented(Optional.of(NAME)));
        ladder.address(Optional.of(address));
        assertEquals(address.leaf(), presented(Optional.empty()));
        assertEquals(address.leaf(), presented(Optional.of(NAME)));
        ladder.domain(NAME, domain);
        assertEquals(domain.leaf(), presented(Optional.of(NAME)));
        assertEquals(address.leaf(), presented(Optional.empty()));
        ladder.noDomain();
        assertEquals(address.leaf(), presented(Optional.of(NAME)));
        ladder.address(Optional.empty());
        assertEquals(selfSigned.leaf(), presented(Optional.empty()));
    }

    @Test
    void whatExpiresFallsBackByOneRung() throws Exception {
        HostCertificate address = authority.lifetime(Duration.ofDays(10)).certificate(KeeperBench.ADDRESS);
        ladder.address(Optional.of(address));
        ladder.domain(NAME, authority.lifetime(Duration.ofDays(5)).certificate(KeeperBench.DOMAIN));
        clock.advance(Duration.ofDays(5));
        ladder.settle();
        assertEquals(address.leaf(), presented(Optional.of(NAME)));
        clock.advance(Duration.ofDays(5));
        ladder.settle();
        assertEquals(selfSigned.leaf(), presented(Optional.of(NAME)));
        clock.advance(Duration.ofDays(-5));
        ladder.settle();
        assertEquals(address.leaf(), presented(Optional.of(NAME)));
    }

    @Test
    void whatIsNotValidYetIsServedSinceItIsOurClockThatIsSlow() throws Exception {
        HostCertificate domain = authority.certificate(KeeperBench.DOMAIN);
        clock.set(Instant.EPOCH);
        ladder.domain(NAME, domain);
        assertEquals(domain.leaf(), presented(Optional.of(NAME)));
    }

    @Test
    void anotherSelfSignedCertificateDoesNotDisplaceABetterRung() {
        HostCertificate address = authority.certificate(KeeperBench.ADDRESS);
        HostCertificate another = authority.certificate(KeeperBench.DOMAIN);
        ladder.address(Optional.of(address));
        ladder.selfSigned(another);
        assertEquals(address, serving.fallback());
        ladder.address(Optional.empty());
        assertEquals(another, serving.fallback());
    }

    @Test
    void onlyADomainThatHasHeldForAWeekIsHeld() {
        serveDomain(Duration.ofDays(90));
        assertFalse(ladder.heldFor(NAME, WEEK));
        clock.advance(WEEK.minusSeconds(1));
        assertFalse(ladder.heldFor(NAME, WEEK));
        clock.advance(Duration.ofSeconds(1));
        assertTrue(ladder.heldFor(NAME, WEEK));
        assertTrue(ladder.heldFor("Mathesar.Example.ORG", WEEK));
        assertFalse(ladder.heldFor("203.0.113.7", WEEK));
        assertFalse(ladder.heldFor("other.example.org", WEEK));
    }

    @Test
    void theWeekGoesOnAcrossARestartAndARenewal() {
        serveDomain(Duration.ofDays(90));
        clock.advance(Duration.ofDays(4));
        restart();
        serveDomain(Duration.ofDays(90));
        clock.advance(Duration.ofDays(3));
        assertTrue(ladder.heldFor(NAME, WEEK));
    }

    @Test
    void theWeekBeginsAnewWithAnotherDomain() {
        serveDomain(Duration.ofDays(90));
        clock.advance(WEEK);
        ladder.domain("other.example.org",
                authority.certificate(new Subject(Rung.DOMAIN, List.of("other.example.org"))));
        ladder.settle();
        assertFalse(ladder.heldFor(NAME, WEEK));
        assertFalse(ladder.heldFor("other.example.org", WEEK));
        serveDomain(Duration.ofDays(90));
        assertFalse(ladder.heldFor(NAME, WEEK));
    }

    @Test
    void theWeekBeginsAnewAfterABreak() {
        serveDomain(Duration.ofDays(8));
        clock.advance(Duration.ofDays(8));
        assertFalse(ladder.heldFor(NAME, WEEK), "it has ended, whether anybody looked or not");
        ladder.settle();
        clock.advance(Duration.ofHours(2));
        restart();
        serveDomain(Duration.ofDays(90));
        assertFalse(ladder.heldFor(NAME, WEEK));
        clock.advance(WEEK);
        assertTrue(ladder.heldFor(NAME, WEEK));
    }

    @Test
    void aStartThatDoesNotKnowTheDomainAtOnceDoesNotBreakTheWeek() {
        serveDomain(Duration.ofDays(90));
        clock.advance(Duration.ofDays(7));
        restart();
        ladder.settle();
        assertFalse(ladder.heldFor(NAME, WEEK), "it is not served");
        clock.advance(Duration.ofMinutes(5));
        ladder.settle();
        serveDomain(Duration.ofDays(90));
        assertTrue(ladder.heldFor(NAME, WEEK));
    }

    @Test
    void aClockThatGoesBackDoesNotMakeTheWeekLonger() {
        serveDomain(Duration.ofDays(90));
        clock.advance(Duration.ofDays(-30));
        ladder.settle();
        clock.advance(WEEK);
        assertTrue(ladder.heldFor(NAME, WEEK));
    }

    @Test
    void aDamagedNoteBeginsTheWeekAnew() throws IOException {
        serveDomain(Duration.ofDays(90));
        clock.advance(WEEK);
        Files.writeString(directory.resolve("certificates/held.properties"), "domain=\\u00zz");
        restart();
        serveDomain(Duration.ofDays(90));
        assertFalse(ladder.heldFor(NAME, WEEK));
        clock.advance(WEEK);
        assertTrue(ladder.heldFor(NAME, WEEK));
    }

    private void serveDomain(Duration lifetime) {
        ladder.domain(NAME, authority.lifetime(lifetime).certificate(KeeperBench.DOMAIN));
        ladder.settle();
    }

    /** What a handshake shows. */
    private X509Certificate presented(Optional<String> name) throws Exception {
        return ServingKeyTest.presented(serving.context(), name.orElse(""));
    }
}
