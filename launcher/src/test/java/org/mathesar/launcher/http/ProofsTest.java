package org.mathesar.launcher.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What everybody may fetch under any name, and what port 80 does with all the rest. */
@Timeout(60)
class ProofsTest {
    private static final String TOKEN = "LoqXcYV8q5ONbJQxbmR7SCTNo3tiAXDfowyjxAjEuX0";
    private static final String AUTHORIZATION = TOKEN + ".9jg46WB3rR_AHD-EBXdN7cBkH1WOu0tA3M9fm21mqTI";
    private static final List<String> HOSTS = List.of("localhost", "evil.example", "203.0.113.7", "203.0.113.7:80",
            "[2001:db8::1]", "xn--bcher-kva.example");

    private static String request(String method, String path, String host) {
        return method + " " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
    }

    private static TestGateway proving(TestBackend backend) {
        TestGateway gateway = TestGateway.to(backend);
        gateway.proofs = new Proofs(token -> Optional.of(AUTHORIZATION).filter(_ -> token.equals(TOKEN)),
                token -> Optional.of("it is me").filter(_ -> token.equals("beacon_-1")));
        return gateway.open();
    }

    @Test
    void aChallengeIsAnsweredUnderAnyNameOnBothPorts() throws Exception {
        try (TestBackend backend = TestBackend.polite(); TestGateway gateway = proving(backend)) {
            for (String host : HOSTS) {
                String get = request("GET", "/.well-known/acme-challenge/" + TOKEN, host);
                for (String answer : List.of(gateway.raw(get), gateway.rawHttp(get))) {
                    assertTrue(answer.startsWith("HTTP/1.1 200"), answer);
                    assertTrue(answer.contains("Content-Type: text/plain"), answer);
                    assertTrue(answer.contains("Cache-Control: no-store"), answer);
                    assertTrue(answer.endsWith("\r\n\r\n" + AUTHORIZATION), answer);
                }
                String head = gateway.rawHttp(request("HEAD", "/.well-known/acme-challenge/" + TOKEN, host));
                assertTrue(head.startsWith("HTTP/1.1 200"), head);
                assertTrue(head.endsWith("\r\n\r\n"), head);
            }
            assertTrue(backend.requests.isEmpty());
        }
    }

    @Test
    void aBeaconIsAnsweredUnderAnyNameOnBothPorts() throws Exception {
        try (TestBackend backend = TestBackend.polite(); TestGateway gateway = proving(backend)) {
            for (String host : HOSTS) {
                String get = request("GET", "/-/here/beacon_-1?x=1", host);
                assertTrue(gateway.raw(get).endsWith("\r\n\r\nit is me"));
                assertTrue(gateway.rawHttp(get).endsWith("\r\n\r\nit is me"));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"other", "", "beacon_-1/", "beacon_-1%20", "a/../beacon_-1", "beacon_-1;a", "%62eacon_-1",
            "b\u00e9", "..", "../../admin/"})
    void anUnknownTokenIsNothing(String token) throws Exception {
        try (TestBackend backend = TestBackend.polite(); TestGateway gateway = proving(backend)) {
            for (String folder : List.of("/.well-known/acme-challenge/", "/-/here/")) {
                for (String host : List.of("localhost", "evil.example")) {
                    String get = request("GET", folder + token, host);
                    for (String answer : List.of(gateway.raw(get), gateway.rawHttp(get))) {
                        assertTrue(answer.startsWith("HTTP/1.1 40"), answer);
                        assertFalse(answer.contains("it is me"), answer);
                    }
                }
            }
            assertTrue(backend.requests.isEmpty());
        }
    }

    @Test
    void onlyTokensAreAskedFor() throws Exception {
        try (TestBackend backend = TestBackend.polite(); TestGateway gateway = TestGateway.to(backend)) {
            gateway.proofs = new Proofs(Optional::of, Optional::of);
            gateway.open();
            assertTrue(gateway.raw(request("GET", "/-/here/" + "a".repeat(128), "x")).startsWith("HTTP/1.1 200"));
            for (String token : List.of("a".repeat(129), "a.b", "a%41", "a+b", "a/b")) {
                assertTrue(gateway.raw(request("GET", "/-/here/" + token, "x")).startsWith("HTTP/1.1 404"), token);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS"})
    void aProofIsOnlyRead(String method) throws Exception {
        try (TestBackend backend = TestBackend.polite(); TestGateway gateway = proving(backend)) {
            String answer = gateway.raw(request(method, "/.well-known/acme-challenge/" + TOKEN, "localhost"));
            assertTrue(answer.startsWith("HTTP/1.1 405"), answer);
            assertTrue(answer.contains("Allow: GET, HEAD\r\n"), answer);
            assertTrue(backend.requests.isEmpty());
        }
    }

    @Test
    void whatLiesBesideTheProofsIsMathesarsForKnownNamesOnly() throws Exception {
        try (TestBackend backend = TestBackend.polite(); TestGateway gateway = proving(backend)) {
            for (String path : List.of("/.well-known/security.txt", "/.well-known/acme-challenge", "/x/-/here/a")) {
                assertTrue(gateway.raw(request("GET", path, "localhost")).startsWith("HTTP/1.1 200"), path);
                assertEquals("GET " + path + " HTTP/1.1", backend.last().line());
                assertTrue(gateway.raw(request("GET", path, "evil.example")).startsWith("HTTP/1.1 421"), path);
                assertTrue(gateway.rawHttp(request("GET", path, "localhost")).startsWith("HTTP/1.1 301"), path);
                assertTrue(gateway.rawHttp(request("GET", path, "evil.example")).startsWith("HTTP/1.1 421"), path);
            }
        }
    }
}
