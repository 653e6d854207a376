package org.mathesar.launcher.contract;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A real PostgreSQL on a free port of the loopback address, whose data nobody will miss. */
final class ThrowAwayPostgres implements AutoCloseable {
    static final String ROLE = "mathesar";
    static final String PASSWORD = "only for this run";
    private static final Path PACKAGED = Path.of("/usr/lib/postgresql");
    private static final Map<String, String> ENVIRONMENT = Map.of("PATH", "/usr/bin:/bin", "LANG", "C.UTF-8");

    private final Path directory;
    private final Path programs = programs();
    private final int port;
    private Program server;

    /** Makes the cluster in a new directory and starts it. */
    ThrowAwayPostgres(Path directory) throws IOException, InterruptedException, SQLException {
        this.directory = Unprivileged.own(directory);
        this.port = freePort();
        Path password = Files.writeString(directory.resolve("password"), PASSWORD);
        Program.start(List.of(programs.resolve("initdb").toString(), "--pgdata", directory.resolve("data").toString(),
                "--username", "postgres", "--pwfile", password.toString(), "--auth", "scram-sha-256", "--encoding",
                "UTF8", "--locale", "C", "--no-sync"), directory, ENVIRONMENT, directory).succeed();
        start();
        execute("CREATE ROLE " + ROLE + " LOGIN CREATEDB CREATEROLE PASSWORD '" + PASSWORD + "'");
    }

    void start() throws InterruptedException {
        server = Program.start(List.of(programs.resolve("postgres").toString(), "-D",
                directory.resolve("data").toString(), "-p", Integer.toString(port), "-c", "listen_addresses=127.0.0.1",
                "-c", "unix_socket_directories=", "-c", "fsync=off",
                "-c", "full_page_writes=off", "-c", "wal_level=minimal", "-c", "max_wal_senders=0", "-c",
                "autovacuum=off"), directory, ENVIRONMENT, directory);
        Instant end = Instant.now().plus(Duration.ofSeconds(15));
        while (!answers()) {
            if (!server.isRunning() || Instant.now().isAfter(end)) {
                throw new AssertionError("PostgreSQL does not answer:\n" + server.output());
            }
            Thread.sleep(50);
        }
    }

    /** Ends every connection, as a restart of a database server does. */
    void stop() throws InterruptedException {
        server.signal("INT");
        server.exitCode();
    }

    int port() {
        return port;
    }

    void execute(String... statements) throws SQLException {
        try (Connection connection = superuser("postgres"); Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** Runs the statements in this database. */
    void executeIn(String database, String... statements) throws SQLException {
        try (Connection connection = superuser(database); Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    void createDatabase(String name) throws SQLException {
        execute("CREATE DATABASE " + name + " OWNER " + ROLE);
    }

    /** Makes the database anew as a copy of another, whoever is connected to it, and drops all but these to keep. */
    void restore(String name, String original, Collection<String> kept) throws SQLException {
        List<String> statements = new ArrayList<>();
        for (String database : column("postgres", "SELECT datname FROM pg_database WHERE NOT datistemplate")) {
            if (!kept.contains(database) && !database.equals("postgres")) {
                statements.add("DROP DATABASE \"" + database + "\" WITH (FORCE)");
            }
        }
        statements.add("CREATE DATABASE " + name + " OWNER " + ROLE + " TEMPLATE " + original);
        execute(statements.toArray(String[]::new));
    }

    /** Copies a database that nobody may be using, ending what connections there are. */
    void copy(String name, String copy) throws SQLException {
        execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + name + "'",
                "CREATE DATABASE " + copy + " OWNER " + ROLE + " TEMPLATE " + name);
    }

    /** The first column of what the query finds. */
    List<String> column(String database, String query) throws SQLException {
        try (Connection connection = superuser(database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            List<String> column = new ArrayList<>();
            while (rows.next()) {
                column.add(rows.getString(1));
            }
            return column;
        }
    }

    Connection superuser(String database) throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/" + database, "postgres",
                PASSWORD);
    }

    private boolean answers() {
        try (Connection connection = superuser("postgres")) {
            return connection.isValid(1);
        } catch (SQLException _) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static Path programs() throws IOException {
        Optional<String> named = Optional.ofNullable(System.getenv("PG_BIN")).filter(name -> !name.isEmpty());
        if (named.isPresent()) {
            return Path.of(named.get());
        }
        try (Stream<Path> versions = Files.list(PACKAGED)) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(programs -> Files.isExecutable(programs.resolve("postgres")))
                    .max(Comparator.comparing(programs -> Integer.parseInt(programs.getName(3).toString())))
                    .orElseThrow(() -> new AssertionError("Set PG_BIN to the directory of PostgreSQL's programs."));
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
