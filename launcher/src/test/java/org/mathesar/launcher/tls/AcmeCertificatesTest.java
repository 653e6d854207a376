package org.mathesar.launcher.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mathesar.launcher.tls.AcmeDesk.addresses;
import static org.mathesar.launcher.tls.AcmeDesk.domain;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.mathesar.launcher.pebble.ChallengeDns;
import org.mathesar.launcher.pebble.Pebble;

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
