package org.mathesar.launcher.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.mathesar.launcher.process.Children;
import org.mathesar.launcher.process.OneShot;
import org.mathesar.launcher.process.Supervisor;
import org.mathesar.launcher.storage.DataDirectory;
import org.mathesar.launcher.storage.Secret;
import org.mathesar.launcher.storage.Secrets;

/**
 * A real PostgreSQL server for a test, in a directory of its own on a free loopback port, run by the classes that
 * production uses and, when the tests run as root, as an unprivileged user.
 */
public final class TestPostgres implements RealServer, AutoCloseable {
    private static final Shared SHARED = new Shared();

    private final Path root;
    private final Children children;
    private final Supervisor supervisor;
    private final BundledPostgres postgres;
    private final Database.Bundled database;
    private final List<String> log = new CopyOnWriteArrayList<>();
    private final AtomicInteger made = new AtomicInteger();

    private TestPostgres() throws IOException, InterruptedException {
        root = directory();
        DataDirectory data = DataDirectory.open(root.resolve("data"), true);
        children = new Children(data.root());
        supervisor = new Supervisor(children);
        keepFreePort(data);
        postgres = bundled(data, children);
        database = postgres.start(supervisor, log::add);
        forgoDurability();
    }

    /** Otherwise the last checkpoint alone may take a minute, with a few hundred files for each database made here. */
    private void forgoDurability() throws IOException {
        try (Connection connection = superuser()) {
            Sql.execute(connection, "ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()");
        } catch (SQLException e) {
            close();
            throw new IOException(e);
        }
    }

    /** A server for this test alone; close it. */
    public static TestPostgres start() throws IOException, InterruptedException {
        return new TestPostgres();
    }

    /** One server for all tests of this JVM, stopped when it ends; make a database of your own on it. */
    public static TestPostgres shared() throws IOException, InterruptedException {
        return SHARED.get();
    }

    /** What Mathesar would use: role {@code mathesar}, database {@code mathesar_django}. */
    public Database.Bundled database() {
        return database;
    }

    /** An empty database owned by a new plain role with this password, as an owner would bring it. */
    public Database.External createDatabase(String password) throws SQLException {
        int number = made.incrementAndGet();
        try (Connection connection = superuser()) {
            Sql.execute(connection, "CREATE ROLE role_" + number + " LOGIN PASSWORD '" + password + "'",
                    "CREATE DATABASE database_" + number + " OWNER role_" + number);
        }
        return external("database_" + number, "role_" + number, password);
    }

    @Override
    public int port() {
        return database.port();
    }

    @Override
    public Connection superuser() throws SQLException {
        return postgres.superuser(
                new Login(Duration.ofSeconds(10), Duration.ofSeconds(30)));
    }

    @Override
    public Connection superuser(String name) throws SQLException {
        Secret password = new Secrets(DataDirectory.existing(root.resolve("data"))).find("postgres-superuser-password")
                .orElseThrow();
        return external(name, "postgres", password.reveal()).connect();
    }

    public BundledPostgres postgres() {
        return postgres;
    }

    public Supervisor supervisor() {
        return supervisor;
    }

    /** What the server has printed. */
    public List<String> log() {
        return log;
    }

    public Path data() {
        return root.resolve("data");
    }

    @Override
    public void close() throws IOException {
        supervisor.close();
        delete(root);
    }

    /** Bundled PostgreSQL on the data directory, as the unprivileged user where that is needed. */
    public static BundledPostgres bundled(DataDirectory data, Children children) {
        return new BundledPostgres(data, new Secrets(data), new OneShot(children), Optional.empty(), user());
    }

    /** The user to run a server as; empty unless the tests run as root. */
    public static Optional<String> user() {
        return System.getProperty("user.name").equals("root") ? Optional.of("postgres") : Optional.empty();
    }

    /** A new directory that every user may pass through. */
    public static Path directory() throws IOException {
        return Files.createTempDirectory("mathesar-postgres",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx--x--x")));
    }

    /** Keeps a random free port for the data directory, so that tests running side by side do not meet. */
    public static int keepFreePort(DataDirectory data) throws IOException {
        int port = freePort();
        data.write(data.path("postgres", "port"), port + "\n");
        return port;
    }

    /** A port of loopback that nobody listens on now. */
    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Deletes the directory and all in it. */
    public static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Prints nothing anywhere. */
    public static Consumer<String> silently() {
        return _ -> {
        };
    }

    private static final class Shared {
        private TestPostgres server;

        synchronized TestPostgres get() throws IOException, InterruptedException {
            if (server == null) {
                server = new TestPostgres();
                Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(this::stop));
            }
            return server;
        }

        private void stop() {
            try {
                server.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
