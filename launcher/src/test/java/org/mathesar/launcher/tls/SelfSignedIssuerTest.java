package org.mathesar.launcher.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mathesar.launcher.storage.DataDirectory;

class SelfSignedIssuerTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    @TempDir
    Path directory;
    private DataDirectory data;

    @BeforeEach
    void open() {
        data = DataDirectory.open(directory.resolve("data"), false);
    }

    private HostCertificate at(Instant time, String... names) {
        return new SelfSignedIssuer(data, Clock.fixed(time, ZoneOffset.UTC)).certificate(List.of(names));
    }

    @Test
    void itNamesWhatIsAskedAndThisMachine() throws Exception {
        HostCertificate certificate = at(NOW, "DB.example.org", "203.0.113.7", "2001:db8::1");
        Collection<List<?>> names = certificate.leaf().getSubjectAlternativeNames();
        Set<String> found = names.stream().map(name -> name.get(0) + ":" + name.get(1)).collect(Collectors.toSet());
        assertEquals(Set.of("2:db.example.org", "2:localhost", "7:203.0.113.7", "7:127.0.0.1", "7:2001:db8:0:0:0:0:0:1",
                "7:0:0:0:0:0:0:0:1"), found);
        assertEquals("EC", certificate.key().getAlgorithm());
        certificate.leaf().verify(certificate.leaf().getPublicKey());
        assertTrue(certificate.fingerprint().matches("([0-9A-F]{2}:){31}[0-9A-F]{2}"), certificate.fingerprint());
    }

    @Test
    void itLivesNoLongerThanBrowsersAllow() {
        HostCertificate certificate = at(NOW, "a.example");
        Duration life = Duration.between(certificate.leaf().getNotBefore().toInstant(), certificate.expiry());
        assertTrue(life.compareTo(Duration.ofDays(397)) <= 0, life.toString());
    }

    @Test
    void itSurvivesARestart() throws Exception {
        HostCertificate first = at(NOW, "a.example", "b.example");
        assertEquals(first.fingerprint(), at(NOW.plus(Duration.ofDays(300)), "b.example", "A.example").fingerprint());
        Path file = data.path("certificates", "self-signed.pem");
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }

    @Test
    void itIsMadeAgainWhenItAgesOrTheNamesChange() {
        HostCertificate first = at(NOW, "a.example");
        assertNotEquals(first.fingerprint(), at(NOW, "b.example").fingerprint());
        HostCertificate second = at(NOW, "a.example");
        assertNotEquals(second.fingerprint(), at(NOW.plus(Duration.ofDays(368)), "a.example").fingerprint());
    }

    @Test
    void aDamagedFileIsReplaced() {
        HostCertificate first = at(NOW, "a.example");
        Path file = data.path("certificates", "self-signed.pem");
        data.write(file, data.read(file).orElseThrow().substring(0, 300));
        assertNotEquals(first.fingerprint(), at(NOW, "a.example").fingerprint());
    }
}
