package org.mathesar.launcher.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The platform speaks TLS and brings visitors over plain HTTP. */
@Timeout(60)
class BehindPlatformTest {
    private static final String END = "Connection: close\r\n\r\n";

    private static TestGateway behind(TestBackend backend, String... proxies) {
        TestGateway gateway = TestGateway.to(backend);
        gateway.plain = true;
        gateway.trusted = TrustedProxies.of(List.of(proxies));
        return gateway.open();
    }

    @Test
    void whoDoesNotComeThroughThePlatformIsSentThere() throws Exception {
        try (TestBackend backend = TestBackend.polite(); TestGateway gateway = behind(backend, "192.0.2.0/24")) {
            gateway.proofs = new Proofs(_ -> Optional.of("proof"), _ -> Optional.of("proof"));
            for (String path : List.of("/", "/-/setup/", "/-/here/abc", "/.well-known/acme-challenge/abc")) {
                String answer = gateway.raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n"
                        + "X-Forwarded-Proto: https\r\nX-Forwarded-For: 192.0.2.1\r\n" + END);
                assertTrue(answer.startsWith("HTTP/1.1 403"), answer);
                assertTrue(answer.contains("This server is reached through its platform's address."), answer);
                assertTrue(answer.contains("MATHESAR_LAUNCHER_TRUSTED_PROXIES"), answer);
            }
            assertTrue(backend.requests.isEmpty());
        }
    }

    @Test
    void anybodyMayProbe() throws Exception {
        try (TestBackend backend = TestBackend.polite(); TestGateway gateway = behind(backend)) {
            for (String path : List.of("/-/healthy", "/-/ready")) {
                String answer = gateway.raw("GET " + path + " HTTP/1.1\r\nHost: 10.0.0.7:8080\r\n" + END);
                assertTrue(answer.startsWith("HTTP/1.1 200"), answer);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"localhost,https://localhost/a%20b?c=%2F", "localhost:80,https://localhost/a%20b?c=%2F",
            "localhost:8443,https://localhost:8443/a%20b?c=%2F", "[::1]:80,https://[::1]/a%20b?c=%2F",
            "[::1],https://[::1]/a%20b?c=%2F", "127.0.0.1,https://127.0.0.1/a%20b?c=%2F"})
    void plainHttpAtThePlatformLeadsToHttps(String host, String location) throws Exception {
        try (TestBackend backend = TestBackend.polite(); TestGateway gateway = behind(backend, "127.0.0.0/8")) {
            gateway.strictTransport = _ -> true;
            String answer = gateway.raw("GET /a%20b?c=%2F HTTP/1.1\r\nHost: " + host
                    + "\r\nX-Forwarded-Proto: http\r\n" + END);
            assertTrue(answer.startsWith("HTTP/1.1 301"), answer);
            assertTrue(answer.contains("Location: " + location + "\r\n"), answer);
            assertFalse(answer.contains("Strict-Transport-Security"), answer);
            assertTrue(backend.requests.isEmpty());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "https"})
    void aNameOfSomebodyElseIsMisdirected(String scheme) throws Exception {
        try (TestBackend backend = TestBackend.polite(); TestGateway gateway = behind(backend, "127.0.0.0/8")) {
            String request = "GET / HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Proto: " + scheme + "\r\n" + END;
            String answer = gateway.raw(request);
            assertTrue(answer.startsWith("HTTP/1.1 421"), answer);
            gateway.hosts = KnownHosts.any();
            assertTrue(gateway.raw(request).startsWith(scheme.equals("http") ? "HTTP/1.1 301" : "HTTP/1.1 200"));
        }
    }

    @Test
    void mathesarSeesHttpsAndItsCookiesAreSecure() throws Exception {
        try (TestBackend backend = new TestBackend((_, out) -> TestBackend.respond(out, "x", "Set-Cookie: a=1"));
                TestGateway gateway = behind(backend, "127.0.0.0/8")) {
            for (String said : List.of("", "X-Forwarded-Proto: https\r\n")) {
                String answer = gateway.raw("GET / HTTP/1.1\r\nHost: db.example.org\r\n" + said + END);
                assertTrue(answer.contains("a=1; Secure"), answer);
                assertFalse(answer.contains("Strict-Transport-Security"), answer);
                assertEquals(List.of("https"), backend.last().headers("X-Forwarded-Proto"));
                assertEquals(List.of("db.example.org"), backend.last().headers("Host"));
            }
            gateway.strictTransport = host -> host.equals("db.example.org");
            assertTrue(gateway.raw("GET / HTTP/1.1\r\nHost: db.example.org\r\n" + END)
                    .contains("Strict-Transport-Security: max-age=31536000"));
        }
    }
}
