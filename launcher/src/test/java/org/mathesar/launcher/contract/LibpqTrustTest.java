package org.mathesar.launcher.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mathesar.launcher.database.Database;
import org.mathesar.launcher.database.EncryptedPostgres;
import org.mathesar.launcher.database.MadeCertificates;
import org.mathesar.launcher.database.SslMode;
import org.mathesar.launcher.database.TrustedAuthorities;
import org.mathesar.launcher.storage.DataDirectory;
import org.mathesar.launcher.storage.Secret;

/**
 * What libpq, as Mathesar's psycopg brings it, makes of PGSSLROOTCERT. Everything that the launcher decides about trust
 * rests on these rows. The real Mathesar's psycopg is asked where {@code MATHESAR_HOME} names one, else the sample's.
 */
@Tag("contract")
class LibpqTrustTest {
    /** Prints how a connection ended: encrypted, plain or refused, for each word given. */
    private static final String ASK = """
            import os, sys, psycopg
            for mode in sys.argv[1:]:
                try:
                    with psycopg.connect(host="localhost", hostaddr="127.0.0.1", sslmode=mode, connect_timeout=10) as c:
                        print("encrypted" if c.pgconn.ssl_in_use else "plain")
                except psycopg.OperationalError as e:
                    print("refused")
            """;
    private static final List<String> MODES = List.of("disable", "prefer", "require", "verify-ca", "verify-full");
    private static final Path MISSING = Path.of("/nowhere/trusted.pem");

    @TempDir
    static Path directory;
    private static MadeCertificates make;
    private static EncryptedPostgres server;
    private static Path python;

    @BeforeAll
    static void start() throws Exception {
        make = new MadeCertificates(directory);
        make.root("root");
        make.root("other");
        make.intermediate("intermediate", "root");
        make.server("server", "intermediate");
        make.selfSigned("own", false);
        server = EncryptedPostgres.start();
        server.show(make.key("server"), certificate("server"), certificate("intermediate"));
        python = python();
        System.out.println("libpq of " + python);
    }

    private static Path python() throws IOException, InterruptedException {
        Subject subject = Subject.available().getLast();
        return switch (subject) {
            case Subject.Real real -> real.source().resolve("mathesar-venv/bin/python3");
            case Subject.Sample sample -> PythonEnvironments.provide(sample.source().resolve("requirements.txt"),
                    directory.resolve("python"));
        };
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    record Row(String name, Path file, List<String> outcomes) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Row> rows() {
        return Stream.of(
                new Row("a missing file checks nothing", MISSING,
                        List.of("plain", "encrypted", "encrypted", "refused", "refused")),
                new Row("the right root", certificate("root"),
                        List.of("plain", "encrypted", "encrypted", "encrypted", "encrypted")),
                new Row("another root sends prefer into plain text and refuses require", certificate("other"),
                        List.of("plain", "plain", "refused", "refused", "refused")),
                new Row("an intermediate alone ends no chain", certificate("intermediate"),
                        List.of("plain", "plain", "refused", "refused", "refused")),
                new Row("the system's roots allow nothing weaker than verify-full", Path.of("system"),
                        List.of("refused", "refused", "refused", "refused", "refused")));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void libpqDoesThis(Row row) throws Exception {
        assertEquals(row.outcomes(), outcomes(row.file(), MODES));
    }

    @Test
    void theComposedFileIsReadAtEachConnectionAndWeakensNone() throws Exception {
        server.show(make.key("server"), certificate("server"), certificate("intermediate"));
        TrustedAuthorities authorities = new TrustedAuthorities(
                DataDirectory.open(directory.resolve("data"), true), InstantSource.system());
        assertEquals(List.of("encrypted"), outcomes(authorities.file(), words(authorities, SslMode.PREFER)));

        Database.External other = new Database.External("other.example", 5432, "d", "u", new Secret("p"),
                SslMode.VERIFY_FULL, Optional.of(certificate("other")));
        authorities.protect(other);
        assertEquals(List.of("refused"), outcomes(authorities.file(), words(authorities, SslMode.PREFER)));

        // What an owner was given may be the intermediate; OpenSSL alone would not end a chain there.
        authorities.protect(server.with(SslMode.VERIFY_FULL).with(SslMode.VERIFY_FULL,
                Optional.of(certificate("intermediate"))));
        assertEquals(List.of("encrypted", "encrypted"),
                outcomes(authorities.file(), List.of("verify-full", "require")));

        server.show(make.key("own"), certificate("own"));
        assertEquals(List.of("plain"), outcomes(authorities.file(), List.of("prefer")));
        assertEquals(List.of("encrypted"), outcomes(authorities.file(), words(authorities, SslMode.PREFER)));
    }

    /** A certificate that says it is no authority's is taken for nobody else's issuer, so it may be trusted unseen. */
    @Test
    void whatSignedForItselfCannotSpeakForOthers() throws Exception {
        make.server("impostor", "own");
        server.show(make.key("impostor"), certificate("impostor"), certificate("own"));
        assertEquals(List.of("refused", "refused", "refused"),
                outcomes(certificate("own"), List.of("require", "verify-ca", "verify-full")));
        server.show(make.key("server"), certificate("server"), certificate("intermediate"));
    }

    private static List<String> words(TrustedAuthorities authorities, SslMode mode) {
        return List.of(authorities.protect(server.with(mode)).sslMode().libpq());
    }

    private static Path certificate(String name) {
        return directory.resolve(name + ".crt");
    }

    private static List<String> outcomes(Path file, List<String> modes) throws Exception {
        Path logs = Files.createDirectories(directory.resolve("logs"));
        Database.External database = server.database();
        ProcessBuilder builder = new ProcessBuilder(Stream.concat(Stream.of(python.toString(), "-c", ASK),
                modes.stream()).toList()).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(Map.of("PATH", "/usr/bin:/bin", "HOME", logs.toString(), "PGPORT",
                Integer.toString(database.port()), "PGDATABASE", database.name(), "PGUSER", database.user(),
                "PGPASSWORD", database.password().reveal(), "PGSSLROOTCERT", file.toString()));
        Process process = builder.start();
        return new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8).lines()
                .toList();
    }
}
