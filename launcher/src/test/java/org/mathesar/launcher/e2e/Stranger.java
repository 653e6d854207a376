package org.mathesar.launcher.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/**
 * Somebody who opens a server by a name without asking any DNS, and trusts one root and nothing else, as browsers do.
 */
final class Stranger extends HttpTalk {
    private final String name;
    private final String address;
    private final X509Certificate root;

    /** @param name a domain, or the address itself, which is never sent as a name (RFC 6066 §3) */
    Stranger(String name, String address, X509Certificate root) {
        super(name, Map.of());
        this.name = name;
        this.address = address;
        this.root = root;
    }

    /** A connection whose certificate was judged: it ends in the root and is for the name. */
    @Override
    SSLSocket connected() {
        return connect(trusting(root), "HTTPS");
    }

    /** A connection to whoever is there. */
    SSLSocket connectAnyhow() {
        return connect(AnyCertificate.context(), "");
    }

    /** What is presented in a handshake, whatever it is worth. */
    Presented looksAtCertificate() {
        try (SSLSocket socket = connectAnyhow()) {
            return Presented.in(socket.getSession());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private SSLSocket connect(SSLContext context, String identification) {
        try {
            SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain(443), name, 443, true);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm(identification);
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException("https://" + name + " at " + address, e);
        }
    }

    private Socket plain(int port) {
        try {
            Socket socket = new Socket();
            socket.connect(new InetSocketAddress(address, port), PATIENCE);
            socket.setSoTimeout(PATIENCE);
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException("port " + port + " of " + address, e);
        }
    }

    /** Asks the plain port of the same server under any name. */
    Reply getPlainly(String host, String path) {
        return new HttpTalk(host, Map.of()) {
            @Override
            Socket connected() {
                return plain(80);
            }
        }.get(path);
    }

    /** A context that trusts the root and nothing else. */
    static SSLContext trusting(X509Certificate root) {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry("root", root);
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
