package org.mathesar.launcher.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.sql.Connection;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mathesar.launcher.problem.Problem;

/** A real server with a certificate of its own making, which demands TLS from some of its users. */
@Timeout(15)
class TlsDiagnosisTest {
    @TempDir
    static Path files;
    private static TestPostgres server;
    private static Database.External database;

    @BeforeAll
    static void start() throws Exception {
        server = TestPostgres.start();
        database = server.createDatabase("secret");
        makeCertificate(server.data().resolve("postgres"));
        Path hba = server.data().resolve("postgres/pg_hba.conf");
        Files.writeString(hba, "hostssl all " + database.user() + " 127.0.0.1/32 scram-sha-256\n"
                + "host all " + database.user() + " 127.0.0.1/32 reject\n"
                + "host all outsider 127.0.0.1/32 reject\n" + Files.readString(hba));
        try (Connection connection = server.superuser()) {
            Sql.execute(connection, "CREATE ROLE outsider LOGIN PASSWORD 'secret'",
                    "ALTER SYSTEM SET ssl_cert_file = '../server.crt'",
                    "ALTER SYSTEM SET ssl_key_file = '../server.key'",
                    "ALTER SYSTEM SET ssl = on", "SELECT pg_reload_conf()");
        }
        for (int i = 0; i < 100 && !offersTls(); i++) {
            Thread.sleep(50);
        }
    }

    private static boolean offersTls() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", database.port())) {
            return Greeting.exchange(socket).equals(new Greeting.Answers(true));
        }
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @Test
    void aServerThatDemandsTlsIsUsableWithIt() throws Exception {
        assertTrue(check(with("127.0.0.1", SslMode.REQUIRE, Optional.empty())).isUsable());
        assertTrue(check(with("127.0.0.1", SslMode.PREFER, Optional.empty())).isUsable());
    }

    @Test
    void withoutTlsItSaysThatTlsIsWhatIsMissing() throws Exception {
        assertEquals("127.0.0.1 accepts only connections with TLS.",
                problem(with("127.0.0.1", SslMode.DISABLE, Optional.empty())).summary());
    }

    @Test
    void aCertificateThatNobodyKnowsIsNotTrusted() throws Exception {
        assertEquals("The certificate of localhost vouches for itself: no authority signed it.",
                problem(with("localhost", SslMode.VERIFY_FULL, Optional.empty())).summary());
    }

    @Test
    void aCertificateOfAGivenAuthorityIsTrustedForItsNameOnly() throws Exception {
        Optional<Path> authority = Optional.of(files.resolve("authority.crt"));
        assertTrue(check(with("localhost", SslMode.VERIFY_FULL, authority)).isUsable());
        assertTrue(check(with("127.0.0.1", SslMode.VERIFY_CA, authority)).isUsable());
        assertEquals("The certificate of the server is not for the name 127.0.0.1, but for localhost.",
                problem(with("127.0.0.1", SslMode.VERIFY_FULL, authority)).summary());
    }

    @Test
    void aUserWhomPgHbaRejectsIsToldSo() throws Exception {
        for (SslMode mode : new SslMode[]{SslMode.DISABLE, SslMode.PREFER, SslMode.REQUIRE}) {
            Problem problem = problem(new Database.External("127.0.0.1", database.port(), database.name(), "outsider",
                    database.password(), mode));
            assertEquals("The server does not let outsider connect to " + database.name() + " from this machine.",
                    problem.summary());
        }
    }

    @Test
    void aServerWithoutTlsCannotBeAskedForIt() throws Exception {
        Database.External plain = TestPostgres.shared().createDatabase("secret");
        Problem problem = problem(new Database.External(plain.host(), plain.port(), plain.name(), plain.user(),
                plain.password(), SslMode.REQUIRE));
        assertEquals("127.0.0.1 does not offer TLS, which the mode “require” demands.", problem.summary());
    }

    @Test
    void mathesarsEnvironmentCarriesTheChosenProtection() {
        var environment = with("localhost", SslMode.VERIFY_FULL, Optional.of(Path.of("/a.crt"))).environment();
        assertEquals("verify-full", environment.get("PGSSLMODE"));
        assertEquals("10", environment.get("PGCONNECT_TIMEOUT"));
    }

    private static Database.External with(String host, SslMode mode, Optional<Path> authority) {
        return new Database.External(host, database.port(), database.name(), database.user(), database.password(),
                mode, authority);
    }

    private static Report check(Database.External candidate) throws InterruptedException {
        return new Diagnosis(false, Optional::empty, List::of).check(candidate, Purpose.OWN_DATA, _ -> {});
    }

    private static Problem problem(Database.External candidate) throws InterruptedException {
        return check(candidate).problem().orElseThrow();
    }

    private static void makeCertificate(Path target) throws Exception {
        Path store = files.resolve("server.p12");
        Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair", "-keyalg", "EC", "-alias", "server", "-dname", "CN=localhost", "-ext",
                "san=dns:localhost", "-keystore", store.toString(), "-storetype", "PKCS12", "-storepass", "changeit")
                .redirectErrorStream(true).redirectOutput(files.resolve("keytool.log").toFile()).start();
        assertEquals(0, keytool.waitFor());
        KeyStore keys = KeyStore.getInstance(store.toFile(), "changeit".toCharArray());
        String certificate = pem("CERTIFICATE", keys.getCertificate("server").getEncoded());
        Files.writeString(files.resolve("authority.crt"), certificate);
        Files.writeString(target.resolve("server.crt"), certificate);
        Path key = target.resolve("server.key");
        Files.writeString(key, pem("PRIVATE KEY", keys.getKey("server", "changeit".toCharArray()).getEncoded()));
        Files.setPosixFilePermissions(key,
                PosixFilePermissions.fromString("rw-------"));
        new Account(TestPostgres.user()).give(key);
    }

    private static String pem(String type, byte[] bytes) {
        return "-----BEGIN " + type + "-----\n" + Base64.getMimeEncoder().encodeToString(bytes) + "\n-----END " + type
                + "-----\n";
    }
}
