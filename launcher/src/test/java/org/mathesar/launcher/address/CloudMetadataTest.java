package org.mathesar.launcher.address;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class CloudMetadataTest {
    @TempDir
    Path dmi;
    private final Map<String, String> leaves = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile String header = "";
    private volatile String expected = "";
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            asked.add(exchange.getRequestMethod() + " " + path);
            boolean token = exchange.getRequestMethod().equals("PUT");
            if (token && (!path.equals("/latest/api/token") || !exchange.getRequestHeaders()
                    .containsKey("X-aws-ec2-metadata-token-ttl-seconds"))) {
                Site.answer(exchange, 400, "bad");
            } else if (!token && !header.isEmpty()
                    && !expected.equals(exchange.getRequestHeaders().getFirst(header))) {
                Site.answer(exchange, 403, "192.0.2.99");
            } else {
                String text = token ? expected : leaves.get(path);
                Site.answer(exchange, text == null ? 404 : 200, text == null ? "192.0.2.98" : text);
            }
        });
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void digitalOceanTellsItsAddressesAndTheReservedOne() throws Exception {
        Files.writeString(dmi.resolve("sys_vendor"), "DigitalOcean\n");
        leaves.put("/metadata/v1/interfaces/public/0/ipv4/address", "198.51.100.1");
        leaves.put("/metadata/v1/interfaces/public/0/ipv6/address", "2001:DB8:0000:0000:0000:0000:0000:0001");
        assertFound("198.51.100.1", "2001:db8::1");
        leaves.put("/metadata/v1/reserved_ip/ipv4/ip_address", "198.51.100.9\n");
        assertFound("198.51.100.1", "198.51.100.9", "2001:db8::1");
    }

    @Test
    void googleWantsItsHeader() throws Exception {
        Files.writeString(dmi.resolve("product_name"), "Google Compute Engine\n");
        header = "Metadata-Flavor";
        expected = "Google";
        leaves.put("/computeMetadata/v1/instance/network-interfaces/0/access-configs/0/external-ip", "198.51.100.1");
        assertFound("198.51.100.1");
        leaves.put("/computeMetadata/v1/instance/network-interfaces/0/ipv6s", "[\"2001:db8:0:0:0:0:0:1/96\"]");
        assertFound("198.51.100.1", "2001:db8::1");
        leaves.put("/computeMetadata/v1/instance/network-interfaces/0/ipv6s", "2001:db8::1\n");
        leaves.put("/computeMetadata/v1/instance/network-interfaces/0/access-configs/0/external-ip", "");
        assertFound("2001:db8::1");
    }

    @Test
    void amazonWantsASession() throws Exception {
        Files.writeString(dmi.resolve("board_vendor"), "Amazon EC2\n");
        header = "X-aws-ec2-metadata-token";
        expected = "AQAE-secret==";
        leaves.put("/latest/meta-data/public-ipv4", "198.51.100.1");
        assertFound("198.51.100.1");
        assertEquals("PUT /latest/api/token", asked.getFirst());
        leaves.put("/latest/meta-data/ipv6", "2001:db8::1");
        assertFound("198.51.100.1", "2001:db8::1");
    }

    @Test
    void outsideOfACloudNobodyIsAsked() throws Exception {
        Files.writeString(dmi.resolve("sys_vendor"), "QEMU\n");
        assertFound();
        assertEquals(List.of(), asked);
    }

    @Test
    void anAnswerThatIsNoAddressIsNone() throws Exception {
        Files.writeString(dmi.resolve("sys_vendor"), "DigitalOcean\n");
        leaves.put("/metadata/v1/interfaces/public/0/ipv4/address", "<html>198.51.100</html>");
        leaves.put("/metadata/v1/interfaces/public/0/ipv6/address", "2001:db8::1\n".repeat(10_000));
        assertFound();
    }

    @Test
    void aServiceThatIsSilentIsNotWaitedForLong() throws Exception {
        Files.writeString(dmi.resolve("sys_vendor"), "Amazon EC2\n");
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"))) {
            assertEquals(List.of(), new CloudMetadata(URI.create("http://127.0.0.1:" + silent.getLocalPort()), dmi,
                    Duration.ofMillis(200)).addresses());
        }
    }

    @Test
    @Timeout(60)
    void anAnswerThatNeverEndsIsNotWaitedForLong() throws Exception {
        Files.writeString(dmi.resolve("sys_vendor"), "DigitalOcean\n");
        CountDownLatch over = new CountDownLatch(1);
        server.removeContext("/");
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('1');
            exchange.getResponseBody().flush();
            try {
                over.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
        });
        assertEquals(List.of(), new CloudMetadata(URI.create("http://127.0.0.1:" + server.getAddress().getPort()), dmi,
                Duration.ofMillis(200)).addresses());
        over.countDown();
    }

    private void assertFound(String... addresses) {
        CloudMetadata metadata = new CloudMetadata(URI.create("http://127.0.0.1:" + server.getAddress().getPort()), dmi,
                Duration.ofSeconds(5));
        assertEquals(Arrays.stream(addresses).map(InetAddress::ofLiteral).toList(), metadata.addresses());
    }
}
