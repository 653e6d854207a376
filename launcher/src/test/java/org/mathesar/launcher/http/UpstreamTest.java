package org.mathesar.launcher.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class UpstreamTest {

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void aBackendThatDropsIdleConnectionsCausesNoErrors(HttpClient.Version version) throws Exception {
        // Answers, then closes at once, after a moment or never: as gunicorn does to connections it finds idle.
        try (TestBackend backend = new TestBackend((request, out) -> {
            TestBackend.respond(out, "hello");
            int fate = ThreadLocalRandom.current().nextInt(4);
            if (fate == 1) {
                Thread.sleep(1);
            }
            return fate > 1;
        }); TestGateway gateway = TestGateway.to(backend).open(); HttpClient client = TestGateway.client(version)) {
            Map<Integer, Integer> statuses = new ConcurrentHashMap<>();
            List<Thread> visitors = new ArrayList<>();
            for (int visitor = 0; visitor < 10; visitor++) {
                visitors.add(Thread.ofVirtual().start(() -> {
                    for (int i = 0; i < 500; i++) {
                        statuses.merge(status(client, gateway), 1, Integer::sum);
                    }
                }));
            }
            for (Thread visitor : visitors) {
                visitor.join();
            }
            assertEquals(Map.of(200, 5_000), statuses);
        }
    }

    private static int status(HttpClient client, TestGateway gateway) {
        try {
            return client.send(HttpRequest.newBuilder(gateway.uri("/")).build(), HttpResponse.BodyHandlers.ofString())
                    .statusCode();
        } catch (IOException | InterruptedException e) {
            return -1;
        }
    }

    @Test
    void safeRequestsShareConnections() throws Exception {
        try (TestBackend backend = TestBackend.polite();
                TestGateway gateway = TestGateway.to(backend).open();
                HttpClient client = TestGateway.client(HttpClient.Version.HTTP_1_1)) {
            for (int i = 0; i < 20; i++) {
                assertEquals(200, status(client, gateway));
            }
            assertTrue(backend.connections.get() <= 2, backend.connections + " connections");
        }
    }

    @Test
    void anIdleConnectionIsGivenUpBeforeGunicornClosesIt() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        try (TestBackend backend = new TestBackend((request, out) -> {
            TestBackend.respond(out, "x");
            int next = request.body().read();
            closed.countDown();
            return next >= 0;
        }); TestGateway gateway = TestGateway.to(backend).open()) {
            gateway.get("/");
            assertTrue(closed.await(2_600, TimeUnit.MILLISECONDS));
        }
    }

    @Test
    void anUnsafeRequestIsSentOnceAndOnAFreshConnection() throws Exception {
        AtomicInteger posts = new AtomicInteger();
        try (TestBackend backend = new TestBackend((request, out) -> {
            request.drain();
            if (request.line().startsWith("POST")) {
                posts.incrementAndGet();
                return false;
            }
            return TestBackend.respond(out, "x");
        });
                TestGateway gateway = TestGateway.to(backend).open();
                HttpClient client = TestGateway.client(HttpClient.Version.HTTP_1_1)) {
            status(client, gateway);
            int before = backend.connections.get();
            HttpResponse<String> response = client.send(HttpRequest.newBuilder(gateway.uri("/"))
                    .POST(HttpRequest.BodyPublishers.ofString("a=1")).header("Accept", "text/html").build(),
                    HttpResponse.BodyHandlers.ofString());
            assertEquals(502, response.statusCode());
            assertTrue(response.body().contains("broke off"), response.body());
            assertEquals(1, posts.get());
            assertEquals(before + 1, backend.connections.get());
        }
    }

    @Test
    void aRequestWaitsWhileMathesarStartsAgain() throws Exception {
        TestBackend gone = TestBackend.polite();
        InetSocketAddress address = gone.address();
        gone.close();
        try (TestGateway gateway = new TestGateway(new Door.Open(address)).open()) {
            CompletableFuture<HttpResponse<String>> response = CompletableFuture.supplyAsync(() -> {
                try {
                    return gateway.get("/");
                } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            Thread.sleep(700);
            try (TestBackend back = new TestBackend((_, out) -> TestBackend.respond(out, "back"), address.getPort())) {
                assertEquals("back", response.get(10, TimeUnit.SECONDS).body());
                assertEquals(1, back.requests.size());
            }
        }
    }

    @Test
    void aMathesarThatStaysAwayIsExplained() throws Exception {
        TestBackend gone = TestBackend.polite();
        gone.close();
        try (TestGateway gateway = new TestGateway(new Door.Open(gone.address())).open()) {
            HttpResponse<String> response = gateway.get("/", "Accept", "text/html");
            assertEquals(503, response.statusCode());
            assertTrue(response.body().contains("Mathesar is starting again."), response.body());
            assertEquals("5", response.headers().firstValue("Retry-After").orElseThrow());
            assertTrue(response.body().contains("http-equiv=\"refresh\""));
        }
    }

    @Test
    void aSilentMathesarIsGivenUpAfterTheIdleLimit() throws Exception {
        try (TestBackend backend = new TestBackend((_, _) -> {
            Thread.sleep(20_000);
            return false;
        }); TestGateway gateway = TestGateway.to(backend)) {
            gateway.limits = idle(Duration.ofMillis(600));
            gateway.open();
            HttpResponse<String> response = gateway.get("/");
            assertEquals(504, response.statusCode());
            assertEquals(1, backend.requests.size(), "what may still be going on is not started twice");
        }
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void anAnswerThatKeepsComingOutlivesTheIdleLimit(HttpClient.Version version) throws Exception {
        try (TestBackend backend = new TestBackend((_, out) -> {
            TestBackend.write(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            for (int i = 0; i < 15; i++) {
                Thread.sleep(100);
                TestBackend.write(out, "1\r\nx\r\n");
            }
            TestBackend.write(out, "0\r\n\r\n");
            return true;
        }); TestGateway gateway = TestGateway.to(backend); HttpClient client = TestGateway.client(version)) {
            gateway.limits = idle(Duration.ofMillis(600));
            gateway.open();
            assertEquals("x".repeat(15), client.send(HttpRequest.newBuilder(gateway.uri("/")).build(),
                    HttpResponse.BodyHandlers.ofString()).body());
        }
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void anAnswerThatBreaksOffReachesTheVisitorBrokenOff(HttpClient.Version version) throws Exception {
        String half = "x".repeat(100_000);
        for (String framing : List.of("Content-Length: 200000\r\n\r\n" + half,
                "Transfer-Encoding: chunked\r\n\r\n186A0\r\n" + half + "\r\n",
                "Transfer-Encoding: chunked\r\n\r\n30D40\r\n" + half)) {
            try (TestBackend backend = new TestBackend((_, out) -> {
                TestBackend.write(out, "HTTP/1.1 200 OK\r\n" + framing);
                Thread.sleep(100);
                return false;
            }); TestGateway gateway = TestGateway.to(backend).open(); HttpClient client = TestGateway.client(version)) {
                HttpRequest request = HttpRequest.newBuilder(gateway.uri("/")).timeout(Duration.ofSeconds(10)).build();
                assertThrows(IOException.class, () -> client.send(request, HttpResponse.BodyHandlers.ofString()));
            }
        }
    }

    @Test
    void aBrokenOffBodyHasNoEndOnTheWire() throws Exception {
        try (TestBackend backend = new TestBackend((_, out) -> {
            TestBackend.write(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
            Thread.sleep(50);
            return false;
        }); TestGateway gateway = TestGateway.to(backend).open()) {
            String answer = gateway.raw("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertTrue(answer.contains("abc"), answer);
            assertFalse(answer.contains("\r\n0\r\n"), answer);
        }
    }

    @Test
    void answersWithoutABodyStayWithoutOne() throws Exception {
        try (TestBackend backend = new TestBackend((request, out) -> {
            TestBackend.write(out, request.line().startsWith("HEAD")
                    ? "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n"
                    : "HTTP/1.1 304 Not Modified\r\nETag: \"a\"\r\n\r\n");
            return true;
        }); TestGateway gateway = TestGateway.to(backend).open()) {
            String end = " / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
            assertTrue(gateway.raw("HEAD" + end).contains("Content-Length: 500"));
            assertTrue(gateway.raw("GET" + end).startsWith("HTTP/1.1 304"));
            assertEquals(200, gateway.raw("HEAD" + end).startsWith("HTTP/1.1 200") ? 200 : 0);
        }
    }

    @Test
    void sixtyFourVisitorsAtOnceAllGetTheirAnswer() throws Exception {
        try (TestBackend backend = new TestBackend((_, out) -> {
            Thread.sleep(20);
            return TestBackend.respond(out, "x");
        });
                TestGateway gateway = TestGateway.to(backend).open();
                HttpClient client = TestGateway.client(HttpClient.Version.HTTP_2)) {
            List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
            for (int i = 0; i < 640; i++) {
                answers.add(client.sendAsync(HttpRequest.newBuilder(gateway.uri("/")).build(),
                        HttpResponse.BodyHandlers.ofString()));
                if (i % 64 == 63) {
                    CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)).get(20, TimeUnit.SECONDS);
                }
            }
            assertTrue(answers.stream().allMatch(answer -> answer.join().statusCode() == 200));
        }
    }

    @Test
    void oneVisitorCannotTakeAllPlaces() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        try (TestBackend backend = new TestBackend((request, out) -> {
            if (request.line().contains("slow")) {
                release.await();
            }
            return TestBackend.respond(out, "x");
        }); TestGateway gateway = TestGateway.to(backend)) {
            gateway.plain = true;
            gateway.trusted = TrustedProxies.of(List.of("127.0.0.1"));
            gateway.limits = upstream(new Limits.Upstream(Duration.ofSeconds(5), Duration.ofSeconds(1), 16, 8, 100,
                    Duration.ofSeconds(10)));
            gateway.open();
            List<Socket> greedy = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                Socket socket = gateway.socket();
                greedy.add(socket);
                write(socket, "GET /slow HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: 203.0.113.1\r\n\r\n");
            }
            Thread.sleep(300);
            for (int i = 0; i < 10; i++) {
                assertTrue(gateway.raw("GET / HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: 203.0.113.2\r\n"
                        + "Connection: close\r\n\r\n").startsWith("HTTP/1.1 200"));
            }
            assertTrue(backend.requests.stream().filter(request -> request.line().contains("slow")).count() <= 8);
            release.countDown();
            for (Socket socket : greedy) {
                socket.setSoTimeout(5_000);
                assertEquals("HTTP/1.1 200 OK", TestBackend.readLine(socket.getInputStream()));
                socket.close();
            }
        }
    }

    @Test
    void whoWaitsTooLongForAPlaceIsTold() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        try (TestBackend backend = new TestBackend((_, out) -> {
            release.await();
            return TestBackend.respond(out, "x");
        }); TestGateway gateway = TestGateway.to(backend)) {
            gateway.limits = upstream(new Limits.Upstream(Duration.ofSeconds(5), Duration.ofSeconds(1), 1, 1, 100,
                    Duration.ofMillis(300)));
            gateway.open();
            List<Socket> crowd = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                Socket socket = gateway.socket();
                crowd.add(socket);
                write(socket, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
            }
            Thread.sleep(800);
            release.countDown();
            int told = 0;
            for (Socket socket : crowd) {
                socket.setSoTimeout(5_000);
                told += TestBackend.readLine(socket.getInputStream()).startsWith("HTTP/1.1 503") ? 1 : 0;
                socket.close();
            }
            // One place on each of the I/O threads.
            assertTrue(told >= 12 && told < 16, told + " were told");
        }
    }

    @Test
    void aVisitorWhoLeavesMidwayLeavesNothingBehind() throws Exception {
        try (TestBackend backend = new TestBackend((request, out) -> {
            if (!request.line().contains("endless")) {
                return TestBackend.respond(out, "fine");
            }
            TestBackend.write(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            while (true) {
                TestBackend.write(out, "4000\r\n" + "x".repeat(0x4000) + "\r\n");
            }
        }); TestGateway gateway = TestGateway.to(backend)) {
            gateway.limits = upstream(new Limits.Upstream(Duration.ofSeconds(5), Duration.ofSeconds(1), 4, 4, 100,
                    Duration.ofSeconds(2)));
            gateway.open();
            for (int i = 0; i < 20; i++) {
                try (Socket socket = gateway.socket()) {
                    write(socket, "GET /endless HTTP/1.1\r\nHost: localhost\r\n\r\n");
                    socket.getInputStream().readNBytes(20_000);
                }
                assertEquals("fine", gateway.get("/").body());
            }
        }
    }

    @Test
    void everyByteCountsAsActivity() throws Exception {
        try (TestBackend backend = TestBackend.polite();
                TestGateway gateway = TestGateway.to(backend).open();
                HttpClient client = TestGateway.client(HttpClient.Version.HTTP_1_1)) {
            client.send(HttpRequest.newBuilder(gateway.uri("/"))
                    .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[100_000])).build(),
                    HttpResponse.BodyHandlers.ofString());
            for (int i = 0; i < 100 && gateway.activity.bytes() < 100_005; i++) {
                Thread.sleep(10);
            }
            assertTrue(gateway.activity.bytes() >= 100_005, gateway.activity.bytes() + " bytes");
        }
    }

    private static void write(Socket socket, String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        TestBackend.write(out, text);
    }

    static Limits idle(Duration idle) {
        Limits standard = Limits.standard();
        return new Limits(standard.headersWithin(), standard.keepAlive(), idle, standard.headerBytes(),
                standard.headers(), standard.connections(), standard.upstream());
    }

    private static Limits upstream(Limits.Upstream upstream) {
        Limits standard = Limits.standard();
        return new Limits(standard.headersWithin(), standard.keepAlive(), standard.idle(), standard.headerBytes(),
                standard.headers(), standard.connections(), upstream);
    }
}
