package org.mathesar.launcher.mathesar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SteadyStreamTest {

    @Test
    void aServerThatFallsSilentInTheMiddleEndsTheDownload() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write(new byte[10]);
            exchange.getResponseBody().flush();
            try {
                over.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
        server.start();
        try (HttpClient client = HttpClient.newHttpClient();
                SteadyStream body = new SteadyStream(client.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.getAddress().getPort())).build(),
                        HttpResponse.BodyHandlers.ofInputStream()).body(), Duration.ofSeconds(1))) {
            assertEquals(10, body.readNBytes(10).length);
            IOException silence = assertThrows(IOException.class, () -> body.readNBytes(1));
            assertEquals("nothing came for 1 s", silence.getMessage());
        } finally {
            over.countDown();
            server.stop(0);
        }
    }
}
