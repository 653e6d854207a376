package org.mathesar.launcher.database;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * The certificates that a database server shows, taken without judging them and without signing in.
 *
 * @param certificates the server's own first, then what it sends along; at least one
 */
record PresentedChain(List<X509Certificate> certificates) {
    private static final int SSL_REQUEST = 80_877_103;

    PresentedChain {
        certificates = List.copyOf(certificates);
    }

    /** Empty where the server cannot be reached or offers no TLS. */
    static Optional<PresentedChain> of(String host, int port, Duration limit) {
        try (Socket plain = new Socket()) {
            int millis = Math.toIntExact(limit.toMillis());
            plain.connect(new InetSocketAddress(host, port), millis);
            plain.setSoTimeout(millis);
            plain.getOutputStream().write(ByteBuffer.allocate(8).putInt(8).putInt(SSL_REQUEST).array());
            InputStream input = plain.getInputStream();
            if (input.read() != 'S') {
                return Optional.empty();
            }
            Onlooker onlooker = new Onlooker();
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[]{onlooker}, null);
            try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, host, port, true)) {
                socket.startHandshake();
            }
            return Optional.of(onlooker.seen).filter(seen -> !seen.isEmpty()).map(PresentedChain::new);
        } catch (IOException | IllegalArgumentException _) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has TLS", e);
        }
    }

    X509Certificate server() {
        return certificates.getFirst();
    }

    /** Takes every certificate, for nothing is said on this connection. */
    private static final class Onlooker extends X509ExtendedTrustManager {
        private final List<X509Certificate> seen = new ArrayList<>();

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {
            seen.addAll(List.of(chain));
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
            seen.addAll(List.of(chain));
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {
            seen.addAll(List.of(chain));
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {
            throw new UnsupportedOperationException("this is the client");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
            throw new UnsupportedOperationException("this is the client");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {
            throw new UnsupportedOperationException("this is the client");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
