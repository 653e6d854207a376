package org.mathesar.launcher.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.storage.Secret;

class DiagnosisTest {
    private static final Secret PASSWORD = new Secret("correct horse battery");
    private static TestPostgres server;

    @BeforeAll
    static void start() throws Exception {
        server = TestPostgres.shared();
    }

    @Test
    void aDatabaseOwnedByItsRoleIsUsable() throws Exception {
        Report report = check(server.createDatabase(PASSWORD.reveal()));
        assertEquals(Optional.empty(), report.problem());
        assertTrue(report.server().orElseThrow().version().matches("\\d+.*"));
        assertEquals(List.of(), report.notes());
    }

    @Test
    void everyStepOnTheWayIsTickedAsItIsMade() throws Exception {
        Database.External database = server.createDatabase(PASSWORD.reveal());
        List<Finding> live = new CopyOnWriteArrayList<>();
        Report report = new Diagnosis(false, Optional::empty, List::of).check(database, Purpose.CONNECT, live::add);
        assertEquals(report.findings(), live);
        List<Finding> outside = live.subList(0, 5);
        assertEquals(List.of(Step.DETAILS, Step.NAME, Step.REACH, Step.ENCRYPTION, Step.LOGIN),
                outside.stream().map(Finding::step).toList());
        assertTrue(outside.stream().allMatch(finding -> finding.verdict() == Finding.Verdict.GOOD), live.toString());
        assertTrue(outside.get(2).sentence().startsWith("Port " + database.port() + " answers by IPv4 within "));
        assertFalse(report.toString().contains(PASSWORD.reveal()));
    }

    @Test
    void aServerThatFallsSilentAfterTheLoginIsGivenUpInTime() throws Exception {
        try (FakePostgres fake = FakePostgres.silentInside()) {
            Report report = check(at("127.0.0.1", fake.port()));
            assertInstanceOf(Problem.Passing.class, report.problem().orElseThrow(), report.toString());
            assertEquals(Step.VERSION, report.findings().reversed().get(1).step(), report.toString());
        }
    }

