package org.mathesar.launcher.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mathesar.launcher.tls.OwnersAuthority.NOW;
import static org.mathesar.launcher.tls.OwnersAuthority.pem;
import static org.mathesar.launcher.tls.OwnersAuthority.pkcs8;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mathesar.launcher.problem.ProblemException;
import org.mathesar.launcher.storage.DataDirectory;
import org.mathesar.launcher.tls.OwnCertificate.Unusable;
import org.mathesar.launcher.tls.OwnCertificate.Usable;
import org.mathesar.launcher.tls.OwnersAuthority.Wish;

class GivenCertificateTest {
    private final OwnersAuthority authority = OwnersAuthority.root("Test root").intermediate("Test issuer");
    private final KeyPair server = OwnersAuthority.rsa(2048);
    private final String chain = pem(authority.certificate(), authority.sign(server, Wish.forHosts("db.example.org")));
    private final String key = pem(server.getPrivate());

    @TempDir
    Path directory;
    private DataDirectory data;
    private Path file;
    private Path aside;
    private Instant now = NOW;

    @BeforeEach
    void open() {
        data = DataDirectory.open(directory.resolve("data"), false);
        file = data.path("certificates", "own.pem");
        aside = data.path("certificates", "own.pem.damaged");
    }

    private GivenCertificate started() {
        return new GivenCertificate(data, () -> now);
    }

    @Test
    void nothingIsThereAtFirst() {
        assertEquals(Optional.empty(), started().current());
        assertEquals(Optional.empty(), started().problem());
    }

    @Test
    void whatIsGivenSurvivesARestartAndIsForTheLauncherAlone() throws Exception {
        GivenCertificate given = started();
        Usable usable = assertInstanceOf(Usable.class, given.give(chain, key));
        assertEquals(List.of("db.example.org"), usable.names());
        assertEquals(usable.certificate(), given.current().orElseThrow());
        assertEquals(usable.certificate(), started().current().orElseThrow());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals(Optional.empty(), started().problem());
    }

    @Test
    void whatIsRefusedChangesNothing() {
        GivenCertificate given = started();
        given.give(chain, key);
        HostCertificate before = given.current().orElseThrow();
        assertInstanceOf(Unusable.class, given.give(chain, pkcs8(OwnersAuthority.rsa(2048).getPrivate())));
        String expired = pem(
                authority.sign(server, Wish.forHosts("x.example").valid(NOW.minus(Duration.ofDays(2)), NOW)));
        assertInstanceOf(Unusable.class, given.give(expired, key));
        assertEquals(before, given.current().orElseThrow());
        assertEquals(before, started().current().orElseThrow());
    }

    @Test
    void whatIsForgottenIsGoneFromTheDisk() {
        GivenCertificate given = started();
        given.give(chain, key);
        given.forget();
        given.forget();
        assertEquals(Optional.empty(), given.current());
        assertEquals(Optional.empty(), started().current());
        assertFalse(Files.exists(file));
    }

    @Test
    void oneThatExpiresStaysAndIsTold() {
        started().give(chain, key);
        now = NOW.plus(Duration.ofDays(91));
        GivenCertificate later = started();
        assertTrue(later.current().isPresent());
        assertTrue(later.problem().orElseThrow().summary().contains("expired on"));
    }

    @Test
    void aDamagedFileIsPutAsideAndToldUntilItIsReplaced() throws Exception {
        started().give(chain, key);
        String content = Files.readString(file);
        data.write(file, content.substring(0, content.length() / 2));
        GivenCertificate damaged = started();
        assertEquals(Optional.empty(), damaged.current());
        String told = damaged.problem().orElseThrow().summary();
        assertTrue(told.contains(aside.toString()), told);
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(aside)));
        assertEquals(damaged.problem(), started().problem(), "a restart does not make it forget");
        assertInstanceOf(Usable.class, damaged.give(chain, key));
        assertEquals(Optional.empty(), damaged.problem());
        assertFalse(Files.exists(aside), "it holds a key");
    }

    @Test
    void aDamagedFileIsForgottenToo() throws Exception {
        started().give(chain, key);
        Files.writeString(file, "no certificate");
        GivenCertificate damaged = started();
        assertTrue(damaged.problem().isPresent());
        damaged.forget();
        assertEquals(Optional.empty(), started().problem());
        assertFalse(Files.exists(aside));
    }

    @Test
    void whatCannotBeStoredIsNotServed() throws Exception {
        GivenCertificate given = started();
        // A directory in the place of the file stands for a disk that does not take it, also for root.
        Files.createDirectories(file.resolve("in-the-way"));
        assertThrows(ProblemException.class, () -> given.give(chain, key));
        assertEquals(Optional.empty(), given.current());
    }
}
