package org.mathesar.launcher.database;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.mathesar.launcher.contract.RealMathesar;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.storage.Secret;
import org.opentest4j.TestAbortedException;

/**
 * Every way in which a connection is known to fail, each with its own sentence and a remedy within 15 s; printed as a
 * table, beside what Mathesar itself answers where a real one is named by MATHESAR_HOME.
 */
@Tag("databases")
class ConcernTableTest {
    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final String PASSWORD = "correct horse battery";
    private static final List<String> TABLE = new ArrayList<>();
    private static final List<AutoCloseable> OPEN = new ArrayList<>();
    private static Optional<RealMathesar> mathesar;
    private static TestPostgres server;
    private static Database.External database;

    @BeforeAll
    static void start() throws Exception {
        server = TestPostgres.shared();
        database = server.createDatabase(PASSWORD);
        mathesar = RealMathesar.start();
        TABLE.add(mathesar.isPresent()
                ? "| Situation | Our sentence | s | Mathesar's own answer | s |\n|---|---|---|---|---|"
                : "| Situation | Our sentence | s |\n|---|---|---|\n(no real Mathesar: MATHESAR_HOME is not set)");
    }

    @AfterAll
    static void print() throws Exception {
        System.out.printf("%n%s%n%n", String.join("\n", TABLE));
        for (AutoCloseable each : OPEN.reversed()) {
            each.close();
        }
        if (mathesar != null && mathesar.isPresent()) {
            mathesar.get().close();
        }
    }

    @Test
    void aWrongPassword() throws Exception {
        line("wrong password", server.external(database.name(), database.user(), "a wrong one"),
                "The server does not accept the user " + database.user() + " with this password.");
    }

    @Test
    void anUnknownHost() throws Exception {
        line("unknown host", at("nowhere.invalid", 5432), "The host name nowhere.invalid is not known here.");
    }

