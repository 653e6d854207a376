package org.mathesar.launcher.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mathesar.launcher.database.TrustedAuthorities.Settled;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.storage.DataDirectory;
import org.mathesar.launcher.storage.Secret;

/** Against a real server that shows one kind of certificate after the other; {@code elsewhere} is never connected to. */
@Timeout(60)
class TrustedAuthoritiesTest {
    @TempDir
    static Path files;
    private static MadeCertificates make;
    private static EncryptedPostgres server;
    private static Database.External elsewhere;

    @TempDir
    Path directory;
    private DataDirectory data;
    private TrustedAuthorities authorities;

    @BeforeAll
    static void start() throws Exception {
        make = new MadeCertificates(files);
        make.root("root");
        make.root("other");
        make.intermediate("intermediate", "root");
        make.server("direct", "root");
        make.server("below", "intermediate");
        make.selfSigned("own", false);
        make.selfSigned("own-authority", true);
        server = EncryptedPostgres.start();
        elsewhere = new Database.External("elsewhere.example", 5432, "d", "u", new Secret("p"),
                SslMode.VERIFY_FULL, Optional.of(files.resolve("other.crt")));
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @BeforeEach
    void open() {
        data = DataDirectory.open(directory, true);
        authorities = new TrustedAuthorities(data, InstantSource.system());
    }

    @Test
    void thereIsNoFileUntilSomeServerIsToBeChecked() throws Exception {
        show("direct");
        assertEquals(SslMode.REQUIRE, authorities.protect(server.with(SslMode.PREFER)).sslMode());
        assertEquals(SslMode.DISABLE, authorities.protect(server.with(SslMode.DISABLE)).sslMode());
        assertFalse(Files.exists(authorities.file()));
        authorities.protect(elsewhere);
        assertEquals(PosixFilePermissions.fromString("rw-r--r--"), Files.getPosixFilePermissions(authorities.file()));
        assertEquals("rwx--x--x",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(authorities.file().getParent())));
        authorities.keepOnly(List.of());
        assertTrue(Files.exists(authorities.file()), "it may be on the way to being used");
        new TrustedAuthorities(data, InstantSource.system()).keepOnly(
                List.of("localhost:" + server.database().port()));
        assertFalse(Files.exists(authorities.file()));
    }

    @Test
    void aGivenAuthorityIsKeptAndFoundAgainAfterARestart() throws Exception {
        show("direct");
        Database.External wanted = server.with(SslMode.VERIFY_FULL);
        authorities.protect(wanted.with(SslMode.VERIFY_FULL, Optional.of(files.resolve("root.crt"))));
        Database.External restored = new TrustedAuthorities(data, InstantSource.system()).restored(wanted);
        assertTrue(restored.authority().orElseThrow().startsWith(directory.toRealPath()));
        try (Connection connection = restored.connect()) {
            assertTrue(connection.isValid(5));
        }
        assertEquals(Optional.empty(), authorities.restored(server.with(SslMode.REQUIRE)).authority());
    }

    @Test
    void aServerThatSignedForItselfStaysUsableBesideOneThatIsChecked() throws Exception {
        show("own");
        authorities.protect(elsewhere);
        assertEquals(Optional.empty(), authorities.conflict(server.with(SslMode.PREFER)));
        assertEquals(SslMode.REQUIRE, authorities.protect(server.with(SslMode.PREFER)).sslMode());
        assertEquals(2, certificatesInFile());
    }

    @Test
    void aPrivateAuthorityThatMerelyShowedItselfIsNeverTrusted() throws Exception {
        authorities.protect(elsewhere);
        for (String shown : List.of("direct", "below", "own-authority")) {
            show(shown);
            for (SslMode mode : List.of(SslMode.PREFER, SslMode.REQUIRE)) {
                Problem problem = authorities.conflict(server.with(mode)).orElseThrow();
                assertTrue(problem.summary().contains("nobody vouches for the one of localhost"), problem.summary());
                assertEquals(SslMode.REQUIRE, authorities.protect(server.with(mode)).sslMode());
                assertEquals(1, certificatesInFile());
            }
        }
    }

    @Test
    void aServerWhoseAuthorityWasGivenForAnotherIsFine() throws Exception {
        show("direct");
        authorities.protect(elsewhere.with(SslMode.VERIFY_CA, Optional.of(files.resolve("root.crt"))));
        assertEquals(Optional.empty(), authorities.conflict(server.with(SslMode.REQUIRE)));
    }

