package org.mathesar.launcher.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class LimitsTest {

    @Test
    void tooLargeOrTooManyHeadersAreRefused() throws Exception {
        try (TestBackend backend = TestBackend.polite(); TestGateway gateway = TestGateway.to(backend).open()) {
            String start = "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n";
            String large = gateway.raw(start + "X-Large: " + "x".repeat(40_000) + "\r\n\r\n");
            assertFalse(large.startsWith("HTTP/1.1 200"), large);
            StringBuilder many = new StringBuilder(start);
            for (int i = 0; i < 150; i++) {
                many.append("X-").append(i).append(": 1\r\n");
            }
            assertFalse(gateway.raw(many + "\r\n").startsWith("HTTP/1.1 200"));
            assertTrue(backend.requests.isEmpty());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ", ""})
    void slowHeadersAndIdleConnectionsAreCut(String beginning) throws Exception {
        try (TestGateway gateway = new TestGateway(new Door.Closed())) {
            gateway.limits = quick();
            gateway.open();
            try (Socket socket = gateway.socket()) {
                long start = System.nanoTime();
                TestGateway.exchange(socket, beginning);
                assertTrue(System.nanoTime() - start < 5_000_000_000L);
            }
        }
    }

    @Test
    void aHandshakeThatNeverEndsIsCut() throws Exception {
        try (TestGateway gateway = new TestGateway(new Door.Closed())) {
            gateway.limits = quick();
            gateway.open();
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.gateway().port())) {
                socket.setSoTimeout(10_000);
                long start = System.nanoTime();
                assertEquals(-1, socket.getInputStream().read());
                assertTrue(System.nanoTime() - start < 5_000_000_000L);
            }
        }
    }

    @Test
    void silentVisitorsHoldNoThread() throws Exception {
        try (TestBackend backend = TestBackend.polite(); TestGateway gateway = TestGateway.to(backend).open()) {
            List<Socket> silent = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                Socket socket = gateway.socket();
                silent.add(socket);
                TestBackend.write(socket.getOutputStream(), i % 2 == 0
                        ? "GET / HTTP/1.1\r\nHo"
                        : "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nbegin");
            }
            for (int i = 0; i < 10; i++) {
                assertEquals(200, gateway.get("/").statusCode());
            }
            for (Socket socket : silent) {
                socket.close();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!", "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
            "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n", "Content-Length: +5\r\n\r\nhello",
            "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n", "X: a\nY: b\r\n\r\n",
            "Content-Length: -1\r\n\r\n", " X: folded\r\n\r\n"})
    void ambiguousFramingIsRefused(String rest) throws Exception {
        try (TestBackend backend = TestBackend.polite();
                TestGateway gateway = TestGateway.to(backend).open();
                Socket socket = gateway.socket()) {
            socket.setSoTimeout(3_000);
            TestBackend.write(socket.getOutputStream(),
                    "POST / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + rest);
            String answer = TestGateway.readAll(socket.getInputStream());
            assertFalse(
                    answer.startsWith("HTTP/1.1 200") && backend.requests.stream().anyMatch(LimitsTest::isAmbiguous),
                    answer + backend.requests);
        }
    }

    private static boolean isAmbiguous(TestBackend.Request request) {
        return !request.headers("Content-Length").isEmpty() && !request.headers("Transfer-Encoding").isEmpty()
                || request.headers("Content-Length").size() > 1 || request.headers("Transfer-Encoding").size() > 1;
    }

    @ParameterizedTest
    @ValueSource(strings = {"TRACE / HTTP/1.1", "CONNECT localhost:443 HTTP/1.1"})
    void methodsThatAreNotForUsAreRefused(String line) throws Exception {
        try (TestBackend backend = TestBackend.polite();
                TestGateway gateway = TestGateway.to(backend).open();
                Socket socket = gateway.socket()) {
            socket.setSoTimeout(3_000);
            TestBackend.write(socket.getOutputStream(), line + "\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            assertTrue(TestBackend.readLine(socket.getInputStream()).matches("HTTP/1.1 4.*"));
            assertTrue(backend.requests.isEmpty());
        }
    }

    @Test
    void continueIsSaidOnceMathesarIsReached() throws Exception {
        try (TestBackend backend = TestBackend.polite();
                TestGateway gateway = TestGateway.to(backend).open();
                Socket socket = gateway.socket()) {
            socket.setSoTimeout(5_000);
            TestBackend.write(socket.getOutputStream(), "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n"
                    + "Expect: 100-continue\r\nConnection: close\r\n\r\n");
            assertEquals("HTTP/1.1 100 Continue", TestBackend.readLine(socket.getInputStream()));
            TestBackend.readLine(socket.getInputStream());
            TestBackend.write(socket.getOutputStream(), "hello");
            assertEquals("HTTP/1.1 200 OK", TestBackend.readLine(socket.getInputStream()));
            assertEquals("", backend.last().header("Expect"));
        }
    }

    @Test
    void nobodyIsAskedToContinueWhenMathesarIsAway() throws Exception {
        TestBackend gone = TestBackend.polite();
        gone.close();
        try (TestGateway gateway = new TestGateway(new Door.Open(gone.address())).open()) {
            String answer = gateway.raw("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n"
                    + "Expect: 100-continue\r\nConnection: close\r\n\r\n");
            assertTrue(answer.startsWith("HTTP/1.1 503"), answer);
        }
    }

    private static Limits quick() throws IOException {
        return new Limits(Duration.ofMillis(700), Duration.ofMillis(700), Duration.ofMinutes(15), 32 * 1024, 100, 8192,
                Limits.Upstream.standard());
    }
}
