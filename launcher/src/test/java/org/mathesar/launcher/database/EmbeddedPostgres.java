package org.mathesar.launcher.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.mathesar.launcher.process.Children;
import org.mathesar.launcher.process.ManagedProcess.Vitals;
import org.mathesar.launcher.process.OneShot;
import org.mathesar.launcher.process.ProcessSpec;
import org.mathesar.launcher.process.ProcessSpec.StopSignal;
import org.mathesar.launcher.process.Supervisor;

/**
 * A real PostgreSQL server of another version than the system's (13, 14, 17 or 18), on a free port of 127.0.0.1, run as
 * an unprivileged user. For tests of the suite {@code databases}.
 */
public final class EmbeddedPostgres implements RealServer, AutoCloseable {
    /** The versions that can be started. */
    public static final List<Integer> MAJORS = List.of(13, 14, 17, 18);

    private static final Shared SHARED = new Shared();
    private static final String PASSWORD = "superuser of the tests";
    private static final Map<String, String> ENVIRONMENT = Map.of("PATH", "/usr/local/bin:/usr/bin:/bin", "LANG", "C");

    private final Path root;
    private final Path programs;
    private final Supervisor supervisor;
    private final int port;
    private final List<String> log = new CopyOnWriteArrayList<>();

    private EmbeddedPostgres(int major, List<String> settings) throws IOException, InterruptedException {
        programs = PostgresPrograms.of(major);
        root = TestPostgres.directory();
        port = TestPostgres.freePort();
        Children children = new Children(root);
        supervisor = new Supervisor(children);
        initialise(new OneShot(children));
        supervisor.start(server(settings), new Vitals(this::answers, Duration.ofMinutes(1), () -> true,
                Duration.ofMinutes(10)), log::add).awaitRunning(Duration.ofMinutes(1));
    }

    /**
     * A server for this test alone; close it.
     *
     * @param settings lines of postgresql.conf, e.g. {@code max_connections=10}
     */
    public static EmbeddedPostgres start(int major, String... settings) throws IOException, InterruptedException {
        return new EmbeddedPostgres(major, List.of(settings));
    }

    /** One server of each version for all tests of this JVM, stopped when it ends; make databases of your own on it. */
    public static EmbeddedPostgres shared(int major) throws IOException, InterruptedException {
        return SHARED.get(major);
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public Connection superuser(String name) throws SQLException {
        return external(name, "postgres", PASSWORD).connect();
    }

    /** An empty database owned by a new plain role of the same name. */
    public Database.External createDatabase(String name, String password) throws SQLException {
        execute("postgres", "CREATE ROLE " + Sql.identifier(name) + " LOGIN PASSWORD '" + password + "'",
                "CREATE DATABASE " + Sql.identifier(name) + " OWNER " + Sql.identifier(name));
        return external(name, name, password);
    }

    /** The directory of pg_hba.conf and the data. */
    public Path data() {
        return root.resolve("cluster");
    }

    /** What the server has printed. */
    public List<String> log() {
        return log;
    }

    @Override
    public void close() throws IOException {
        supervisor.close();
        TestPostgres.delete(root);
    }

    private void initialise(OneShot oneShot) throws IOException, InterruptedException {
        Path password = root.resolve("password");
        Files.writeString(password, PASSWORD + "\n");
        new Account(TestPostgres.user()).give(password);
        Files.createDirectory(data(),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        new Account(TestPostgres.user()).give(data());
        oneShot.succeed(spec("initdb", List.of("--pgdata", data().toString(), "--username", "postgres", "--pwfile",
                password.toString(), "--auth", "scram-sha-256", "--encoding", "UTF8", "--no-locale", "--no-sync")),
                Duration.ofMinutes(1), _ -> {
                });
        Files.delete(password);
    }

    private ProcessSpec server(List<String> settings) {
        List<String> arguments = new ArrayList<>(List.of("-D", data().toString()));
        List<String> all = new ArrayList<>(List.of("listen_addresses=127.0.0.1,::1", "port=" + port,
                "unix_socket_directories=", "fsync=off", "logging_collector=off", "log_destination=stderr",
                "password_encryption=scram-sha-256"));
        all.addAll(settings);
        for (String setting : all) {
            arguments.addAll(List.of("-c", setting));
        }
        return spec("postgres", arguments);
    }

    private ProcessSpec spec(String program, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(programs.resolve("bin").resolve(program).toString()));
        command.addAll(arguments);
        return new ProcessSpec(program, command, ENVIRONMENT, root, TestPostgres.user(), StopSignal.INT,
                Duration.ofSeconds(10));
    }

    private boolean answers() {
        try (Connection connection = superuser()) {
            return Sql.value(connection, "SELECT 1").isPresent();
        } catch (SQLException _) {
            return false;
        }
    }

    private static final class Shared {
        private final Map<Integer, EmbeddedPostgres> servers = new HashMap<>();

        synchronized EmbeddedPostgres get(int major) throws IOException, InterruptedException {
            EmbeddedPostgres server = servers.get(major);
            if (server == null) {
                server = new EmbeddedPostgres(major, List.of());
                servers.put(major, server);
                Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(server::stop));
            }
            return server;
        }
    }

    private void stop() {
        try {
            close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