    @Test
    void aNewlyCheckedServerMayNotCutOffOneThatIsConnected() throws Exception {
        show("below");
        assertEquals(Optional.empty(), authorities.conflict(server.with(SslMode.REQUIRE)));
        authorities.protect(server.with(SslMode.REQUIRE));
        Problem problem = authorities.conflict(elsewhere).orElseThrow();
        assertTrue(problem.advice().contains("localhost:" + server.database().port()), problem.advice());

        authorities.protect(server.with(SslMode.VERIFY_FULL).with(SslMode.VERIFY_FULL,
                Optional.of(files.resolve("root.crt"))));
        assertEquals(Optional.empty(), authorities.conflict(elsewhere));
    }

    @Test
    void aRoleThatIsLetInWithoutTlsOnlyGoesOnWithoutIt() throws Exception {
        show("own");
        Path hba = server.server().data().resolve("postgres/pg_hba.conf");
        String usual = Files.readString(hba);
        Files.writeString(hba, "hostssl all " + server.database().user() + " all reject\n" + usual);
        reload();
        try {
            assertEquals(SslMode.PREFER, authorities.protect(server.with(SslMode.PREFER)).sslMode());
        } finally {
            Files.writeString(hba, usual);
            reload();
        }
    }

    @Test
    void aServerWithoutTlsIsLeftAsItIs() throws Exception {
        Database.External plain = TestPostgres.shared().createDatabase("secret");
        authorities.protect(elsewhere);
        assertEquals(Optional.empty(), authorities.conflict(plain));
        assertEquals(plain, authorities.protect(plain));
    }

    @Test
    void whatIsGivenForEveryServerIsTrustedUntilItIsTakenBack() throws Exception {
        AuthorityPem.Reading.Usable root = (AuthorityPem.Reading.Usable) AuthorityPem
                .read(Files.readString(files.resolve("root.crt")), InstantSource.system().instant());
        authorities.giveEverywhere(Optional.of(root.authority()));
        authorities.keepOnly(List.of());
        assertEquals(1, certificatesInFile());
        authorities.giveEverywhere(Optional.empty());
        assertFalse(Files.exists(authorities.file()));
    }

    @Test
    void aServerThatWasConnectedWithoutUsKeepsItsEncryption() throws Exception {
        int port = server.database().port();
        authorities.protect(elsewhere);
        show("own");
        assertEquals(new Settled(SslMode.REQUIRE, Optional.empty()),
                authorities.settle("localhost", port, SslMode.PREFER));
        assertEquals(2, certificatesInFile());
        assertEquals(new Settled(SslMode.DISABLE, Optional.empty()),
                authorities.settle("localhost", port, SslMode.DISABLE));
        show("direct");
        Settled lost = authorities.settle("localhost", port, SslMode.PREFER);
        assertEquals(SslMode.REQUIRE, lost.mode());
        assertTrue(lost.problem().orElseThrow().summary().contains("nobody vouches for the one of localhost"));
        assertEquals(1, certificatesInFile());
        authorities.protect(server.with(SslMode.VERIFY_FULL).with(SslMode.VERIFY_FULL,
                Optional.of(files.resolve("root.crt"))));
        assertEquals(new Settled(SslMode.VERIFY_FULL, Optional.empty()),
                authorities.settle("localhost", port, SslMode.VERIFY_FULL));
        assertEquals(2, certificatesInFile());
    }

    private static void show(String name) throws Exception {
        Path certificate = files.resolve(name + ".crt");
        if (name.equals("below")) {
            server.show(make.key(name), certificate, files.resolve("intermediate.crt"), files.resolve("root.crt"));
        } else {
            server.show(make.key(name), certificate);
        }
    }

    private static void reload() throws Exception {
        String before = loaded();
        try (Connection connection = server.server().superuser()) {
            Sql.execute(connection, "SELECT pg_reload_conf()");
        }
        while (loaded().equals(before)) {
            Thread.sleep(20);
        }
    }

    /** A new connection has read what the postmaster has. */
    private static String loaded() throws Exception {
        try (Connection connection = server.server().superuser()) {
            return Sql.value(connection, "SELECT pg_conf_load_time()").orElseThrow();
        }
    }

    private long certificatesInFile() throws Exception {
        return Files.readString(authorities.file()).lines().filter(line -> line.startsWith("-----BEGIN")).count();
    }
}