    @Test
    void whereEverythingIsSlowTheAnswerStillComesInTime() throws Exception {
        Resolver slow = _ -> {
            pause(Duration.ofMillis(3900));
            return List.of(InetAddress.getLoopbackAddress());
        };
        try (ServerSocket slowly = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> answerSlowly(slowly));
            Report report = assertTimeoutPreemptively(Duration.ofSeconds(15),
                    () -> new Diagnosis(false, Optional::empty, List::of, slow, InstantSource.system())
                            .check(at("db.example.org", slowly.getLocalPort()), Purpose.CONNECT, _ -> {}));
            assertEquals(Step.LOGIN, report.findings().getLast().step(), report.toString());
            assertFalse(report.isUsable());
        }
    }

    /** Says late that it has no TLS, and then nothing. */
    private static void answerSlowly(ServerSocket slowly) {
        List<Socket> held = new ArrayList<>();
        while (!slowly.isClosed()) {
            try {
                Socket client = slowly.accept();
                held.add(client);
                Thread.ofVirtual().start(() -> {
                    pause(Duration.ofMillis(3500));
                    try {
                        client.getOutputStream().write('N');
                    } catch (IOException _) {
                        // It waits no longer.
                    }
                });
            } catch (IOException _) {
                return;
            }
        }
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void anUnknownHostName() throws Exception {
        assertFixable(at("no-such-host.invalid", 5432), "The host name no-such-host.invalid is not known here.");
    }

    @Test
    void aClosedPort() throws Exception {
        int port = closedPort();
        assertFixable(at("127.0.0.1", port), "Nothing listens on port " + port + " of 127.0.0.1.");
    }

    @Test
    void localhostInsideAContainerGetsAHint() throws Exception {
        Report report = new Diagnosis(true, Optional::empty, List::of).check(at("localhost", closedPort()),
                Purpose.OWN_DATA, _ -> {});
        Problem problem = report.problem().orElseThrow();
        assertTrue(problem.advice().startsWith("In a container localhost is the container itself."));
    }

    @Test
    void aHostThatDropsEverything() throws Exception {
        List<Socket> crowd = new ArrayList<>();
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            for (int i = 0; i < 3; i++) {
                Socket socket = new Socket();
                crowd.add(socket);
                try {
                    socket.connect(full.getLocalSocketAddress(), 200);
                } catch (SocketTimeoutException _) {
                    break;
                }
            }
            assertFixable(at("127.0.0.1", full.getLocalPort()),
                    "127.0.0.1 does not answer on port " + full.getLocalPort() + ".");
        } finally {
            for (Socket socket : crowd) {
                socket.close();
            }
        }
    }

    @Test
    void aPortThatAcceptsAndNeverAnswers() throws Exception {
        try (ServerSocket mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            assertFixable(at("127.0.0.1", mute.getLocalPort()), "accepts connections but says nothing.");
        }
    }

    @Test
    void aPortOfAnotherProgramIsNamedByItsFirstWords() throws Exception {
        assertForeign("HTTP/1.1 400 Bad Request\r\n\r\n", " is a web server; it is not PostgreSQL.");
        assertForeign("SSH-2.0-OpenSSH_9.2\r\n", " is an SSH server; it is not PostgreSQL.");
        assertForeign("J\0\0\0\n8.0.36\0", " is a MySQL or MariaDB server; it is not PostgreSQL.");
        assertForeign("\u0015\u0003\u0001\0\u0002\u0002\u0016", " is a server that speaks TLS only");
        assertForeign("-ERR unknown command\r\n", " is a Redis server; it is not PostgreSQL.");
        assertForeign("NOTICE hello\r\n", " is not PostgreSQL.");
    }

    @Test
    void aPortThatHangsUpAtOnce() throws Exception {
        assertForeign("", " accepts connections and closes them at once.");
    }

    private static void assertForeign(String words, String part) throws Exception {
        try (ServerSocket other = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> {
                while (!other.isClosed()) {
                    try (Socket client = other.accept()) {
                        client.getOutputStream().write(words.getBytes(StandardCharsets.ISO_8859_1));
                        client.shutdownOutput();
                        client.getInputStream().readAllBytes();
                    } catch (IOException _) {
                        // The other side went first.
                    }
                }
            });
            assertFixable(at("127.0.0.1", other.getLocalPort()), part);
        }
    }

    @Test
    void aServerThatHangsDuringTheLogin() throws Exception {
        try (FakePostgres fake = FakePostgres.hanging()) {
            assertPassing(at("127.0.0.1", fake.port()), "took too long to answer.");
        }
    }

    @Test
    void aWrongPasswordAndAnUnknownRoleAreNotToldApartAsTheServerDoesNot() throws Exception {
        Database.External right = server.createDatabase(PASSWORD.reveal());
        Database.External wrong = server.external(right.name(), right.user(), "wrong password");
        assertFixable(wrong, "does not accept the user " + right.user() + " with this password.");
        assertFixable(server.external(right.name(), "nobody_here", "wrong password"),
                "does not accept the user nobody_here with this password.");
    }

    @Test
    void aRoleThatMayNotLogIn() throws Exception {
        Database.External database = server.createDatabase(PASSWORD.reveal());
        execute("ALTER ROLE " + database.user() + " NOLOGIN");
        assertFixable(database, "does not exist on the server or may not log in.");
    }

    @Test
    void anUnknownDatabase() throws Exception {
        Database.External database = server.createDatabase(PASSWORD.reveal());
        Problem problem = assertFixable(server.external("no \"such", database.user(), PASSWORD.reveal()),
                "There is no database no \"such on 127.0.0.1.");
        assertTrue(problem.advice().contains("CREATE DATABASE \"no \"\"such\" OWNER"));
    }

    @Test
    void aRoleWithoutPrivilegeIsToldTheSqlThatHelpsAndItHelps() throws Exception {
        execute("CREATE ROLE \"Plain \"\"role\" LOGIN PASSWORD '" + PASSWORD.reveal() + "'",
                "CREATE DATABASE \"Some \"\"data\"");
        Database.External candidate = server.external("Some \"data", "Plain \"role", PASSWORD.reveal());
        Problem problem = assertFixable(candidate, "may not create tables in the database Some \"data.");
        String sql = problem.advice().substring(problem.advice().indexOf("run: ") + 5);
        assertEquals("ALTER DATABASE \"Some \"\"data\" OWNER TO \"Plain \"\"role\";", sql);
        try (Connection administrator = server.superuser("Some \"data")) {
            Sql.execute(administrator, sql);
        }
        assertTrue(check(candidate).isUsable());
    }

    @Test
    void aSchemaThatBelongsToSomeoneElseIsNamedInTheSql() throws Exception {
        Database.External candidate = server.createDatabase(PASSWORD.reveal());
        try (Connection administrator = server.superuser(candidate.name())) {
            Sql.execute(administrator, "ALTER SCHEMA public OWNER TO postgres");
            Problem problem = assertFixable(candidate, "may not create tables");
            Sql.execute(administrator, problem.advice().substring(problem.advice().indexOf("run: ") + 5));
            assertTrue(check(candidate).isUsable());
            Sql.execute(administrator, "DROP SCHEMA public");
            Problem second = assertFixable(candidate, "may not create tables");
            Sql.execute(administrator, second.advice().substring(second.advice().indexOf("run: ") + 5));
        }
        assertTrue(check(candidate).isUsable());
    }

    @Test
    void aRoleThatMayNotConnect() throws Exception {
        Database.External other = server.createDatabase(PASSWORD.reveal());
        Database.External database = server.createDatabase(PASSWORD.reveal());
        execute("REVOKE CONNECT ON DATABASE " + database.name() + " FROM PUBLIC");
        Database.External candidate = server.external(database.name(), other.user(), PASSWORD.reveal());
        Problem problem = assertFixable(candidate, "may not connect to the database " + database.name() + ".");
        execute(problem.advice().substring(problem.advice().indexOf("run: ") + 5));
        assertTrue(check(candidate).isUsable());
    }

    @Test
    void aReadOnlyDatabase() throws Exception {
        Database.External database = server.createDatabase(PASSWORD.reveal());
        execute("ALTER DATABASE " + database.name() + " SET default_transaction_read_only = on");
        assertFixable(database, "can only be read");
    }

    @Test
    void aLimitOfTheRoleOrOfTheDatabaseIsToldWithTheSqlThatLiftsIt() throws Exception {
        Database.External database = server.createDatabase(PASSWORD.reveal());
        execute("ALTER ROLE " + database.user() + " CONNECTION LIMIT 0");
        Problem role = assertFixable(database, "All connections that " + database.user() + " may have are in use.");
        execute(role.advice().substring(role.advice().indexOf("run: ") + 5),
                "ALTER DATABASE " + database.name() + " CONNECTION LIMIT 0");
        Problem all = assertFixable(database, "that the database " + database.name() + " may have are in use.");
        execute(all.advice().substring(all.advice().indexOf("run: ") + 5));
        assertTrue(check(database).isUsable());
    }

    @Test
    void aServerThatIsStartingPassesBySaysAHandWrittenFakeServer() throws Exception {
        try (FakePostgres fake = FakePostgres.refusing("57P03", "the database system is starting up")) {
            assertPassing(at("127.0.0.1", fake.port()), "is just starting or stopping.");
        }
    }

    @Test
    void anAddressThatPgHbaRejectsInAnyLanguageSaysAHandWrittenFakeServer() throws Exception {
        try (FakePostgres fake = FakePostgres.refusing("28000", "kein pg_hba.conf-Eintrag für Host »127.0.0.1«")) {
            assertFixable(at("127.0.0.1", fake.port()), "does not let ada connect to library from this machine.");
        }
    }

    @Test
    void postgres13IsTooOldSaysAHandWrittenFakeServerSinceNoRealOneIsAtHand() throws Exception {
        try (FakePostgres fake = FakePostgres.ofVersion("13.18 (Debian 13.18-0+deb11u1)")) {
            assertFixable(at("127.0.0.1", fake.port()), "The server runs PostgreSQL 13.18");
        }
    }

    @Test
    void versionsAreJudgedByTheirNumber() {
        assertEquals(new ServerVersion.TooOld(), ServerVersion.judge(90_624));
        assertEquals(new ServerVersion.TooOld(), ServerVersion.judge(130_018));
        assertEquals(new ServerVersion.Supported(), ServerVersion.judge(140_000));
        assertEquals(new ServerVersion.Supported(), ServerVersion.judge(180_006));
        assertEquals(new ServerVersion.Newer(), ServerVersion.judge(190_000));
    }

    @Test
    void parametersThatCannotBeRightAreNotTried() throws Exception {
        assertFixable(at("/var/run/postgresql", 5432), "A socket directory such as /var/run/postgresql");
        assertFixable(at("db.example.org/x?ssl=1", 5432), "is not a host name.");
        assertFixable(at("127.0.0.1", 70_000), "70000 is not a port.");
    }

    private static Database.External at(String host, int port) {
        return new Database.External(host, port, "library", "ada", PASSWORD, SslMode.PREFER);
    }

    private static Report check(Database.External candidate) {
        return assertTimeoutPreemptively(Duration.ofSeconds(15),
                () -> new Diagnosis(false, Optional::empty, List::of).check(candidate, Purpose.OWN_DATA, _ -> {}));
    }

    private static Problem assertFixable(Database.External candidate, String part) {
        return assertInstanceOf(Problem.Fixable.class, problem(candidate, part));
    }

    private static void assertPassing(Database.External candidate, String part) {
        assertInstanceOf(Problem.Passing.class, problem(candidate, part));
    }

    private static Problem problem(Database.External candidate, String part) {
        Problem problem = check(candidate).problem().orElseThrow();
        assertTrue(problem.summary().contains(part), problem.toString());
        assertFalse(problem.toString().contains(candidate.password().reveal()), problem.toString());
        return problem;
    }

    private static void execute(String... statements) throws Exception {
        try (Connection connection = server.superuser()) {
            for (String sql : statements) {
                for (String single : sql.split("(?<=;)")) {
                    Sql.execute(connection, single);
                }
            }
        }
    }

    private static int closedPort() throws Exception {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            return socket.getLocalPort();
        }
    }
}
