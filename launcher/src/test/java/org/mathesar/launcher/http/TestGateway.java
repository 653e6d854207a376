package org.mathesar.launcher.http;

import io.undertow.server.HttpHandler;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.mathesar.launcher.storage.DataDirectory;
import org.mathesar.launcher.tls.SelfSignedIssuer;
import org.mathesar.launcher.tls.ServingKey;

/** A gateway on free ports of loopback, and clients that trust it. */
final class TestGateway implements AutoCloseable {
    final UpstreamActivity activity = new UpstreamActivity();
    volatile Door door;
    volatile Readiness readiness = new Readiness.Ready();
    volatile KnownHosts hosts = KnownHosts.of(List.of("localhost", "127.0.0.1", "::1", "db.example.org"));
    volatile Predicate<String> strictTransport = _ -> false;
    volatile Proofs proofs = Proofs.NONE;
    RefusedPaths refused = RefusedPaths.all();
    TrustedProxies trusted = TrustedProxies.none();
    Limits limits = Limits.standard();
    OptionalInt publicPort = OptionalInt.empty();
    boolean plain;
    SSLContext tls = TestKey.CONTEXT;
    HttpHandler wizard = exchange -> exchange.getResponseSender().send("wizard " + exchange.getRelativePath());
    private Gateway gateway;

    TestGateway(Door door) {
        this.door = door;
    }

    static TestGateway to(TestBackend backend) {
        return new TestGateway(new Door.Open(backend.address()));
    }

    TestGateway open() {
        Routes routes = new Routes(() -> door, () -> readiness,
                new Proofs(token -> proofs.acmeChallenge().apply(token), token -> proofs.here().apply(token)), wizard,
                () -> hosts, refused, trusted, activity, host -> strictTransport.test(host), limits);
        gateway = Gateway.open(plain
                ? new Listeners.TerminatedByPlatform(loopback())
                : new Listeners.Encrypted(loopback(), tls, Optional.of(loopback()), publicPort), routes);
        return this;
    }

    Gateway gateway() {
        return gateway;
    }

    static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    /** A client that speaks this version over TLS without asking for a trusted certificate. */
    static HttpClient client(HttpClient.Version version) {
        return HttpClient.newBuilder().version(version).sslContext(TestKey.trusting())
                .connectTimeout(Duration.ofSeconds(10)).build();
    }

    URI uri(String path) {
        return URI.create((plain ? "http" : "https") + "://localhost:" + gateway.port() + path);
    }

    HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(20));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try (HttpClient client = client(HttpClient.Version.HTTP_1_1)) {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    /** Sends these bytes on a fresh connection and reads until the gateway closes it. */
    String raw(String request) throws IOException {
        try (Socket socket = socket()) {
            return exchange(socket, request);
        }
    }

    /** The same on the plain HTTP port beside HTTPS. */
    String rawHttp(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.httpPort().orElseThrow())) {
            return exchange(socket, request);
        }
    }

    Socket socket() throws IOException {
        return plain
                ? new Socket(InetAddress.getLoopbackAddress(), gateway.port())
                : TestKey.trusting().getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), gateway.port());
    }

    SSLSocket tlsSocket() throws IOException {
        return (SSLSocket) socket();
    }

    static String exchange(Socket socket, String request) throws IOException {
        socket.setSoTimeout(20_000);
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
        return readAll(socket.getInputStream());
    }

    static String readAll(InputStream in) {
        StringBuilder text = new StringBuilder();
        try {
            for (int next = in.read(); next >= 0; next = in.read()) {
                text.append((char) next);
            }
        } catch (IOException e) {
            text.append("<broken off>");
        }
        return text.toString();
    }

    @Override
    public void close() {
        gateway.close();
    }

    /** One key for all tests: making it costs more than most of them. */
    static final class TestKey {
        static final SSLContext CONTEXT = new ServingKey(issue()).context();

        private TestKey() {}

        private static org.mathesar.launcher.tls.HostCertificate issue() {
            try {
                Path directory = Files.createTempDirectory("gateway");
                directory.toFile().deleteOnExit();
                return new SelfSignedIssuer(DataDirectory.open(directory, false), Clock.systemUTC())
                        .certificate(List.of("db.example.org"));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }

        static SSLContext trusting() {
            try {
                SSLContext context = SSLContext.getInstance("TLS");
                context.init(null, new TrustManager[]{new TrustsAll()}, null);
                return context;
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static final class TrustsAll extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
