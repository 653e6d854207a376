package org.mathesar.launcher.database;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import org.mathesar.launcher.storage.Secret;

/** A real PostgreSQL whose certificate a test chooses, and that lets one of its roles in only with TLS. */
final class TlsServer implements AutoCloseable {
    static final String PASSWORD = "a password for TLS";

    private final TestPostgres server = TestPostgres.start();
    private final Database.External database;
    private final Path directory;

    TlsServer() throws Exception {
        database = server.createDatabase(PASSWORD);
        directory = server.data().resolve("postgres");
        Path hba = directory.resolve("pg_hba.conf");
        Files.writeString(hba, "hostssl all " + database.user() + " 127.0.0.1/32 scram-sha-256\n"
                + "host all " + database.user() + " 127.0.0.1/32 reject\n"
                + "host all outsider 127.0.0.1/32 reject\n"
                + "hostssl all bearer 127.0.0.1/32 scram-sha-256 clientcert=verify-ca\n"
                + "host all somebody 127.0.0.1/32 ident\n" + Files.readString(hba));
        try (Connection connection = server.superuser()) {
            Sql.execute(connection, "CREATE ROLE outsider LOGIN PASSWORD '" + PASSWORD + "'",
                    "CREATE ROLE bearer LOGIN PASSWORD '" + PASSWORD + "'", "CREATE ROLE somebody LOGIN");
        }
    }

    Database.External database() {
        return database;
    }

    TestPostgres server() {
        return server;
    }

    /** The same database for another role. */
    Database.External as(String role, SslMode mode) {
        return new Database.External("127.0.0.1", database.port(), database.name(), role, new Secret(PASSWORD), mode);
    }

    /** Shows this certificate from now on. */
    void show(PrivateAuthority authority, Instant from, Instant until, String... names) throws Exception {
        // Names of their own, so that the server never sees a certificate with the key of the one before.
        String name = "c" + System.nanoTime();
        authority.issue(directory.resolve(name + ".crt"), directory.resolve(name + ".key"), from, until, names);
        Path root = authority.write(directory.resolve(name + ".root"));
        configure("ssl_cert_file = '../" + name + ".crt'", "ssl_key_file = '../" + name + ".key'",
                "ssl_ca_file = '../" + root.getFileName() + "'", "ssl = on");
        await(until);
    }

    /** Shows a certificate for these names that is valid for a year. */
    void show(PrivateAuthority authority, String... names) throws Exception {
        show(authority, Instant.now().minus(Duration.ofDays(30)), Instant.now().plus(Duration.ofDays(335)), names);
    }

    void configure(String... settings) throws Exception {
        try (Connection connection = server.superuser()) {
            for (String setting : settings) {
                Sql.execute(connection, "ALTER SYSTEM SET " + setting);
            }
            Sql.execute(connection, "SELECT pg_reload_conf()");
        }
    }

    /** New connections see the new settings some time after the reload was asked for. */
    private void await(Instant expiry) throws Exception {
        for (int i = 0; i < 200; i++) {
            if (handshake() instanceof Handshake.Done(_, ServerCertificate shown)
                    && Math.abs(Duration.between(shown.expiry(), expiry).toSeconds()) < 2) {
                return;
            }
            Thread.sleep(25);
        }
        throw new IllegalStateException("the server does not show its new certificate: " + server.log().getLast());
    }

    /** What a client without demands gets. */
    Handshake handshake() throws IOException {
        try (Socket socket = new Socket("127.0.0.1", database.port())) {
            return Greeting.exchange(socket).equals(new Greeting.Answers(true))
                    ? Handshake.make(socket, "localhost")
                    : new Handshake.Failed("no TLS");
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
