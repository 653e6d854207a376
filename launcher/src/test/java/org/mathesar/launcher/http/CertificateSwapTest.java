package org.mathesar.launcher.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mathesar.launcher.tls.HostCertificate;
import org.mathesar.launcher.tls.ServingKey;
import org.mathesar.launcher.tls.TestAuthority;

/** Certificates change while people work. */
@Timeout(180)
class CertificateSwapTest {
    private static final int SWAPS = 10;
    private static final int HTTP1 = 60;
    private static final int HTTP2 = 40;
    private static final String NAME = "db.example.org";

    private final TestAuthority authority = new TestAuthority();
    private final ServingKey key = new ServingKey(authority.issue("EC", "127.0.0.1"));
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean ending = new AtomicBoolean();
    private final AtomicLong answered = new AtomicLong();
    private final AtomicLong handshakes = new AtomicLong();

    @Test
    void tenSwapsUnderLoadFailNotOneRequest() throws Exception {
        List<HostCertificate> certificates = new ArrayList<>();
        for (int swap = 0; swap < SWAPS; swap++) {
            certificates.add(authority.issue(swap % 2 == 0 ? "RSA" : "EC", NAME));
        }
        try (TestBackend backend = TestBackend.polite(); TestGateway gateway = TestGateway.to(backend)) {
            gateway.tls = key.context();
            gateway.open();
            CountDownLatch ready = new CountDownLatch(HTTP1 + HTTP2 + 1);
            List<Thread> visitors = new ArrayList<>();
            for (int i = 0; i < HTTP1; i++) {
                visitors.add(Thread.ofVirtual().start(() -> stay(gateway, ready)));
            }
            for (int i = 0; i < HTTP2; i++) {
                visitors.add(Thread.ofVirtual().start(() -> stayOverHttp2(gateway, ready)));
            }
            visitors.add(Thread.ofVirtual().start(() -> comeAndGo(gateway, ready)));
            ready.await();
            for (HostCertificate certificate : certificates) {
                key.swap(certificate);
                key.serve(NAME, certificate);
                assertEquals(certificate.leaf(), seen(gateway, NAME));
                assertEquals(certificate.leaf(), seen(gateway, ""));
                moreRequests(answered.get() + 300, handshakes.get() + 2);
            }
            ending.set(true);
            for (Thread visitor : visitors) {
                visitor.join();
            }
            System.out.println("swap under load: " + SWAPS + " swaps, " + (HTTP1 + HTTP2) + " connections, "
                    + answered + " requests, " + handshakes + " new handshakes, " + failures.size() + " failures");
            assertEquals(List.of(), List.copyOf(failures));
            assertTrue(handshakes.get() > SWAPS, "new handshakes went on");
        }
    }

    /** The second new connection from now on began after the swap. */
    private void moreRequests(long goal, long newConnections) throws InterruptedException {
        while ((answered.get() < goal || handshakes.get() < newConnections) && failures.isEmpty()) {
            Thread.sleep(5);
        }
    }

    /** One connection of HTTP/1.1 for the whole time; a connection that breaks is a failure. */
    private void stay(TestGateway gateway, CountDownLatch ready) {
        try (SSLSocket socket = gateway.tlsSocket()) {
            socket.setSoTimeout(20_000);
            request(socket);
            ready.countDown();
            while (!ending.get()) {
                request(socket);
            }
        } catch (IOException e) {
            failures.add("HTTP/1.1: " + e);
        } finally {
            ready.countDown();
        }
    }

    private void request(SSLSocket socket) throws IOException {
        TestBackend.write(socket.getOutputStream(), "GET / HTTP/1.1\r\nHost: db.example.org\r\n\r\n");
        String status = TestBackend.readLine(socket.getInputStream());
        for (String line = status; !line.isEmpty(); line = TestBackend.readLine(socket.getInputStream())) {
            if (line.equalsIgnoreCase("Connection: close")) {
                failures.add("told to leave");
            }
        }
        String body = new String(socket.getInputStream().readNBytes(5));
        if (!status.equals("HTTP/1.1 200 OK") || !body.equals("hello")) {
            failures.add(status + " " + body);
        }
        answered.incrementAndGet();
    }

    private void stayOverHttp2(TestGateway gateway, CountDownLatch ready) {
        try (HttpClient client = TestGateway.client(HttpClient.Version.HTTP_2)) {
            requestOverHttp2(gateway, client);
            ready.countDown();
            while (!ending.get()) {
                requestOverHttp2(gateway, client);
            }
        } catch (IOException | InterruptedException e) {
            failures.add("HTTP/2: " + e);
        } finally {
            ready.countDown();
        }
    }

    private void requestOverHttp2(TestGateway gateway, HttpClient client) throws IOException, InterruptedException {
        HttpResponse<String> response = client.send(HttpRequest.newBuilder(gateway.uri("/")).build(),
                HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200 || response.version() != HttpClient.Version.HTTP_2
                || !response.body().equals("hello")) {
            failures.add(response + " " + response.body());
        }
        answered.incrementAndGet();
    }

    /** A new connection for each request, resumed where the client can. */
    private void comeAndGo(TestGateway gateway, CountDownLatch ready) {
        var sockets = TestGateway.TestKey.trusting().getSocketFactory();
        try {
            while (!ending.get()) {
                try (SSLSocket socket = (SSLSocket) sockets.createSocket("127.0.0.1", gateway.gateway().port())) {
                    socket.setSoTimeout(20_000);
                    socket.setEnabledProtocols(new String[]{handshakes.get() % 2 == 0 ? "TLSv1.2" : "TLSv1.3"});
                    request(socket);
                    handshakes.incrementAndGet();
                    ready.countDown();
                }
            }
        } catch (IOException e) {
            failures.add("new connection: " + e);
        } finally {
            ready.countDown();
        }
    }

    private static X509Certificate seen(TestGateway gateway, String name) throws Exception {
        try (SSLSocket socket = gateway.tlsSocket()) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setServerNames(name.isEmpty() ? List.of() : List.of(new SNIHostName(name)));
            socket.setSSLParameters(parameters);
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }
}
