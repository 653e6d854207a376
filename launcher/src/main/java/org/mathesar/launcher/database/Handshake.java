package org.mathesar.launcher.database;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** A TLS handshake that takes every certificate, so that what is wrong with one can be told apart from the rest. */
sealed interface Handshake {
    /**
     * It succeeded.
     *
     * @param protocol as people write it: {@code TLS 1.3}
     */
    record Done(String protocol, ServerCertificate certificate) implements Handshake {}

    /** The server offered TLS and then said nothing, or too little. */
    record Stalled() implements Handshake {}

    /** The server speaks only versions of TLS that are broken. */
    record TooOld(String detail) implements Handshake {}

    record Failed(String detail) implements Handshake {}

    /** Shakes hands on a connection on which the server has just offered TLS; the connection is of no use after it. */
    static Handshake make(Socket socket, String host) throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[]{new Anyone()}, null);
            SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(socket, host, socket.getPort(), true);
            nameTheHost(tls, host);
            tls.startHandshake();
            SSLSession session = tls.getSession();
            return new Done(session.getProtocol().replace("TLSv", "TLS "),
                    new ServerCertificate(certificates(session)));
        } catch (SocketTimeoutException _) {
            return new Stalled();
        } catch (SSLException e) {
            return failure(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has TLS", e);
        }
    }

    private static void nameTheHost(SSLSocket tls, String host) {
        if (host.contains(":") || host.matches("[0-9.]+")) {
            return;
        }
        SSLParameters parameters = tls.getSSLParameters();
        try {
            parameters.setServerNames(List.of(new SNIHostName(host)));
        } catch (IllegalArgumentException _) {
            // Names with an underscore are not allowed there, and are left out by the driver too.
            return;
        }
        tls.setSSLParameters(parameters);
    }

    private static List<X509Certificate> certificates(SSLSession session) throws SSLException {
        List<X509Certificate> chain = new ArrayList<>();
        for (Certificate certificate : session.getPeerCertificates()) {
            chain.add((X509Certificate) certificate);
        }
        return chain;
    }

    private static Handshake failure(SSLException failure) {
        String text = String.valueOf(failure.getMessage());
        if (failure.getCause() instanceof SocketTimeoutException) {
            return new Stalled();
        }
        return text.contains("protocol_version") || text.contains("not accepted by client preferences")
                ? new TooOld(text)
                : new Failed(text);
    }

    /** Whom to trust is decided later, by whoever knows what was asked for. */
    final class Anyone extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