    @Test
    void aClosedPort() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        line("closed port", at("127.0.0.1", port), "Nothing listens on port " + port + " of 127.0.0.1.");
    }

    @Test
    void firewallsAndNamesWithIpv6Only() throws Exception {
        FarMachine far;
        try {
            far = FarMachine.make();
        } catch (TestAbortedException e) {
            TABLE.add("| firewall drop, firewall reject, IPv6-only name | NOT TRIED: " + e.getMessage() + " | |");
            throw e;
        }
        OPEN.add(far);
        String address = far.ipv4().getHostAddress();
        line("firewall drop", at(address, FarMachine.DROPPED), address + " does not answer on port 5001.");
        line("firewall reject", at(address, FarMachine.PROHIBITED),
                "The network turns connections to port 5002 of " + address + " away.");
        line("name with an IPv6 address only", at("ipv6.example.org", FarMachine.DROPPED),
                at(far.ipv6().getHostAddress(), FarMachine.DROPPED), Optional.of(far.ipv6()),
                "ipv6.example.org has only an IPv6 address, and this machine cannot reach it.");
    }

    @Test
    void aMissingDatabase() throws Exception {
        line("missing database", server.external("missing", database.user(), PASSWORD),
                "There is no database missing on 127.0.0.1.");
    }

    @Test
    void tlsThatIsDemandedAndCertificatesThatAreNotTrusted() throws Exception {
        TlsServer tls = new TlsServer();
        OPEN.add(tls);
        tls.show(PrivateAuthority.named("Example company"), "localhost");
        line("TLS required", tls.as(tls.database().user(), SslMode.DISABLE),
                "127.0.0.1 accepts only connections with TLS.");
        Database.External strict = new Database.External("localhost", tls.database().port(), tls.database().name(),
                tls.database().user(), tls.database().password(), SslMode.VERIFY_FULL);
        line("certificate untrusted", strict, "The certificate of localhost is not signed by an authority known here,"
                + " but by Example company.");
        line("address rejected by pg_hba.conf", tls.as("outsider", SslMode.REQUIRE),
                "The server does not let outsider connect to " + tls.database().name() + " from this machine.");
    }

    @Test
    void aStalledTlsHandshake() throws Exception {
        ServerSocket stalling = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        OPEN.add(stalling);
        Thread.ofVirtual().start(() -> {
            List<Socket> held = new ArrayList<>();
            while (!stalling.isClosed()) {
                try {
                    Socket client = stalling.accept();
                    held.add(client);
                    client.getOutputStream().write('S');
                } catch (IOException _) {
                    // Either the client has gone, or the test has ended.
                }
            }
        });
        line("stalled TLS handshake", at("127.0.0.1", stalling.getLocalPort()),
                "127.0.0.1 offers TLS, but does not finish the TLS handshake.");
    }

    @Test
    void aRoleWithoutThePrivilegeToCreate() throws Exception {
        Database.External other = server.createDatabase(PASSWORD);
        line("no CREATE privilege", server.external(other.name(), database.user(), PASSWORD),
                "The role " + database.user() + " may not create ");
    }

    @Test
    void aServerThatIsTooOld() throws Exception {
        line("PostgreSQL 13", EmbeddedPostgres.shared(13).createDatabase("concern", PASSWORD),
                "The server runs PostgreSQL 13.");
    }

    @Test
    void aServerAtItsConnectionLimit() throws Exception {
        EmbeddedPostgres small = EmbeddedPostgres.start(17, "max_connections=4", "superuser_reserved_connections=1",
                "reserved_connections=0", "max_wal_senders=0");
        OPEN.add(small);
        Database.External full = small.createDatabase("crowded", PASSWORD);
        for (int i = 0; i < 3; i++) {
            Connection held = full.connect();
            OPEN.add(held);
        }
        line("server at its connection limit", full, "All connections of 127.0.0.1 are in use");
    }

    @Test
    void aPoolerThatGivesEachTransactionAnotherConnection() throws Exception {
        EmbeddedPostgres behind = EmbeddedPostgres.shared(17);
        Database.External direct = behind.createDatabase("pooled", PASSWORD);
        PgBouncer pooler = PgBouncer.start(behind, PgBouncer.Mode.TRANSACTION, List.of(direct));
        OPEN.add(pooler);
        line("transaction pooler", pooler.through(direct), "A pooler in transaction mode stands between");
    }

    @Test
    void mathesarsOwnDatabaseUnderAnotherNameOfItsServer() throws Exception {
        Database.Bundled own = server.database();
        Database.External internal = new Database.External("localhost", own.port(), own.name(), own.user(),
                own.password(), SslMode.PREFER);
        line("Mathesar's own database", internal, mathesar.map(RealMathesar::internal).orElse(internal),
                Optional.empty(), "This is the database in which Mathesar keeps its own data.");
    }

    private static Database.External at(String host, int port) {
        return new Database.External(host, port, "library", "ada", new Secret(PASSWORD), SslMode.PREFER);
    }

    private static void line(String situation, Database.External candidate, String sentence) throws Exception {
        line(situation, candidate, candidate, Optional.empty(), sentence);
    }

    /**
     * @param forMathesar the same place in the words that Mathesar understands
     * @param address of the name; empty where the system's own name service is asked
     */
    private static void line(String situation, Database.External candidate, Database.External forMathesar,
            Optional<InetAddress> address, String sentence) throws Exception {
        Resolver resolver = host -> {
            if (host.endsWith(".invalid")) {
                throw new UnknownHostException(host + ": Name or service not known");
            }
            return address.isPresent() ? List.of(address.get()) : Resolver.SYSTEM.addresses(host);
        };
        Diagnosis diagnosis = new Diagnosis(false, () -> Optional.of(server.database()), List::of, resolver,
                InstantSource.system());
        long began = System.nanoTime();
        Report report = diagnosis.check(candidate, Purpose.CONNECT, _ -> {});
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        Optional<Problem> problem = report.problem();
        TABLE.add("| " + situation + " | " + problem.map(Problem::summary).orElse("(none)") + " | " + seconds(took)
                + " | " + mathesar.map(real -> said(real, forMathesar)).orElse(""));
        assertAll(() -> assertTrue(problem.map(Problem::summary).orElse("").startsWith(sentence), report.toString()),
                () -> assertFalse(problem.map(Problem::advice).orElse("").isBlank()),
                () -> assertFalse(report.toString().contains(candidate.password().reveal())),
                () -> assertEquals(-1, took.compareTo(LIMIT), took.toString()));
    }

    private static String said(RealMathesar real, Database.External candidate) {
        long began = System.nanoTime();
        String answer = real.connect(candidate);
        return answer + " | " + seconds(Duration.ofNanos(System.nanoTime() - began)) + " |";
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f", time.toMillis() / 1000.0);
    }
}
