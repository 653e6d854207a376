package org.mathesar.launcher.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;

/** A real server that offers TLS, with a database and role of its own, and shows whatever certificates it is given. */
public record EncryptedPostgres(TestPostgres server, Database.External database) implements AutoCloseable {

    public static EncryptedPostgres start() throws IOException, InterruptedException, SQLException {
        TestPostgres server = TestPostgres.start();
        return new EncryptedPostgres(server, server.createDatabase("secret"));
    }

    /** Shows these certificates, the server's own first, from now on. */
    public void show(Path key, Path... chain) throws IOException, SQLException, InterruptedException {
        Path directory = server.data().resolve("postgres");
        StringBuilder text = new StringBuilder();
        for (Path each : chain) {
            text.append(Files.readString(each));
        }
        Files.writeString(directory.resolve("server.crt"), text.toString());
        Path copy = directory.resolve("server.key");
        Files.writeString(copy, Files.readString(key));
        Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rw-------"));
        new Account(TestPostgres.user()).give(copy);
        try (Connection connection = server.superuser()) {
            Sql.execute(connection, "ALTER SYSTEM SET ssl_cert_file = '../server.crt'",
                    "ALTER SYSTEM SET ssl_key_file = '../server.key'", "ALTER SYSTEM SET ssl = on",
                    "SELECT pg_reload_conf()");
        }
        X509Certificate expected = first(chain[0]);
        Instant end = Instant.now().plus(Duration.ofSeconds(10));
        while (PresentedChain.of("127.0.0.1", database.port(), Duration.ofSeconds(2))
                .filter(shown -> shown.server().equals(expected)).isEmpty()) {
            if (Instant.now().isAfter(end)) {
                throw new AssertionError("the server does not show " + chain[0]);
            }
            Thread.sleep(50);
        }
    }

    /** Its database, by the name that its certificates are for. */
    public Database.External with(SslMode mode) {
        return new Database.External("localhost", database.port(), database.name(), database.user(),
                database.password(), mode);
    }

    private static X509Certificate first(Path file) throws IOException {
        try {
            return AuthorityPem.certificate(Files.readAllBytes(file));
        } catch (java.security.cert.CertificateException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
