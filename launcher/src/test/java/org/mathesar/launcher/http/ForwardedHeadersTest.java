package org.mathesar.launcher.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class ForwardedHeadersTest {
    private static final String FORGED = "X-Forwarded-For: 6.6.6.6\r\nX-Forwarded-Proto: http\r\n"
            + "X-Forwarded-Proto: gopher\r\nX-Forwarded-Host: evil.example\r\nX-Forwarded-Port: 1\r\n"
            + "X-Forwarded-Server: evil.example\r\nX-Forwarded-Ssl: off\r\nX-Forwarded-Protocol: http\r\n"
            + "X-Forwarded-Prefix: /evil\r\nForwarded: for=6.6.6.6;proto=http\r\nX-Real-IP: 6.6.6.6\r\n"
            + "X-Url-Scheme: http\r\nFront-End-Https: off\r\nX-Client-IP: 6.6.6.6\r\nTrue-Client-IP: 6.6.6.6\r\n"
            + "X_Forwarded_Proto: http\r\nScript_Name: /evil\r\nProxy: http://evil.example\r\n"
            + "X-Original-URL: /admin/\r\nX-Rewrite-URL: /admin/\r\n";

    @Test
    void whatAVisitorForgesIsDropped() throws Exception {
        try (TestBackend backend = TestBackend.polite(); TestGateway gateway = TestGateway.to(backend).open()) {
            gateway.raw("GET / HTTP/1.1\r\nHost: db.example.org:8443\r\n" + FORGED + "Connection: close\r\n\r\n");
            TestBackend.Request seen = backend.last();
            assertEquals(List.of("db.example.org:8443"), seen.headers("Host"));
            assertEquals(List.of("https"), seen.headers("X-Forwarded-Proto"));
            assertEquals(List.of("127.0.0.1"), seen.headers("X-Forwarded-For"));
            assertEquals(List.of("db.example.org:8443"), seen.headers("X-Forwarded-Host"));
            String all = String.join("\n", seen.headers()).toLowerCase(Locale.ROOT);
            for (String word : List.of("6.6.6.6", "evil", "gopher", "off", "protocol", "_", "x-url", "admin")) {
                assertFalse(all.contains(word), word + " in " + all);
            }
        }
    }

    @Test
    void originRefererAndCookiesAreKept() throws Exception {
        try (TestBackend backend = TestBackend.polite(); TestGateway gateway = TestGateway.to(backend).open()) {
            gateway.raw("GET / HTTP/1.1\r\nHost: localhost:8443\r\nOrigin: https://localhost:8443\r\n"
                    + "Referer: https://localhost:8443/x\r\nCookie: a=1; b=2\r\nAuthorization: Basic eDp5\r\n"
                    + "Connection: close\r\n\r\n");
            assertEquals(List.of("https://localhost:8443"), backend.last().headers("Origin"));
            assertEquals(List.of("https://localhost:8443/x"), backend.last().headers("Referer"));
            assertEquals(List.of("a=1; b=2"), backend.last().headers("Cookie"));
            assertEquals(List.of("Basic eDp5"), backend.last().headers("Authorization"));
        }
    }

    @Test
    void theCookieThatProvesOwnershipDoesNotReachMathesar() throws Exception {
        try (TestBackend backend = TestBackend.polite(); TestGateway gateway = TestGateway.to(backend).open()) {
            String start = "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nCookie: ";
            gateway.raw(start + "a=1; __Host-mathesar-owner=feed; b=2\r\n\r\n");
            assertEquals(List.of("a=1; b=2"), backend.last().headers("Cookie"));
            gateway.raw(start + "__Host-mathesar-owner=feed\r\n\r\n");
            assertEquals(List.of(), backend.last().headers("Cookie"));
        }
    }

    @Test
    void headersOfOneHopDoNotReachMathesar() throws Exception {
        try (TestBackend backend = TestBackend.polite(); TestGateway gateway = TestGateway.to(backend).open()) {
            gateway.raw(
                    "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nConnection: X-Hop, Cookie-Monster, Host\r\n"
                            + "X-Hop: 1\r\nCookie-Monster: 1\r\nKeep-Alive: timeout=5\r\nProxy-Connection: keep-alive\r\n"
                            + "TE: trailers\r\nTrailer: X\r\nUpgrade: websocket\r\nProxy-Authorization: Basic eDp5\r\n\r\n");
            TestBackend.Request seen = backend.last();
            for (String name : List.of("X-Hop", "Cookie-Monster", "Keep-Alive", "Proxy-Connection", "TE", "Trailer",
                    "Upgrade", "Proxy-Authorization")) {
                assertEquals(List.of(), seen.headers(name), name);
            }
            assertEquals(List.of("localhost"), seen.headers("Host"));
        }
    }

    @Test
    void headersOfOneHopDoNotReachTheVisitor() throws Exception {
        try (TestBackend backend = new TestBackend(
                (request, out) -> TestBackend.respond(out, "x", "Keep-Alive: timeout=2",
                        "Connection: X-Inner, keep-alive", "X-Inner: 1", "Proxy-Authenticate: Basic", "X-Outer: 1"));
                TestGateway gateway = TestGateway.to(backend).open()) {
            String answer = gateway.raw("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            assertFalse(answer.contains("Keep-Alive:"), answer);
            assertFalse(answer.contains("X-Inner"), answer);
            assertFalse(answer.contains("Proxy-Authenticate"), answer);
            assertTrue(answer.contains("X-Outer: 1"), answer);
        }
    }

    @Test
    void cookiesBecomeSecureOnHttps() throws Exception {
        try (TestBackend backend = new TestBackend((request, out) -> TestBackend.respond(out, "x",
                "Set-Cookie: sessionid=a; HttpOnly; Path=/",
                "Set-Cookie: csrftoken=secure; expires=Wed, 21 Oct 2026 07:28:00 GMT",
                "Set-Cookie: c=1; SECURE")); TestGateway gateway = TestGateway.to(backend).open()) {
            assertEquals(
                    List.of("sessionid=a; HttpOnly; Path=/; Secure",
                            "csrftoken=secure; expires=Wed, 21 Oct 2026 07:28:00 GMT; Secure", "c=1; SECURE"),
                    gateway.get("/").headers().allValues("Set-Cookie"));
        }
    }

    @Test
    void aTrustedProxyIsBelievedAboutSchemeAndVisitor() throws Exception {
        try (TestBackend backend = new TestBackend((request, out) -> TestBackend.respond(out, "x", "Set-Cookie: a=1"));
                TestGateway gateway = TestGateway.to(backend)) {
            gateway.plain = true;
            gateway.trusted = TrustedProxies.of(List.of("127.0.0.0/8", "10.0.0.0/8"));
            gateway.open();
            String start = "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n";
            String secured = gateway.raw(start + "X-Forwarded-Proto: https,http\r\n"
                    + "X-Forwarded-For: 6.6.6.6, 203.0.113.9, 10.1.2.3\r\nX-Forwarded-Ssl: off\r\n\r\n");
            assertEquals(List.of("https"), backend.last().headers("X-Forwarded-Proto"));
            assertEquals(List.of("203.0.113.9"), backend.last().headers("X-Forwarded-For"));
            assertEquals(List.of(), backend.last().headers("X-Forwarded-Ssl"));
            assertTrue(secured.contains("a=1; Secure"), secured);
        }
    }

    @Test
    void browsersAreToldToInsistOnHttpsOnlyWhenAsked() throws Exception {
        try (TestBackend backend = TestBackend.polite(); TestGateway gateway = TestGateway.to(backend).open()) {
            assertTrue(gateway.get("/").headers().firstValue("Strict-Transport-Security").isEmpty());
            gateway.strictTransport = host -> host.equals("localhost");
            assertTrue(gateway.get("/").headers().firstValue("Strict-Transport-Security").isPresent());
        }
    }

    @Test
    void browsersAreToldSoOnlyUnderTheNameThatIsMeant() throws Exception {
        try (TestBackend backend = TestBackend.polite(); TestGateway gateway = TestGateway.to(backend).open()) {
            gateway.strictTransport = host -> host.equals("db.example.org");
            for (String host : List.of("db.example.org", "DB.example.org.", "db.example.org:8443")) {
                String answer = gateway.raw("GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
                assertTrue(answer.contains("Strict-Transport-Security: max-age=31536000\r\n"), answer);
                String open = gateway.rawHttp("GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
                assertFalse(open.contains("Strict-Transport-Security"), open);
            }
            for (String host : List.of("localhost", "127.0.0.1", "[::1]", "evil.example")) {
                String answer = gateway.raw("GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
                assertFalse(answer.contains("Strict-Transport-Security"), answer);
            }
        }
    }

    @Test
    void networksAreComparedBitByBit() throws Exception {
        TrustedProxies trusted = TrustedProxies.of(List.of("10.0.0.0/9", "fd00::/8", "192.0.2.1"));
        assertTrue(trusted.trusts(java.net.InetAddress.ofLiteral("10.127.0.1")));
        assertFalse(trusted.trusts(java.net.InetAddress.ofLiteral("10.128.0.1")));
        assertTrue(trusted.trusts(java.net.InetAddress.ofLiteral("fdaa:1::2")));
        assertFalse(trusted.trusts(java.net.InetAddress.ofLiteral("fe80::1")));
        assertTrue(trusted.trusts(java.net.InetAddress.ofLiteral("192.0.2.1")));
        assertFalse(trusted.trusts(java.net.InetAddress.ofLiteral("192.0.2.2")));
    }
}
