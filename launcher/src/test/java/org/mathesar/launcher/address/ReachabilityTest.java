package org.mathesar.launcher.address;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.mathesar.launcher.address.Reachability.Ports;
import org.mathesar.launcher.address.Reachability.Visits;

class ReachabilityTest {
    private static final DomainName NAME = new DomainName("mathesar.example.org");
    private static final String HOST = "127.0.0.41";

    private final Beacon beacon = new Beacon(new SettableClock());

    @Test
    void itIsHereAndTheCertificateIsRecognised() throws Exception {
        SelfMade ours = SelfMade.create();
        try (Site site = Site.empty().http(HOST, Site.beacon(beacon)).https(HOST, ours, Site.beacon(beacon))) {
            Visits visits = visit(site.ports(), Set.of(ours.fingerprint().toUpperCase(java.util.Locale.ROOT)));
            assertEquals(new Visit.Here(Optional.empty(), Optional.empty()), visits.http());
            assertEquals(new Visit.Here(Optional.of(true), Optional.empty()), visits.https());
            assertEquals(new Visit.Here(Optional.of(false), Optional.empty()),
                    visit(site.ports(), Set.of("00")).https());
            assertEquals(new Visit.Here(Optional.empty(), Optional.empty()), visit(site.ports(), Set.of()).https());
        }
    }

    @Test
    void theNameIsSentAsServerNameToo() throws Exception {
        CopyOnWriteArrayList<String> names = new CopyOnWriteArrayList<>();
        SelfMade ours = SelfMade.create();
        try (Site site = Site.empty().https(HOST, ours, exchange -> {
            var session = (javax.net.ssl.ExtendedSSLSession) ((com.sun.net.httpserver.HttpsExchange) exchange)
                    .getSSLSession();
            session.getRequestedServerNames().forEach(name -> names.add(name.toString()));
            Site.answer(exchange, 404, "");
        })) {
            visit(site.ports(), Set.of());
        }
        assertEquals(1, names.size());
        assertTrue(names.getFirst().contains("value=mathesar.example.org"), names.toString());
    }

    @Test
    void aServerThatSpeaksNoTlsIsSomeoneElse() throws Exception {
        try (ServerSocket server = raw("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")) {
            String words = visit(new Ports(1, server.getLocalPort()), Set.of()).https().words();
            assertTrue(words.startsWith("another server answers (no HTTPS for this name"), words);
        }
    }

    @Test
    void aServerThatSpeaksNoHttpIsSomeoneElse() throws Exception {
        try (ServerSocket server = raw("SSH-2.0-OpenSSH\r\n")) {
            assertEquals("another server answers (it does not speak HTTP)",
                    visit(new Ports(server.getLocalPort(), 1), Set.of()).http().words());
        }
    }

    @Test
    void aConnectionThatIsClosedAtOnceIsNoAnswer() throws Exception {
        try (ServerSocket server = raw("")) {
            Visits visits = visit(new Ports(server.getLocalPort(), server.getLocalPort()), Set.of());
            assertInstanceOf(Visit.NoAnswer.class, visits.http());
            assertInstanceOf(Visit.NoAnswer.class, visits.https());
        }
    }

    @Test
    void aServerThatIsSilentIsNotWaitedForLong() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.ofLiteral(HOST))) {
            Visits visits = visit(new Ports(silent.getLocalPort(), silent.getLocalPort()), Set.of(),
                    Duration.ofMillis(200));
            assertEquals("no answer (time ran out)", visits.http().words());
            assertEquals("no answer (time ran out)", visits.https().words());
        }
    }

    @Test
    void anEndlessAnswerIsCutOff() throws Exception {
        try (ServerSocket server = raw("HTTP/1.1 200 OK\r\nServer: hose\r\n\r\n" + "x".repeat(10_000_000))) {
            assertEquals("another server answers (HTTP status 200, hose)",
                    visit(new Ports(server.getLocalPort(), 1), Set.of()).http().words());
        }
    }

    @Test
    void whatAStrangerSaysIsShownWithoutControlCharacters() throws Exception {
        try (ServerSocket server = raw("HTTP/1.1 200 OK\r\nServer: \u0007\u001b[31m" + "a".repeat(500)
                + "\r\nContent-Length: 0\r\n\r\n")) {
            String words = visit(new Ports(server.getLocalPort(), 1), Set.of()).http().words();
            assertTrue(words.contains("??[31ma") && words.length() < 300, words);
        }
    }

    private Visits visit(Ports ports, Set<String> fingerprints) throws InterruptedException {
        return visit(ports, fingerprints, Duration.ofSeconds(20));
    }

    private Visits visit(Ports ports, Set<String> fingerprints, Duration patience) throws InterruptedException {
        return new Reachability(beacon, () -> fingerprints, ports, patience).visit(NAME, InetAddress.ofLiteral(HOST));
    }

    /** Reads the beginning of what comes, says this and hangs up. */
    private static ServerSocket raw(String says) throws Exception {
        ServerSocket server = new ServerSocket(0, 50, InetAddress.ofLiteral(HOST));
        Thread.ofVirtual().start(() -> {
            while (!server.isClosed()) {
                try (Socket socket = server.accept(); OutputStream out = socket.getOutputStream()) {
                    socket.getInputStream().read(new byte[4096]);
                    out.write(says.getBytes(StandardCharsets.ISO_8859_1));
                } catch (java.io.IOException _) {
                    // The other side hung up first, or the test ended.
                }
            }
        });
        return server;
    }
}
