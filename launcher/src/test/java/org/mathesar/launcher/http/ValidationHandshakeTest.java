package org.mathesar.launcher.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mathesar.launcher.tls.Challenges;
import org.mathesar.launcher.tls.HostCertificate;
import org.mathesar.launcher.tls.ServingKey;
import org.mathesar.launcher.tls.TestAuthority;

/** An authority comes for tls-alpn-01 to the port that serves everybody. */
@Timeout(60)
class ValidationHandshakeTest {
    private static final TestAuthority AUTHORITY = new TestAuthority();
    private static final HostCertificate FALLBACK = AUTHORITY.issue("EC", "203.0.113.7");
    private static final HostCertificate NAMED = AUTHORITY.issue("EC", "db.example.org");
    private static final String HEALTHY = "GET /-/healthy HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

    private final Challenges challenges = new Challenges();
    private final ServingKey key = new ServingKey(FALLBACK, challenges);

    private TestGateway gateway() {
        TestGateway gateway = new TestGateway(new Door.Closed());
        gateway.tls = key.context();
        key.serve("db.example.org", NAMED);
        return gateway.open();
    }

    private static SSLSocket visitor(TestGateway gateway, String protocol, String name, String... offered)
            throws Exception {
        SSLSocket socket = gateway.tlsSocket();
        socket.setSoTimeout(20_000);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setProtocols(new String[]{protocol});
        parameters.setApplicationProtocols(offered);
        parameters.setServerNames(name.isEmpty() ? List.of() : List.of(new SNIHostName(name)));
        socket.setSSLParameters(parameters);
        return socket;
    }

    private static X509Certificate seen(SSLSocket socket) throws Exception {
        return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.2,EC", "TLSv1.2,RSA", "TLSv1.3,EC", "TLSv1.3,RSA"})
    void theAuthoritySeesTheValidationAndTheConnectionEnds(String protocol, String algorithm) throws Exception {
        try (TestGateway gateway = gateway()) {
            for (String name : List.of("db.example.org", "7.113.0.203.in-addr.arpa")) {
                HostCertificate validation = TestAuthority.validation(algorithm, name, "token.thumb");
                try (Challenges.Held _ = TestAuthority.answerTls(challenges, name, validation)) {
                    for (int i = 0; i < 20; i++) {
                        try (SSLSocket socket = visitor(gateway, protocol, name, "acme-tls/1")) {
                            socket.startHandshake();
                            assertEquals("acme-tls/1", socket.getApplicationProtocol());
                            assertEquals(validation.leaf(), seen(socket));
                            assertEquals(-1, socket.getInputStream().read(), "closed in order, and nothing was said");
                        }
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.2,acme-tls/1", "TLSv1.3,acme-tls/1", "TLSv1.2,h2", "TLSv1.3,h2", "TLSv1.2,http/1.1",
            "TLSv1.3,http/1.1", "TLSv1.3,other"})
    void aHandshakeThatStopsInTheMiddleIsCut(String protocol, String offered) throws Exception {
        TestGateway gateway = new TestGateway(new Door.Closed());
        gateway.tls = key.context();
        gateway.limits = new Limits(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(60), 8192, 100,
                1000, Limits.Upstream.standard());
        try (gateway;
                Challenges.Held _ = TestAuthority.answerTls(challenges, "db.example.org",
                        TestAuthority.validation("RSA", "db.example.org", "token.thumb"))) {
            gateway.open();
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.gateway().port())) {
                socket.setSoTimeout(20_000);
                socket.getOutputStream().write(hello(protocol, offered));
                assertCut(socket);
            }
        }
    }

    private static void assertCut(Socket socket) throws IOException {
        try {
            socket.getInputStream().readAllBytes();
        } catch (SocketTimeoutException e) {
            throw new AssertionError("still open", e);
        } catch (SocketException _) {
            // Cut before all was read.
        }
    }

    /** What a visitor says first. */
    private static byte[] hello(String protocol, String offered) throws Exception {
        SSLEngine engine = TestGateway.TestKey.trusting().createSSLEngine();
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(new String[]{protocol});
        parameters.setApplicationProtocols(new String[]{offered});
        parameters.setServerNames(List.of(new SNIHostName("db.example.org")));
        engine.setSSLParameters(parameters);
        ByteBuffer hello = ByteBuffer.allocate(64 * 1024);
        engine.wrap(ByteBuffer.allocate(0), hello);
        return Arrays.copyOf(hello.array(), hello.position());
    }

    @Test
    void nothingIsServedOverTheProtocolForValidation() throws Exception {
        try (TestGateway gateway = gateway();
                Challenges.Held _ = TestAuthority.answerTls(challenges, "db.example.org",
                        TestAuthority.validation("RSA", "db.example.org", "token.thumb"));
                SSLSocket socket = visitor(gateway, "TLSv1.3", "db.example.org", "acme-tls/1")) {
            socket.startHandshake();
            String answer = "";
            try {
                answer = TestGateway.exchange(socket, HEALTHY);
            } catch (IOException _) {
                // Closed before the request could be written.
            }
            assertTrue(!answer.contains("healthy"), answer);
        }
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.2", "TLSv1.3"})
    void aVisitorNeverSeesAValidation(String protocol) throws Exception {
        try (TestGateway gateway = gateway();
                Challenges.Held _ = TestAuthority.answerTls(challenges, "db.example.org",
                        TestAuthority.validation("RSA", "db.example.org", "token.thumb"))) {
            for (String[] offered : List.of(new String[]{}, new String[]{"http/1.1"}, new String[]{"h2"},
                    new String[]{"acme-tls/1", "http/1.1"}, new String[]{"acme-tls/1", "h2"})) {
                try (SSLSocket socket = visitor(gateway, protocol, "db.example.org", offered)) {
                    socket.startHandshake();
                    assertEquals(NAMED.leaf(), seen(socket));
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.2,db.example.org", "TLSv1.2,''", "TLSv1.2,other.example", "TLSv1.3,db.example.org",
            "TLSv1.3,''", "TLSv1.3,other.example"})
    void whoComesToValidateWhatNobodyWantsIsTurnedAway(String protocol, String name) throws Exception {
        try (TestGateway gateway = gateway();
                Challenges.Held _ = TestAuthority.answerTls(challenges, "pending.example",
                        TestAuthority.validation("RSA", "pending.example", "token.thumb"))) {
            try (SSLSocket socket = visitor(gateway, protocol, name, "acme-tls/1")) {
                assertThrows(IOException.class, socket::startHandshake);
            }
            assertEquals(200, gateway.get("/-/healthy").statusCode());
        }
    }
}
