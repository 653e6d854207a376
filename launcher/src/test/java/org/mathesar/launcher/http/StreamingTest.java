package org.mathesar.launcher.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(300)
class StreamingTest {
    private static final long MIB = 1024 * 1024;

    /** So many zero bytes, made while they are read. */
    private static final class Zeros extends InputStream {
        private long left;

        Zeros(long size) {
            left = size;
        }

        @Override
        public int read() {
            return left-- > 0 ? 0 : -1;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            int count = (int) Math.min(left, length);
            left -= count;
            return count == 0 ? -1 : count;
        }
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void aLargeUploadOfUnknownLengthLeavesMemoryFlat(HttpClient.Version version) throws Exception {
        upload(version, 200 * MIB, false);
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void aLargeUploadOfKnownLengthLeavesMemoryFlat(HttpClient.Version version) throws Exception {
        upload(version, 200 * MIB, true);
    }

    @Tag("endurance")
    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void aGibibyteLeavesMemoryFlat(HttpClient.Version version) throws Exception {
        upload(version, 1024 * MIB, true);
    }

    private static void upload(HttpClient.Version version, long size, boolean known) throws Exception {
        try (TestBackend backend = new TestBackend((request, out) -> TestBackend.respond(out,
                Long.toString(request.drain())));
                TestGateway gateway = TestGateway.to(backend).open();
                HttpClient client = TestGateway.client(version)) {
            HttpRequest.BodyPublisher body = HttpRequest.BodyPublishers.ofInputStream(() -> new Zeros(size));
            HttpRequest request = HttpRequest.newBuilder(gateway.uri("/api/db/v0/data_files/"))
                    .POST(known ? HttpRequest.BodyPublishers.fromPublisher(body, size) : body).build();
            long before = memory();
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            assertEquals(200, response.statusCode());
            assertEquals(Long.toString(size), response.body());
            assertEquals(version, response.version());
            assertTrue(memory() - before < 32 * MIB, (memory() - before) / MIB + " MiB more");
            assertTrue(gateway.activity.bytes() >= size);
        }
    }

    private static long memory() {
        System.gc();
        long direct = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct")).mapToLong(BufferPoolMXBean::getMemoryUsed).sum();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() + direct;
    }

    @Test
    void aHundredSlowDownloadsDisturbNobody() throws Exception {
        try (TestBackend backend = new TestBackend((request, out) -> {
            if (!request.line().contains("export")) {
                return TestBackend.respond(out, "quick");
            }
            TestBackend.write(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            for (int i = 0; i < 1_000; i++) {
                TestBackend.write(out, "4000\r\n" + "x".repeat(0x4000) + "\r\n");
            }
            TestBackend.write(out, "0\r\n\r\n");
            return true;
        }); TestGateway gateway = TestGateway.to(backend)) {
            Limits standard = Limits.standard();
            gateway.limits = new Limits(standard.headersWithin(), standard.keepAlive(), standard.idle(),
                    standard.headerBytes(), standard.headers(), standard.connections(), new Limits.Upstream(
                            Duration.ofSeconds(5), Duration.ofSeconds(3), 400, 400, 100, Duration.ofSeconds(5)));
            gateway.open();
            long before = memory();
            List<Socket> slow = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                Socket socket = gateway.socket();
                slow.add(socket);
                TestBackend.write(socket.getOutputStream(), "GET /export HTTP/1.1\r\nHost: localhost\r\n\r\n");
                socket.getInputStream().readNBytes(1_000);
            }
            for (int i = 0; i < 20; i++) {
                long start = System.nanoTime();
                assertEquals("quick", gateway.get("/").body());
                assertTrue(System.nanoTime() - start < 2_000_000_000L);
            }
            assertTrue(memory() - before < 64 * MIB, (memory() - before) / MIB + " MiB for 100 downloads");
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void aLargeDownloadArrivesWhole(HttpClient.Version version) throws Exception {
        byte[] block = new byte[64 * 1024];
        try (TestBackend backend = new TestBackend((_, out) -> {
            TestBackend.write(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            for (int i = 0; i < 1_600; i++) {
                TestBackend.write(out, "10000\r\n");
                out.write(block);
                TestBackend.write(out, "\r\n");
            }
            TestBackend.write(out, "0\r\n\r\n");
            return true;
        }); TestGateway gateway = TestGateway.to(backend).open(); HttpClient client = TestGateway.client(version)) {
            HttpResponse<InputStream> response = client.send(HttpRequest.newBuilder(gateway.uri("/")).build(),
                    HttpResponse.BodyHandlers.ofInputStream());
            assertEquals(100 * MIB, response.body().transferTo(java.io.OutputStream.nullOutputStream()));
        }
    }

    @Test
    void anUploadGoesOnWhileOthersAreServedOnTheSameConnection() throws Exception {
        try (TestBackend backend = new TestBackend((request, out) -> TestBackend.respond(out,
                Long.toString(request.drain())));
                TestGateway gateway = TestGateway.to(backend).open();
                HttpClient client = TestGateway.client(HttpClient.Version.HTTP_2)) {
            CompletableFuture<HttpResponse<String>> upload = client.sendAsync(HttpRequest.newBuilder(gateway.uri("/up"))
                    .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new Zeros(100 * MIB))).build(),
                    HttpResponse.BodyHandlers.ofString());
            for (int i = 0; i < 50; i++) {
                assertEquals("0", client.send(HttpRequest.newBuilder(gateway.uri("/")).build(),
                        HttpResponse.BodyHandlers.ofString()).body());
            }
            assertEquals(Long.toString(100 * MIB), upload.get(60, TimeUnit.SECONDS).body());
        }
    }

    @Test
    void aBodyStreamsBeforeItEnds() throws Exception {
        try (TestBackend backend = new TestBackend((_, out) -> {
            TestBackend.write(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n");
            Thread.sleep(30_000);
            return false;
        }); TestGateway gateway = TestGateway.to(backend).open(); Socket socket = gateway.socket()) {
            socket.setSoTimeout(3_000);
            TestBackend.write(socket.getOutputStream(), "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertTrue(readUntil(socket.getInputStream(), "first"));
        }
    }

    private static boolean readUntil(InputStream in, String word) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.indexOf(word) < 0) {
            text.append((char) in.read());
        }
        return true;
    }
}
