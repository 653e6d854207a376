package org.mathesar.launcher.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mathesar.launcher.tls.Issuer.RenewalAdvice;

class RenewalTest {
    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-22T12:00:00Z"));
    private final LocalAuthority authority = new LocalAuthority(clock);
    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(longs = {24, 160, 47 * 24, 90 * 24, 397 * 24})
    void withoutAdviceTheMomentLiesInTheFirstQuarterOfTheLastThird(long hours) {
        authority.lifetime(Duration.ofHours(hours));
        Set<Instant> moments = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            HostCertificate certificate = authority.certificate(KeeperBench.DOMAIN);
            Instant at = at(certificate, Optional.empty());
            assertTrue(!at.isBefore(Renewal.partOfLife(certificate, 0.666)), () -> at + " is early");
            assertTrue(!at.isAfter(Renewal.partOfLife(certificate, 0.751)), () -> at + " is late");
            assertEquals(at, at(certificate, Optional.empty()), "the moment belongs to the certificate");
            moments.add(at);
        }
        assertTrue(moments.size() > 10, "there is jitter");
    }

    @Test
    void adviceCountsInsteadOfTheLifetime() {
        HostCertificate certificate = authority.certificate(KeeperBench.DOMAIN);
        Instant early = clock.instant().plus(Duration.ofHours(1));
        Instant late = Renewal.partOfLife(certificate, 0.85);
        assertEquals(early, at(certificate, Optional.of(early)));
        assertEquals(late, at(certificate, Optional.of(late)));
    }

    @Test
    void adviceThatLeavesNoTimeForASecondTryIsNotFollowed() {
        HostCertificate certificate = authority.certificate(KeeperBench.DOMAIN);
        assertEquals(at(certificate, Optional.empty()),
                at(certificate, Optional.of(certificate.expiry().minusSeconds(60))));
    }

    @Test
    void aCertificateThatCameJustNowIsNotRenewedAtOnceHoweverOldItLooks() {
        HostCertificate certificate = authority.certificate(KeeperBench.DOMAIN);
        Instant issued = certificate.expiry().plus(Duration.ofDays(3));
        assertEquals(issued.plus(Renewal.life(certificate).dividedBy(3)),
                Renewal.at(certificate, Optional.empty(), Optional.of(issued)));
        assertEquals(issued.plus(Duration.ofDays(1)),
                Renewal.at(certificate, Optional.of(clock.instant()), Optional.of(issued)));
    }

    @Test
    void theKeeperRenewsAtTheAdvisedMomentAndSaysWhatIsReplaced() throws InterruptedException {
        KeeperBench bench = new KeeperBench(directory).wanting(KeeperBench.DOMAIN);
        Instant begin = bench.clock.instant();
        Instant advised = begin.plus(Duration.ofDays(3));
        bench.authority.advise(new RenewalAdvice(advised, begin.plus(Duration.ofHours(6))));
        bench.turn();
        bench.turn();
        assertEquals(Optional.of(advised), bench.status(Rung.DOMAIN).renewAt());
        bench.clock.set(advised.minusSeconds(1));
        bench.turn();
        assertEquals(1, bench.authority.orders().size());
        HostCertificate old = bench.store.load(KeeperBench.DOMAIN).orElseThrow();
        bench.clock.set(advised);
        bench.turn();
        assertEquals(2, bench.authority.orders().size());
        assertEquals(Optional.of(old), bench.authority.orders().getLast().replaces());
        assertTrue(!bench.store.load(KeeperBench.DOMAIN).orElseThrow().equals(old));
    }

    @Test
    void theAuthorityIsAskedAgainWhenItSaysAndItsNewAdviceCounts() throws InterruptedException {
        KeeperBench bench = new KeeperBench(directory).wanting(KeeperBench.DOMAIN);
        Instant begin = bench.clock.instant();
        bench.authority.advise(new RenewalAdvice(begin.plus(Duration.ofDays(4)), begin.plus(Duration.ofHours(6))));
        bench.turn();
        bench.turn();
        bench.clock.advance(Duration.ofHours(5));
        bench.turn();
        assertEquals(1, bench.authority.asked());
        // As after a revocation.
        bench.authority.advise(new RenewalAdvice(begin, begin.plus(Duration.ofHours(12))));
        bench.clock.advance(Duration.ofHours(2));
        bench.turn();
        assertEquals(2, bench.authority.asked());
        assertEquals(1, bench.authority.orders().size(), "not within a day of the last order");
        bench.clock.advance(Duration.ofHours(18));
        bench.turn();
        assertEquals(2, bench.authority.orders().size());
    }

    @Test
    void anAuthorityThatDoesNotSayWhenLeavesItToTheLifetime() throws InterruptedException {
        KeeperBench bench = new KeeperBench(directory).wanting(KeeperBench.DOMAIN);
        bench.authority.silent(true);
        bench.turn();
        HostCertificate first = bench.store.load(KeeperBench.DOMAIN).orElseThrow();
        bench.live(Duration.ofDays(4), Duration.ofHours(1));
        assertEquals(1, bench.authority.orders().size());
        assertTrue(bench.authority.asked() > 24, "it is asked again: " + bench.authority.asked());
        bench.live(Duration.ofDays(1), Duration.ofHours(1));
        assertEquals(2, bench.authority.orders().size());
        assertEquals(Optional.of(first), bench.authority.orders().getLast().replaces());
    }

    private static Instant at(HostCertificate certificate, Optional<Instant> advised) {
        return Renewal.at(certificate, advised, Optional.empty());
    }
}
