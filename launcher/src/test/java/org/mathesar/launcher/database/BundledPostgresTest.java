package org.mathesar.launcher.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.mathesar.launcher.problem.ProblemException;
import org.mathesar.launcher.process.Children;
import org.mathesar.launcher.process.Supervisor;
import org.mathesar.launcher.storage.DataDirectory;

class BundledPostgresTest {
    private static TestPostgres server;

    @BeforeAll
    static void start() throws Exception {
        server = TestPostgres.start();
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @Test
    void mathesarGetsARoleAndADatabaseOfItsOwn() throws Exception {
        try (Connection connection = server.database().connect()) {
            assertEquals("mathesar", value(connection, "SELECT current_user"));
            assertEquals("mathesar", value(connection, "SELECT pg_get_userbyid(datdba) FROM pg_database"
                    + " WHERE datname = 'mathesar_django'"));
            assertEquals("t,t,f", value(connection, "SELECT concat_ws(',', rolcreatedb, rolcreaterole, rolsuper)"
                    + " FROM pg_roles WHERE rolname = current_user"));
            Sql.execute(connection, "CREATE TABLE public.may_create ()", "DROP TABLE public.may_create");
        }
    }

    @Test
    void theServerIsBuiltForSafety() throws Exception {
        try (Connection connection = server.superuser()) {
            assertEquals("on", value(connection, "SHOW data_checksums"));
            assertEquals("UTF8", value(connection, "SHOW server_encoding"));
            assertEquals("127.0.0.1", value(connection, "SHOW listen_addresses"));
            assertEquals("", value(connection, "SHOW unix_socket_directories"));
            assertEquals("t",
                    value(connection, "SELECT bool_and(auth_method = 'scram-sha-256' AND address = '127.0.0.1')"
                            + " FROM pg_hba_file_rules"));
            assertEquals("t", value(connection, "SELECT 'É' ~ '^[[:alpha:]]$'"));
        }
    }

    @Test
    void theFilesAreTheServersAlone() throws Exception {
        Path cluster = server.data().resolve("postgres/cluster");
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(cluster)));
        assertEquals(TestPostgres.user().orElse(System.getProperty("user.name")), Files.getOwner(cluster).getName());
        assertFalse(Files.exists(server.data().resolve("postgres/initdb.password")));
    }

    @Test
    void preparingIsRepeatable() throws Exception {
        server.postgres().prepare();
        server.postgres().prepare();
        try (Connection connection = server.superuser()) {
            Sql.execute(connection, "DROP DATABASE mathesar_django WITH (FORCE)");
            server.postgres().prepare();
            Sql.execute(connection, "DROP DATABASE mathesar_django WITH (FORCE)", "DROP ROLE mathesar",
                    "CREATE ROLE mathesar NOLOGIN");
            server.postgres().prepare();
            Sql.execute(connection, "ALTER ROLE mathesar PASSWORD 'other'");
            server.postgres().prepare();
            Sql.execute(connection, "ALTER ROLE mathesar CREATEDB CREATEROLE");
        }
        server.database().connect().close();
    }

    @Test
    void noPasswordReachesTheServersLogEvenWhenEveryStatementIsLogged() throws Exception {
        try (Connection connection = server.superuser()) {
            Sql.execute(connection, "ALTER SYSTEM SET log_statement = 'all'", "SELECT pg_reload_conf()");
            Thread.sleep(500);
            try {
                Sql.execute(connection, "ALTER ROLE mathesar PASSWORD 'another'");
                server.postgres().prepare();
                Sql.execute(connection, "SELECT 'the end of the log'");
                for (int i = 0; i < 100 && !logged("the end of the log"); i++) {
                    Thread.sleep(50);
                }
            } finally {
                Sql.execute(connection, "ALTER SYSTEM RESET log_statement", "SELECT pg_reload_conf()");
            }
        }
        assertTrue(logged("the end of the log"));
        String log = String.join("\n", server.log());
        assertFalse(log.contains("SCRAM-SHA-256$"), "a verifier was logged");
        assertFalse(log.contains(server.database().password().reveal()), "the password was logged");
    }

    @Test
    void aWrongPasswordIsRefused() {
        assertThrows(SQLException.class,
                () -> server.external("mathesar_django", "mathesar", "guess").connect().close());
    }

    @Test
    void mathesarsEnvironmentNamesTheServer() {
        Map<String, String> environment = server.database().environment();
        assertEquals("127.0.0.1", environment.get("POSTGRES_HOST"));
        assertEquals(Integer.toString(server.database().port()), environment.get("POSTGRES_PORT"));
        assertEquals(server.database().password().reveal(), environment.get("POSTGRES_PASSWORD"));
        assertFalse(server.database().toString().contains(server.database().password().reveal()));
    }

    @Test
    void aSecondServerOnTheSameClusterIsRefused() {
        ProblemException refusal = assertThrows(ProblemException.class,
                () -> new Postmaster(server.data().resolve("postgres/cluster")).awaitNone(Duration.ZERO));
        assertTrue(refusal.getMessage().startsWith("Another PostgreSQL server is already running"));
    }

    @Test
    void aRestartKeepsPortAndDataAndForgetsAProcessIdThatIsAnothersNow() throws Exception {
        try (Connection connection = server.database().connect()) {
            Sql.execute(connection, "CREATE TABLE kept AS SELECT 42 AS answer");
        }
        int port = server.database().port();
        server.supervisor().stop(BundledPostgres.NAME);
        Path pidFile = server.data().resolve("postgres/cluster/postmaster.pid");
        Files.writeString(pidFile, ProcessHandle.current().pid() + "\n" + pidFile.getParent() + "\n0\n");

        Database.Bundled again = server.postgres().start(server.supervisor(), server.log()::add);

        assertEquals(port, again.port());
        try (Connection connection = again.connect()) {
            assertEquals("42", value(connection, "SELECT answer FROM public.kept"));
            Sql.execute(connection, "DROP TABLE kept");
        }
    }

    @Test
    void aKeptPortThatAnotherProgramTookIsAProblem() throws Exception {
        server.supervisor().stop(BundledPostgres.NAME);
        try (ServerSocket _ = new ServerSocket(server.database().port(), 1, InetAddress.getLoopbackAddress())) {
            ProblemException refusal = assertThrows(ProblemException.class, () -> server.postgres().server());
            assertTrue(refusal.getMessage().startsWith("Another program listens on port "));
        } finally {
            server.postgres().start(server.supervisor(), server.log()::add);
        }
    }

    @Test
    void aServerKilledHardIsStartedAgainWithItsData() throws Exception {
        Path pidFile = server.data().resolve("postgres/cluster/postmaster.pid");
        long pid = Long.parseLong(Files.readAllLines(pidFile).getFirst());
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
        ProcessHandle.of(pid).ifPresent(handle -> handle.onExit().join());
        for (int i = 0; i < 100; i++) {
            Thread.sleep(100);
            try (Connection connection = server.database().connect()) {
                assertEquals("1", value(connection, "SELECT 1"));
                return;
            } catch (SQLException _) {
                continue;
            }
        }
        throw new AssertionError("the server did not come back");
    }

    @Test
    void theSystemIdentifierIsTheClusters() throws Exception {
        try (Connection one = server.superuser(); Connection other = server.database().connect()) {
            assertEquals(BundledPostgres.systemIdentifier(one), BundledPostgres.systemIdentifier(other));
        }
    }

    @Test
    void aLostSuperuserPasswordIsNotMadeAnewOverData() throws Exception {
        Path root = TestPostgres.directory();
        try {
            DataDirectory data = DataDirectory.open(root.resolve("data"), true);
            Path cluster = data.directory("postgres", "cluster");
            Files.writeString(cluster.resolve("PG_VERSION"), "15\n");
            BundledPostgres postgres = TestPostgres.bundled(data, new Children(data.root()));
            assertTrue(postgres.serverIsInitialised());
            ProblemException refusal = assertThrows(ProblemException.class,
                    () -> postgres.superuser(new Login(Duration.ofSeconds(1),
                            Duration.ofSeconds(1))));
            assertTrue(refusal.getMessage().contains("postgres-superuser-password is missing"));
        } finally {
            TestPostgres.delete(root);
        }
    }

    @Test
    void aStoppedServerIsNotLeftRunning() throws Exception {
        Path root = TestPostgres.directory();
        DataDirectory data = DataDirectory.open(root.resolve("data"), true);
        TestPostgres.keepFreePort(data);
        Children children = new Children(data.root());
        try (Supervisor supervisor = new Supervisor(children)) {
            TestPostgres.bundled(data, children).start(supervisor, TestPostgres.silently());
        }
        new Postmaster(data.path("postgres", "cluster")).awaitNone(Duration.ofSeconds(1));
        assertFalse(Files.exists(data.path("postgres", "cluster", "postmaster.pid")));
        TestPostgres.delete(root);
    }

    private static boolean logged(String part) {
        return server.log().stream().anyMatch(line -> line.contains(part));
    }

    private static String value(Connection connection, String sql) throws SQLException {
        return Sql.value(connection, sql).orElseThrow();
    }
}
