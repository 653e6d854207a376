package org.mathesar.launcher.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Socket;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mathesar.launcher.storage.DataDirectory;

class ServingKeyTest {
    @TempDir
    Path directory;

    private HostCertificate issue(String name) {
        DataDirectory data = DataDirectory.open(directory.resolve(name), false);
        return new SelfSignedIssuer(data, Clock.systemUTC()).certificate(List.of(name));
    }

    @Test
    void theCertificateIsChosenByNameAndMayBeSwappedWhileServing() throws Exception {
        HostCertificate first = issue("first.example");
        HostCertificate second = issue("second.example");
        HostCertificate named = issue("named.example");
        ServingKey key = new ServingKey(first);
        SSLContext context = key.context();
        assertEquals(first.leaf(), presented(context, "other.example"));
        key.swap(second);
        key.serve("Named.Example.", named);
        assertEquals(second.leaf(), presented(context, "other.example"));
        assertEquals(second.leaf(), presented(context, ""));
        assertEquals(named.leaf(), presented(context, "NAMED.example"));
        key.withdraw("named.example");
        assertEquals(second.leaf(), presented(context, "named.example"));
    }

    @Test
    void aNameThatWasNeverServedCanBeWithdrawn() throws Exception {
        HostCertificate fallback = issue("first.example");
        ServingKey key = new ServingKey(fallback);
        key.withdraw("nobody.example");
        assertEquals(fallback.leaf(), presented(key.context(), "nobody.example"));
    }

    @Test
    void aHandshakeThatHasChosenCanFinishAndOldCertificatesAreForgotten() {
        TestAuthority authority = new TestAuthority();
        HostCertificate chosen = authority.issue("EC", "x.example");
        ServingKey key = new ServingKey(chosen);
        key.swap(authority.issue("RSA", "x.example"));
        key.serve("x.example", authority.issue("EC", "x.example"));
        key.withdraw("x.example");
        assertEquals(chosen.key(), key.getPrivateKey(chosen.fingerprint()));
        assertEquals(chosen.leaf(), key.getCertificateChain(chosen.fingerprint())[0]);
        for (int i = 0; i < 30; i++) {
            key.swap(authority.issue("EC", "x.example"));
        }
        assertNull(key.getPrivateKey(chosen.fingerprint()));
        assertTrue(key.getServerAliases("EC", null).length < 12);
    }

    @Test
    void aKeyOfRsaIsServedToo() throws Exception {
        TestAuthority authority = new TestAuthority();
        ServingKey key = new ServingKey(authority.issue("EC", "a.example"));
        HostCertificate own = authority.issue("RSA", "b.example");
        key.serve("b.example", own);
        assertEquals(own.leaf(), presented(key.context(), "b.example"));
    }

    /** Shakes hands in memory and says which certificate the server showed. */
    static X509Certificate presented(SSLContext server, String name) throws Exception {
        SSLContext trusting = SSLContext.getInstance("TLS");
        trusting.init(null, new TrustManager[]{new TrustsAll()}, null);
        SSLEngine client = trusting.createSSLEngine();
        client.setUseClientMode(true);
        if (!name.isEmpty()) {
            SSLParameters parameters = client.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(name)));
            client.setSSLParameters(parameters);
        }
        SSLEngine served = server.createSSLEngine();
        served.setUseClientMode(false);
        java.nio.ByteBuffer toServer = java.nio.ByteBuffer.allocate(64 * 1024);
        java.nio.ByteBuffer toClient = java.nio.ByteBuffer.allocate(64 * 1024);
        for (int round = 0; round < 100 && isShaking(client, served, round); round++) {
            step(client, toServer, toClient);
            step(served, toClient, toServer);
        }
        return (X509Certificate) client.getSession().getPeerCertificates()[0];
    }

    private static boolean isShaking(SSLEngine client, SSLEngine served, int round) {
        return round == 0 || client.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING
                || served.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING;
    }

    private static void step(SSLEngine engine, java.nio.ByteBuffer out, java.nio.ByteBuffer in) throws Exception {
        java.nio.ByteBuffer plain = java.nio.ByteBuffer.allocate(64 * 1024);
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
        if (engine.getHandshakeStatus() == HandshakeStatus.NEED_UNWRAP) {
            in.flip();
            SSLEngineResult _ = engine.unwrap(in, plain);
            in.compact();
        } else {
            SSLEngineResult _ = engine.wrap(java.nio.ByteBuffer.allocate(0), out);
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
