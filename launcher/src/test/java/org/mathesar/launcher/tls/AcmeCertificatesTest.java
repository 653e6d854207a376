package org.mathesar.launcher.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mathesar.launcher.tls.AcmeDesk.addresses;
import static org.mathesar.launcher.tls.AcmeDesk.domain;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.mathesar.launcher.pebble.ChallengeDns;
import org.mathesar.launcher.pebble.FaultyDirectory;
import org.mathesar.launcher.pebble.FaultyDirectory.Fault;
import org.mathesar.launcher.pebble.FaultyDirectory.Step;
import org.mathesar.launcher.pebble.Pebble;
import org.mathesar.launcher.tls.Issuer.RenewalAdvice;

/** Certificates from a real Pebble. */
@Tag("certificates")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AcmeCertificatesTest {
    private ChallengeDns dns;
    private Pebble pebble;
    private AcmeDesk desk;

    @BeforeAll
    void start() {
        dns = ChallengeDns.start();
        pebble = Pebble.builder().dns(dns).start();
    }

    @AfterAll
    void stop() {
        pebble.close();
        dns.close();
    }

    @BeforeEach
    void sitDown(@TempDir Path directory) {
        desk = new AcmeDesk(directory, pebble);
    }

    @Test
    void anAddressIsCertifiedByHttp01() throws Exception {
        try (ValidationFront _ = ValidationFront.closed(desk.challenges).http(pebble, "127.0.0.1")) {
            HostCertificate certificate = desk.issuer(pebble.directory()).issue(addresses("127.0.0.1"),
                    Optional.empty());
            assertIssued(certificate, Pebble.SHORT_LIFETIME, "127.0.0.1");
            assertEquals(1, desk.orders.get());
        }
    }

    @Test
    void anAddressIsCertifiedByTlsAlpn01() throws Exception {
        try (ValidationFront _ = ValidationFront.closed(desk.challenges).tls(pebble, "127.0.0.77")) {
            HostCertificate certificate = desk.issuer(pebble.directory(), AcmeDesk.TLS_ONLY)
                    .issue(addresses("127.0.0.77"), Optional.empty());
            assertIssued(certificate, Pebble.SHORT_LIFETIME, "127.0.0.77");
        }
    }

    @Test
    void anIpv6AddressIsCertifiedByEitherKindOfChallenge() throws Exception {
        try (ValidationFront _ = ValidationFront.open(pebble, desk.challenges, "::1")) {
            assertIssued(desk.issuer(pebble.directory(), AcmeDesk.HTTP_ONLY).issue(addresses("::1"), Optional.empty()),
                    Pebble.SHORT_LIFETIME, "0:0:0:0:0:0:0:1");
            desk.issuer(pebble.directory()).settled(addresses("::1"));
            assertIssued(desk.issuer(pebble.directory(), AcmeDesk.TLS_ONLY).issue(addresses("::1"), Optional.empty()),
                    Pebble.SHORT_LIFETIME, "0:0:0:0:0:0:0:1");
        }
    }

    @Test
    void twoAddressesShareACertificate() throws Exception {
        try (ValidationFront _ = ValidationFront.open(pebble, desk.challenges, "127.0.0.1", "127.0.0.2")) {
            assertIssued(desk.issuer(pebble.directory()).issue(addresses("127.0.0.1", "127.0.0.2"), Optional.empty()),
                    Pebble.SHORT_LIFETIME, "127.0.0.1", "127.0.0.2");
        }
    }

    @Test
    void aDomainIsCertifiedForLonger() throws Exception {
        dns.setA("here.example", "127.0.0.5");
        try (ValidationFront _ = ValidationFront.open(pebble, desk.challenges, "127.0.0.5")) {
            assertIssued(desk.issuer(pebble.directory()).issue(domain("here.example"), Optional.empty()),
                    Pebble.DEFAULT_LIFETIME, "here.example");
            desk.issuer(pebble.directory()).settled(domain("here.example"));
            assertIssued(desk.issuer(pebble.directory(), AcmeDesk.TLS_ONLY).issue(domain("here.example"),
                    Optional.empty()), Pebble.DEFAULT_LIFETIME, "here.example");
        }
    }

    @Test
    void aDomainAndAnAddressShareAShortLivedCertificate() throws Exception {
        dns.setA("both.example", "127.0.0.6");
        try (ValidationFront _ = ValidationFront.open(pebble, desk.challenges, "127.0.0.6")) {
            assertIssued(desk.issuer(pebble.directory()).issue(domain("both.example", "127.0.0.6"), Optional.empty()),
                    Pebble.SHORT_LIFETIME, "both.example", "127.0.0.6");
        }
    }

    @Test
    void nothingIsAnsweredAnyMoreWhenItIsOver() throws Exception {
        try (ValidationFront front = ValidationFront.open(pebble, desk.challenges, "127.0.0.1")) {
            Set<String> tokens = ConcurrentHashMap.newKeySet();
            front.breakWhere(token -> {
                tokens.add(token);
                return false;
            });
            desk.issuer(pebble.directory()).issue(addresses("127.0.0.1"), Optional.empty());
            assertEquals(1, tokens.size());
            assertEquals(Optional.empty(), desk.challenges.keyAuthorization(tokens.iterator().next()));
        }
    }

    @Test
    void theAuthoritySaysWhenToRenewAndIsToldWhatIsRenewed() throws Exception {
        try (ValidationFront _ = ValidationFront.open(pebble, desk.challenges, "127.0.0.1")) {
            AcmeIssuer issuer = desk.issuer(pebble.directory());
            HostCertificate first = issuer.issue(addresses("127.0.0.1"), Optional.empty());
            issuer.settled(addresses("127.0.0.1"));
            RenewalAdvice advice = issuer.advice(first).orElseThrow();
            assertTrue(advice.renewAt().isAfter(first.leaf().getNotBefore().toInstant())
                    && advice.renewAt().isBefore(first.expiry()), advice.toString());
            assertTrue(advice.askAgainAt().isAfter(Instant.now().plus(Duration.ofHours(5))), advice.toString());

            HostCertificate second = issuer.issue(addresses("127.0.0.1"), Optional.of(first));
            issuer.settled(addresses("127.0.0.1"));
            assertNotEquals(first.leaf(), second.leaf());
            assertNotEquals(first.key(), second.key());
            assertEquals(2, desk.orders.get());
            assertTrue(pebble.log().contains("has been marked as replaced"), "Pebble was not told");
        }
    }

    @Test
    void anAuthorityThatRefusesWhatIsReplacedIsAskedWithoutIt() throws Exception {
        try (ValidationFront _ = ValidationFront.open(pebble, desk.challenges, "127.0.0.1")) {
            AcmeIssuer issuer = desk.issuer(pebble.directory());
            HostCertificate first = issuer.issue(addresses("127.0.0.1"), Optional.empty());
            issuer.settled(addresses("127.0.0.1"));
            issuer.issue(addresses("127.0.0.1"), Optional.of(first));
            issuer.settled(addresses("127.0.0.1"));
            assertEquals(2, desk.orders.get());
            // It has been replaced already.
            issuer.issue(addresses("127.0.0.1"), Optional.of(first));
            assertEquals(4, desk.orders.get());
        }
    }

    @Test
    void anAuthorityWithoutRenewalInformationGivesNoAdviceAndIsToldNothing() throws Exception {
        try (ValidationFront _ = ValidationFront.open(pebble, desk.challenges, "127.0.0.1");
                FaultyDirectory directory = FaultyDirectory.before(pebble)) {
            directory.spoil(Step.DIRECTORY, new Fault.Rewritten(
                    body -> body.replace("\"renewalInfo\"", "\"nothing\"")));
            AcmeIssuer issuer = desk.issuer(directory.directory());
            HostCertificate first = issuer.issue(addresses("127.0.0.1"), Optional.empty());
            issuer.settled(addresses("127.0.0.1"));
            assertEquals(Optional.empty(), issuer.advice(first));
            issuer.issue(addresses("127.0.0.1"), Optional.of(first));
            assertEquals(2, desk.orders.get());
        }
    }

    @Test
    void aCertificateOfAnotherAuthorityHasNoAdvice() throws Exception {
        HostCertificate own = new SelfSignedIssuer(desk.data, Clock.systemUTC()).certificate(List.of());
        assertEquals(Optional.empty(), desk.issuer(pebble.directory()).advice(own));
    }

    @Test
    void anAuthorityWithoutShortLivedCertificatesIsAskedForWhatItHas() throws Exception {
        try (Pebble other = Pebble.builder().withoutProfiles().profile("internal", Duration.ofDays(30)).start();
                ValidationFront _ = ValidationFront.open(other, desk.challenges, "127.0.0.1")) {
            AcmeAuthority authority = new AcmeAuthority(other.directory(), Optional.of(other.caFile()),
                    Optional.empty());
            X509Certificate leaf = desk.issuer(authority).issue(addresses("127.0.0.1"), Optional.empty()).leaf();
            assertEquals(30, Duration.between(leaf.getNotBefore().toInstant(), leaf.getNotAfter().toInstant())
                    .plusMinutes(1).toDays());
        }
    }

    @Test
    void anAuthorityThatAsksToWaitIsGivenTheTime() throws Exception {
        try (Pebble slow = Pebble.builder().retryAfter(Duration.ofSeconds(1)).start();
                FaultyDirectory directory = FaultyDirectory.before(slow);
                ValidationFront _ = ValidationFront.open(slow, desk.challenges, "127.0.0.1")) {
            AcmeAuthority authority = new AcmeAuthority(directory.directory(), Optional.of(slow.caFile()),
                    Optional.empty());
            desk.issuer(authority).issue(addresses("127.0.0.1"), Optional.empty());
            assertTrue(directory.requests(Step.AUTHORIZATION) <= 5, "asked too often");
        }
    }

    private void assertIssued(HostCertificate certificate, Duration lifetime, String... names) throws Exception {
        X509Certificate leaf = certificate.leaf();
        Set<String> found = leaf.getSubjectAlternativeNames().stream().map(name -> (String) name.get(1))
                .collect(Collectors.toSet());
        assertEquals(Set.of(names), found);
        Duration lived = Duration.between(leaf.getNotBefore().toInstant(), leaf.getNotAfter().toInstant());
        assertTrue(lived.minus(lifetime).abs().compareTo(Duration.ofMinutes(1)) < 0, "it lives " + lived);
        List<X509Certificate> chain = certificate.chain();
        for (int i = 0; i + 1 < chain.size(); i++) {
            chain.get(i).verify(chain.get(i + 1).getPublicKey());
        }
        chain.getLast().verify(pebble.root().getPublicKey());
        assertNotEquals(pebble.root(), chain.getLast());
    }
}
