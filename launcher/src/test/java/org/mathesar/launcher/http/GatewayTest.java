package org.mathesar.launcher.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.problem.ProblemException;

@Timeout(60)
class GatewayTest {

    @Test
    void aTakenPortIsNamedWithWhatToDo() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), taken.getLocalPort());
            ProblemException refused = assertThrows(ProblemException.class,
                    () -> Gateway.open(new Listeners.TerminatedByPlatform(address), routes()));
            Problem.Fixable problem = assertInstanceOf(Problem.Fixable.class, refused.problem());
            assertEquals("Port " + taken.getLocalPort() + " is taken by another program.", problem.summary());
            assertTrue(problem.action().contains("another port"), problem.action());
        }
    }

    @Test
    void theFirstPortIsGivenBackWhenTheSecondIsTaken() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            InetSocketAddress https = new InetSocketAddress(InetAddress.getLoopbackAddress(), free);
            InetSocketAddress http = new InetSocketAddress(InetAddress.getLoopbackAddress(), taken.getLocalPort());
            assertThrows(ProblemException.class, () -> Gateway.open(new Listeners.Encrypted(https,
                    TestGateway.TestKey.CONTEXT, Optional.of(http), OptionalInt.empty()), routes()));
        }
        new ServerSocket(free, 1, InetAddress.getLoopbackAddress()).close();
    }

    @Test
    void everywhereMeansIpv4AndIpv6() throws Exception {
        try (Gateway gateway = Gateway.open(new Listeners.TerminatedByPlatform(Listeners.everywhere(0)), routes())) {
            for (String address : List.of("127.0.0.1", "::1")) {
                try (Socket socket = new Socket(InetAddress.ofLiteral(address), gateway.port())) {
                    assertTrue(TestGateway
                            .exchange(socket, "GET /-/healthy HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                            .startsWith("HTTP/1.1 200"));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void aDrainLetsBegunRequestsFinishAndAcceptsNoMore(HttpClient.Version version) throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        try (TestBackend backend = new TestBackend((_, out) -> {
            TestBackend.write(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
            begun.countDown();
            Thread.sleep(1_000);
            TestBackend.write(out, "3\r\ndef\r\n0\r\n\r\n");
            return true;
        }); TestGateway gateway = TestGateway.to(backend).open(); HttpClient client = TestGateway.client(version)) {
            CompletableFuture<HttpResponse<String>> response = client.sendAsync(
                    HttpRequest.newBuilder(gateway.uri("/")).build(), HttpResponse.BodyHandlers.ofString());
            begun.await();
            long start = System.nanoTime();
            assertTrue(gateway.gateway().drain(Duration.ofSeconds(10)));
            assertTrue(System.nanoTime() - start > 500_000_000L);
            assertThrows(IOException.class, gateway::socket);
            gateway.gateway().close();
            assertEquals("abcdef", response.get(5, TimeUnit.SECONDS).body());
        }
    }

    @Test
    void aDrainEndsWithItsGrace() throws Exception {
        try (TestBackend backend = new TestBackend((_, _) -> {
            Thread.sleep(20_000);
            return false;
        }); TestGateway gateway = TestGateway.to(backend).open(); Socket socket = gateway.socket()) {
            TestBackend.write(socket.getOutputStream(), "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
            while (backend.requests.isEmpty()) {
                Thread.sleep(10);
            }
            long start = System.nanoTime();
            assertFalse(gateway.gateway().drain(Duration.ofMillis(500)));
            assertTrue(System.nanoTime() - start < 3_000_000_000L);
        }
    }

    @Test
    void aStopUnderTrafficCutsNoRequestThatHadBegun() throws Exception {
        AtomicInteger served = new AtomicInteger();
        AtomicInteger cut = new AtomicInteger();
        try (TestBackend backend = new TestBackend((_, out) -> {
            Thread.sleep(20);
            return TestBackend.respond(out, "whole");
        }); TestGateway gateway = TestGateway.to(backend).open()) {
            List<Thread> visitors = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                visitors.add(Thread.ofVirtual().start(() -> visitUntilRefused(gateway, served, cut)));
            }
            while (served.get() < 50) {
                Thread.sleep(10);
            }
            assertTrue(gateway.gateway().drain(Duration.ofSeconds(10)));
            gateway.gateway().close();
            for (Thread visitor : visitors) {
                visitor.join();
            }
            assertEquals(0, cut.get());
        }
    }

    /**
     * Keeps one connection busy; an answer that has begun but not ended is a cut one. Whoever comes in a moment when nobody
     * else does may be told as well, in a whole answer, that the server is stopping.
     */
    private static void visitUntilRefused(TestGateway gateway, AtomicInteger served, AtomicInteger cut) {
        try (Socket socket = gateway.socket()) {
            while (true) {
                TestBackend.write(socket.getOutputStream(), "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
                String status = TestBackend.readLine(socket.getInputStream());
                boolean last = false;
                int length = 0;
                for (String line = status; !line.isEmpty(); line = TestBackend.readLine(socket.getInputStream())) {
                    last |= line.equalsIgnoreCase("Connection: close");
                    if (line.toLowerCase(Locale.ROOT).startsWith("content-length: ")) {
                        length = Integer.parseInt(line.substring("content-length: ".length()));
                    }
                }
                String body = new String(socket.getInputStream().readNBytes(length));
                boolean refused = status.contains(" 503 ") && last && body.length() == length && length > 0;
                if (refused) {
                    return;
                }
                if (!body.equals("whole")) {
                    cut.incrementAndGet();
                }
                served.incrementAndGet();
                if (last) {
                    return;
                }
            }
        } catch (IOException _) {
            cut.incrementAndGet();
        }
    }

    private static Routes routes() {
        return new Routes(Door.Closed::new, Readiness.Ready::new, Proofs.NONE, exchange -> exchange.endExchange(),
                KnownHosts::any,
                RefusedPaths.all(), TrustedProxies.none(), new UpstreamActivity(), _ -> false, Limits.standard());
    }
}
