package org.mathesar.launcher.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostsTest {

    @ParameterizedTest
    @ValueSource(strings = {"db.example.org", "DB.Example.ORG", "db.example.org.", "db.example.org:8443",
            "[2001:db8::1]",
            "[2001:DB8:0::1]:443", "203.0.113.7", "203.0.113.7:80", "xn--bcher-kva.example"})
    void aKnownHostIsKnownInEverySpelling(String host) {
        KnownHosts known = KnownHosts.of(List.of("db.example.org", "2001:db8::1", "203.0.113.7", "Bücher.example"));
        assertTrue(known.contains(host));
    }

    @ParameterizedTest
    @ValueSource(strings = {"example.org", "db.example.org.evil.com", "evil.com", "203.0.113.70", "[2001:db8::2]",
            "db.example.org@evil.com", "[]", "[", "", ":443", "db_example_org"})
    void anythingElseIsUnknown(String host) {
        KnownHosts known = KnownHosts.of(List.of("db.example.org", "2001:db8::1", "203.0.113.7"));
        assertFalse(known.contains(host));
    }

    @Test
    void aWildcardStandsForOneLabel() {
        KnownHosts known = KnownHosts.of(List.of("*.example.org"));
        assertTrue(known.contains("db.example.org:443") && known.contains("DB.Example.ORG."));
        assertFalse(known.contains("example.org") || known.contains("a.db.example.org")
                || known.contains("db.example.com") || known.contains(".example.org"));
    }

    @Test
    void plainHttpLeadsToTheSamePlaceOnHttps() throws Exception {
        try (TestGateway gateway = new TestGateway(new Door.Closed()).open()) {
            String answer = gateway.rawHttp("GET /db/%2F?a=%20b HTTP/1.1\r\nHost: db.example.org:80\r\n"
                    + "Connection: close\r\n\r\n");
            assertTrue(answer.startsWith("HTTP/1.1 301"), answer);
            assertTrue(
                    answer.contains(
                            "Location: https://db.example.org:" + gateway.gateway().port() + "/db/%2F?a=%20b\r\n"),
                    answer);
        }
    }

    @Test
    void theRedirectUsesThePortThatVisitorsSeeAndKeepsOtherMethods() throws Exception {
        try (TestGateway gateway = new TestGateway(new Door.Closed())) {
            gateway.publicPort = OptionalInt.of(443);
            gateway.open();
            String answer = gateway.rawHttp("POST /x HTTP/1.1\r\nHost: [::1]:80\r\nContent-Length: 0\r\n"
                    + "Connection: close\r\n\r\n");
            assertTrue(answer.startsWith("HTTP/1.1 308"), answer);
            assertTrue(answer.contains("Location: https://[::1]/x\r\n"), answer);
        }
    }

    @ParameterizedTest
    @CsvSource({"203.0.113.7,203.0.113.7", "203.0.113.7:80,203.0.113.7", "203.0.113.7:8080,203.0.113.7",
            "[2001:db8::1],[2001:db8::1]", "[2001:db8::1]:80,[2001:db8::1]",
            "xn--bcher-kva.example,xn--bcher-kva.example", "XN--BCHER-kva.example.:80,XN--BCHER-kva.example."})
    void theRedirectStaysWithTheNameOrAddressThatWasAskedFor(String host, String place) throws Exception {
        try (TestGateway gateway = new TestGateway(new Door.Closed())) {
            gateway.hosts = KnownHosts.of(List.of("203.0.113.7", "2001:db8::1", "bücher.example"));
            gateway.publicPort = OptionalInt.of(443);
            gateway.open();
            String answer = gateway.rawHttp("GET /a HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
            assertTrue(answer.startsWith("HTTP/1.1 301"), answer);
            assertTrue(answer.contains("Location: https://" + place + "/a\r\n"), answer);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"203.0.113.8", "[2001:db8::2]:80", "evil.example", "xn--bcher-kva.example.evil.example",
            "203.0.113.7.evil.example"})
    void nobodyIsLedToAnotherNameOrAddress(String host) throws Exception {
        try (TestGateway gateway = new TestGateway(new Door.Closed())) {
            gateway.hosts = KnownHosts.of(List.of("203.0.113.7", "2001:db8::1", "bücher.example"));
            gateway.open();
            String answer = gateway.rawHttp("GET /a HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
            assertTrue(answer.startsWith("HTTP/1.1 421"), answer);
            assertFalse(answer.contains("Location"), answer);
        }
    }

    @Test
    void readinessSaysItInTheFirstLineAndTheRestBelow() throws Exception {
        try (TestGateway gateway = new TestGateway(new Door.Closed()).open()) {
            gateway.readiness = new Readiness.Ready(
                    List.of("certificate example.org until 2027-01-01T00:00:00Z", "certificate\r\nrenewal failed"));
            assertEquals("ready\ncertificate example.org until 2027-01-01T00:00:00Z\ncertificate renewal failed\n",
                    gateway.get("/-/ready").body());
            gateway.readiness = new Readiness.NotReady("Mathesar is starting", List.of("certificate x"));
            assertEquals(503, gateway.get("/-/ready").statusCode());
            assertEquals("Mathesar is starting\ncertificate x\n", gateway.get("/-/ready").body());
        }
    }

    @Test
    void anUnknownHostIsMisdirectedOnBothPorts() throws Exception {
        try (TestBackend backend = TestBackend.polite(); TestGateway gateway = TestGateway.to(backend).open()) {
            String request = "GET / HTTP/1.1\r\nHost: evil.example\r\nAccept: text/html\r\nConnection: close\r\n\r\n";
            for (String answer : List.of(gateway.raw(request), gateway.rawHttp(request))) {
                assertTrue(answer.startsWith("HTTP/1.1 421"), answer);
                assertTrue(answer.contains("MATHESAR_LAUNCHER_HOSTS"), answer);
                assertFalse(answer.contains("Location"), answer);
            }
            assertTrue(backend.requests.isEmpty());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET / HTTP/1.1\r\n", "GET / HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n",
            "GET / HTTP/1.1\r\nHost:\r\n", "GET / HTTP/1.1\r\nHost: local host\r\n",
            "GET / HTTP/1.1\r\nHost: localhost:port\r\n",
            "GET / HTTP/1.1\r\nHost: localhost:99999\r\n", "GET / HTTP/1.1\r\nHost: [::1\r\n",
            "GET / HTTP/1.1\r\nHost: user@localhost\r\n", "GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\n",
            "GET / HTTP/1.0\r\n", "GET / HTTP/1.1\r\nHost: localhost/evil\r\n"})
    void aMissingDoubledOrMalformedHostIsABadRequest(String request) throws Exception {
        try (TestBackend backend = TestBackend.polite(); TestGateway gateway = TestGateway.to(backend).open()) {
            String answer = gateway.raw(request + "Connection: close\r\n\r\n");
            assertTrue(answer.startsWith("HTTP/1.1 400") || answer.startsWith("HTTP/1.0 400"), answer);
            assertTrue(gateway.rawHttp(request + "Connection: close\r\n\r\n").contains(" 400 "));
            assertTrue(backend.requests.isEmpty());
        }
    }

    @Test
    void theProbesAnswerForAnyHostOnBothPorts() throws Exception {
        try (TestGateway gateway = new TestGateway(new Door.Closed()).open()) {
            gateway.readiness = new Readiness.NotReady("The database does not answer.");
            for (String host : List.of("localhost", "evil.example", "10.0.0.1:8080")) {
                String end = " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
                assertTrue(gateway.raw("GET /-/healthy" + end).startsWith("HTTP/1.1 200"));
                assertTrue(gateway.rawHttp("GET /-/healthy" + end).startsWith("HTTP/1.1 200"));
                assertTrue(gateway.raw("HEAD /-/healthy" + end).startsWith("HTTP/1.1 200"));
                String notReady = gateway.rawHttp("GET /-/ready" + end);
                assertTrue(notReady.startsWith("HTTP/1.1 503"), notReady);
                assertTrue(notReady.contains("The database does not answer."));
            }
            gateway.readiness = new Readiness.Ready();
            assertEquals(200, gateway.get("/-/ready").statusCode());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/-/", "/-/unknown", "/-/healthy/", "/-/setupx", "/-", "/x/../-/other",
            "/-/%2e%2e/-/status"})
    void nothingElseBelowOurPathIsAnswered(String path) throws Exception {
        try (TestBackend backend = TestBackend.polite(); TestGateway gateway = TestGateway.to(backend).open()) {
            String answer = gateway.raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            assertTrue(answer.startsWith("HTTP/1.1 404"), answer);
            assertTrue(backend.requests.isEmpty());
        }
    }
}
