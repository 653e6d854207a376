package org.mathesar.launcher.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** A PostgreSQL that is none of the launcher's business, with an empty database for Mathesar. */
final class OwnPostgres implements AutoCloseable {
    private final Path cluster;
    private final int port = Launch.freePort();
    private final String password = UUID.randomUUID().toString();

    private OwnPostgres(Path cluster) {
        this.cluster = cluster;
    }

    static OwnPostgres start(Path directory) throws IOException, SQLException {
        Program.ensureUsers();
        Files.createDirectory(directory);
        if (Program.isRoot()) {
            Program.run("chown", "mathesar-db", directory.toString()).with(0);
        }
        OwnPostgres postgres = new OwnPostgres(directory.resolve("cluster"));
        postgres.run("initdb", "-D", postgres.cluster.toString(), "-U", "postgres", "-A", "scram-sha-256",
                "--encoding=UTF8",
                "--locale=C", "--pwfile",
                Files.writeString(directory.resolveSibling("pw"), postgres.password).toString(), "--no-sync");
        postgres.run("pg_ctl", "-D", postgres.cluster.toString(), "-w", "-l", directory.resolve("log").toString(), "-o",
                "-p " + postgres.port + " -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off",
                "start");
        try (Connection connection = postgres.connect("postgres")) {
            connection.createStatement()
                    .execute("CREATE ROLE mathesar LOGIN CREATEDB CREATEROLE PASSWORD '" + postgres.password + "'");
            connection.createStatement().execute("CREATE DATABASE mathesar OWNER mathesar");
        }
        return postgres;
    }

    String url() {
        return "postgres://mathesar:" + password + "@127.0.0.1:" + port + "/mathesar";
    }

    String password() {
        return password;
    }

    List<String> column(String sql) throws SQLException {
        try (Connection connection = connect("mathesar")) {
            return EndState.column(connection, sql);
        }
    }

    private Connection connect(String database) throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/" + database, "postgres",
                password);
    }

    private void run(String program, String... arguments) throws IOException {
        List<String> words = new ArrayList<>();
        if (Program.isRoot()) {
            words.addAll(List.of("setpriv", "--reuid", "mathesar-db", "--regid", "mathesar-db", "--init-groups"));
        }
        words.add(binaries().resolve(program).toString());
        words.addAll(List.of(arguments));
        Program.run(words.toArray(String[]::new)).with(0);
    }

    private static Path binaries() throws IOException {
        String given = System.getenv("PG_BIN");
        if (given != null) {
            return Path.of(given);
        }
        try (Stream<Path> versions = Files.list(Path.of("/usr/lib/postgresql"))) {
            return versions.map(version -> version.resolve("bin")).filter(bin -> Files.exists(bin.resolve("initdb")))
                    .max(Comparator.naturalOrder()).orElseThrow();
        }
    }

    @Override
    public void close() throws IOException {
        run("pg_ctl", "-D", cluster.toString(), "-w", "-m", "fast", "stop");
        Processes.await("the server is gone", Duration.ofSeconds(10),
                () -> Files.notExists(cluster.resolve("postmaster.pid")));
    }
}
