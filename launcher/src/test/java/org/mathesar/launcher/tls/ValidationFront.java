package org.mathesar.launcher.tls;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedKeyManager;
import org.mathesar.launcher.pebble.Pebble;

/** Answers Pebble's validations out of {@link Challenges}: a plain web server, and a TLS server that speaks acme-tls/1. */
final class ValidationFront implements AutoCloseable {
    private static final String PATH = "/.well-known/acme-challenge/";

    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final List<AutoCloseable> listening = new ArrayList<>();
    private final Challenges challenges;
    private volatile Predicate<String> broken = _ -> false;

    private ValidationFront(Challenges challenges) {
        this.challenges = challenges;
    }

    /** Listens on both ports of these addresses. */
    static ValidationFront open(Pebble pebble, Challenges challenges, String... addresses) {
        return new ValidationFront(challenges).http(pebble, addresses).tls(pebble, addresses);
    }

    /** Listens nowhere yet. */
    static ValidationFront closed(Challenges challenges) {
        return new ValidationFront(challenges);
    }

    ValidationFront http(Pebble pebble, String... addresses) {
        for (String address : addresses) {
            listenHttp(new InetSocketAddress(InetAddress.ofLiteral(address), pebble.httpPort()));
        }
        return this;
    }

    ValidationFront tls(Pebble pebble, String... addresses) {
        for (String address : addresses) {
            listenTls(new InetSocketAddress(InetAddress.ofLiteral(address), pebble.tlsPort()));
        }
        return this;
    }

    /** Answers wrongly to challenges whose token (http-01) or certificate's fingerprint (tls-alpn-01) the test picks. */
    void breakWhere(Predicate<String> challenge) {
        broken = challenge;
    }

    private void listenHttp(InetSocketAddress address) {
        try {
            HttpServer server = HttpServer.create(address, 0);
            server.setExecutor(executor);
            server.createContext("/", this::answer);
            server.start();
            listening.add(() -> server.stop(0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            Optional<String> token = Optional.of(path).filter(each -> each.startsWith(PATH))
                    .map(each -> each.substring(PATH.length())).filter(broken.negate());
            Optional<String> text = token.flatMap(challenges::keyAuthorization);
            byte[] body = text.orElse("no such token").getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(text.isPresent() ? 200 : 404, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private void listenTls(InetSocketAddress address) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[]{new ValidationKeys()}, null, null);
            SSLServerSocket server = (SSLServerSocket) context.getServerSocketFactory().createServerSocket();
            server.bind(address);
            listening.add(server);
            executor.execute(() -> accept(server));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private void accept(SSLServerSocket server) {
        while (!server.isClosed()) {
            try {
                SSLSocket socket = (SSLSocket) server.accept();
                executor.execute(() -> shakeHands(socket));
            } catch (IOException _) {
                // Closed; the loop ends.
            }
        }
    }

    private static void shakeHands(SSLSocket socket) {
        try (socket) {
            socket.setHandshakeApplicationProtocolSelector(
                    (_, offered) -> offered.contains("acme-tls/1") ? "acme-tls/1" : null);
            socket.startHandshake();
        } catch (IOException _) {
            // Whoever looks sees that it failed.
        }
    }

    @Override
    public void close() {
        for (AutoCloseable each : listening) {
            try {
                each.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
        executor.shutdownNow();
    }

    private final class ValidationKeys extends X509ExtendedKeyManager {

        private Optional<HostCertificate> find(String alias) {
            return challenges.validation(alias).filter(found -> !broken.test(found.fingerprint()));
        }

        @Override
        public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
            if (!keyType.equals("EC")
                    || !(((SSLSocket) socket).getHandshakeSession() instanceof ExtendedSSLSession session)) {
                return null;
            }
            return session.getRequestedServerNames().stream().filter(SNIHostName.class::isInstance)
                    .map(name -> ((SNIHostName) name).getAsciiName()).filter(name -> find(name).isPresent())
                    .findFirst().orElse(null);
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return find(alias).map(found -> found.chain().toArray(X509Certificate[]::new)).orElse(null);
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return find(alias).map(HostCertificate::key).orElse(null);
        }

        @Override
        public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
            return null;
        }

        @Override
        public String[] getClientAliases(String keyType, Principal[] issuers) {
            return new String[0];
        }

        @Override
        public String chooseClientAlias(String[] keyType, Principal[] issuers, Socket socket) {
            return null;
        }

        @Override
        public String[] getServerAliases(String keyType, Principal[] issuers) {
            return new String[0];
        }
    }
}
