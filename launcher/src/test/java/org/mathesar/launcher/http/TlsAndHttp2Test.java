package org.mathesar.launcher.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class TlsAndHttp2Test {

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void http2IsSpokenWithEachVersionOfTlsAlone(String protocol) throws Exception {
        try (TestGateway gateway = new TestGateway(new Door.Closed()).open(); SSLSocket socket = gateway.tlsSocket()) {
            offer(socket, protocol, "h2", "http/1.1");
            socket.startHandshake();
            assertEquals("h2", socket.getApplicationProtocol());
            assertEquals(protocol, socket.getSession().getProtocol());
        }
    }

    @Test
    void whoWantsHttp1GetsIt() throws Exception {
        try (TestGateway gateway = new TestGateway(new Door.Closed()).open(); SSLSocket socket = gateway.tlsSocket()) {
            offer(socket, "TLSv1.3", "http/1.1");
            socket.startHandshake();
            assertEquals("http/1.1", socket.getApplicationProtocol());
            assertTrue(TestGateway.exchange(socket, "GET /-/healthy HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                    .startsWith("HTTP/1.1 200"));
        }
    }

    @Test
    void olderVersionsOfTlsAreRefused() throws Exception {
        try (TestGateway gateway = new TestGateway(new Door.Closed()).open(); SSLSocket socket = gateway.tlsSocket()) {
            socket.setEnabledProtocols(new String[]{"TLSv1.1"});
            assertThrows(SSLHandshakeException.class, socket::startHandshake);
        }
    }

    /** Undertow takes a larger window for the whole connection's; a few streams at most hold a bounded memory. */
    @Test
    void theSettingsOfHttp2AreTheSafeOnes() throws Exception {
        try (TestGateway gateway = new TestGateway(new Door.Closed()).open(); SSLSocket socket = gateway.tlsSocket()) {
            offer(socket, "TLSv1.3", "h2");
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(new byte[]{0, 0, 0, 4, 0, 0, 0, 0, 0});
            socket.getOutputStream().flush();
            ByteBuffer settings = frame(socket.getInputStream());
            int streams = 0;
            int window = 65_535;
            while (settings.hasRemaining()) {
                int key = settings.getShort();
                int value = settings.getInt();
                streams = key == 3 ? value : streams;
                window = key == 4 ? value : window;
            }
            assertEquals(128, streams);
            assertEquals(65_535, window);
        }
    }

    private static ByteBuffer frame(InputStream in) throws Exception {
        ByteBuffer head = ByteBuffer.wrap(in.readNBytes(9));
        int length = (head.get() & 255) << 16 | head.getShort() & 0xffff;
        assertEquals(4, head.get(), "the first frame is SETTINGS");
        return ByteBuffer.wrap(in.readNBytes(length));
    }

    @Test
    void overHttp2EverythingReachesMathesarAsOverHttp1() throws Exception {
        try (TestBackend backend = TestBackend.polite();
                TestGateway gateway = TestGateway.to(backend).open();
                HttpClient client = TestGateway.client(HttpClient.Version.HTTP_2)) {
            HttpResponse<String> response = client
                    .send(HttpRequest.newBuilder(gateway.uri("/a%20b/?q=%2F&z"))
                            .header("X-Forwarded-Proto", "http").header("Cookie", "a=1").header("Cookie", "b=2")
                            .POST(HttpRequest.BodyPublishers.ofString("x=1")).build(),
                            HttpResponse.BodyHandlers.ofString());
            assertEquals(HttpClient.Version.HTTP_2, response.version());
            TestBackend.Request seen = backend.last();
            assertEquals("POST /a%20b/?q=%2F&z HTTP/1.1", seen.line());
            assertEquals(List.of("localhost:" + gateway.gateway().port()), seen.headers("Host"));
            assertEquals(List.of("https"), seen.headers("X-Forwarded-Proto"));
            assertEquals(List.of("a=1; b=2"), seen.headers("Cookie"));
            assertEquals(404,
                    client.send(HttpRequest.newBuilder(gateway.uri("/x/%2e%2e/complete_installation/")).build(),
                            HttpResponse.BodyHandlers.ofString()).statusCode());
        }
    }

    private static void offer(SSLSocket socket, String protocol, String... applications) {
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setProtocols(new String[]{protocol});
        parameters.setApplicationProtocols(applications);
        socket.setSSLParameters(parameters);
    }
}
