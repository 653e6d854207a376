package org.mathesar.launcher.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mathesar.launcher.tls.HostCertificate;
import org.mathesar.launcher.tls.ServingKey;
import org.mathesar.launcher.tls.TestAuthority;
import org.mathesar.launcher.tls.TlsProbe;

/** What the port looks like to a stranger. Needs the program {@code openssl}. */
@Tag("certificates")
@Timeout(180)
class TlsQualityTest {
    private static final TestAuthority AUTHORITY = new TestAuthority();
    private static final HostCertificate ADDRESS = AUTHORITY.issue("EC", "127.0.0.1");
    private static final HostCertificate DOMAIN = AUTHORITY.issue("EC", "db.example.org");
    private static final HostCertificate OWN = AUTHORITY.issue("RSA", "own.example");

    private final ServingKey key = new ServingKey(ADDRESS);
    private TestGateway gateway;

    @BeforeEach
    void open() {
        key.serve("db.example.org", DOMAIN);
        key.serve("own.example", OWN);
        gateway = new TestGateway(new Door.Closed());
        gateway.tls = key.context();
        gateway.open();
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    private TlsProbe probe(String name) {
        return new TlsProbe("127.0.0.1", gateway.gateway().port(), name);
    }

    @Test
    void theReportIsAsItShouldBe() {
        for (String name : List.of("", "db.example.org", "own.example")) {
            String report = probe(name).report();
            System.out.println(report);
            assertEquals(List.of(), Pattern.compile("ACCEPTED|REFUSED|NO\\b|ALLOWED|\\?").matcher(report).results()
                    .map(MatchResult::group).toList(), report);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"SSLv3", "TLSv1", "TLSv1.1"})
    void oldProtocolsAreRefused(String protocol) {
        assertFalse(probe("db.example.org").accepts(protocol));
        assertFalse(probe("own.example").accepts(protocol));
    }

    @Test
    void onlyTheSuitesOfTodayAreAcceptedInOurOrder() {
        List<String> newest = List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384",
                "TLS_CHACHA20_POLY1305_SHA256");
        assertEquals(newest, probe("db.example.org").suites("TLSv1.3"));
        assertEquals(newest, probe("own.example").suites("TLSv1.3"));
        assertEquals(List.of("ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-ECDSA-AES256-GCM-SHA384",
                "ECDHE-ECDSA-CHACHA20-POLY1305"), probe("db.example.org").suites("TLSv1.2"));
        assertEquals(List.of("ECDHE-RSA-AES128-GCM-SHA256", "ECDHE-RSA-AES256-GCM-SHA384",
                "ECDHE-RSA-CHACHA20-POLY1305"), probe("own.example").suites("TLSv1.2"));
    }

    @Test
    void theChainBeginsWithTheServerAndEndsBelowTheRoot() {
        assertEquals(DOMAIN.chain(), probe("db.example.org").chain());
        assertEquals(2, probe("db.example.org").chain().size());
        assertFalse(probe("db.example.org").chain().contains(AUTHORITY.root()));
    }

    @Test
    void whoAsksForNoOrAnUnknownNameGetsTheCertificateOfTheAddress() {
        assertEquals(ADDRESS.chain(), probe("").chain());
        assertEquals(ADDRESS.chain(), probe("unknown.example").chain());
        assertEquals(OWN.chain(), probe("own.example").chain());
        assertEquals(DOMAIN.chain(), probe("DB.Example.org").chain());
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void sessionsAreResumedAlsoAfterASwap(String protocol) {
        for (String name : List.of("db.example.org", "own.example", "")) {
            Path session = probe(name).session(protocol);
            assertTrue(probe(name).resumes(protocol, session), name);
        }
        Path before = probe("db.example.org").session(protocol);
        key.serve("db.example.org", OWN);
        for (int swap = 0; swap < 3; swap++) {
            assertTrue(probe("db.example.org").answers(protocol, before), "resumed or not");
            key.serve("db.example.org", AUTHORITY.issue(swap % 2 == 0 ? "EC" : "RSA", "db.example.org"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void http2IsPreferredAndNothingIsInvented(String protocol) {
        TlsProbe probe = probe("db.example.org");
        assertEquals(Optional.of("h2"), probe.application(protocol, "http/1.1", "h2"));
        assertEquals(Optional.of("http/1.1"), probe.application(protocol, "http/1.1"));
        assertEquals(Optional.empty(), probe.application(protocol, "spdy/3"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void keysAreExchangedOnTheCurvesOfToday(String protocol) {
        TlsProbe probe = probe("db.example.org");
        assertTrue(probe.ephemeralKey(protocol).orElseThrow().startsWith("X25519"));
        assertTrue(probe.ephemeralKey(protocol, "P-256").orElseThrow().contains("prime256v1"));
        assertEquals(Optional.empty(), probe.ephemeralKey(protocol, "ffdhe2048"));
    }

    @Test
    void nobodyNegotiatesAgainOrCompressesOrStaples() {
        TlsProbe probe = probe("db.example.org");
        assertFalse(probe.renegotiates());
        assertEquals("NONE", probe.compression());
        assertFalse(probe.staples());
    }
}
