package org.mathesar.launcher.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mathesar.launcher.database.AuthorityPem.Reading;

class AuthorityPemTest {
    /** The certificates are made after this class is loaded. */
    private static final Instant NOW = Instant.now().plus(Duration.ofHours(1));

    @TempDir
    static Path directory;
    private static String root;
    private static String other;
    private static String server;
    private static String intermediate;
    private static String expired;
    private static String key;

    @BeforeAll
    static void make() throws Exception {
        MadeCertificates make = new MadeCertificates(directory);
        root = Files.readString(make.root("root"));
        other = Files.readString(make.root("other"));
        server = Files.readString(make.server("server", "root"));
        intermediate = Files.readString(make.intermediate("intermediate", "root"));
        expired = Files.readString(make.expiredRoot("expired"));
        key = Files.readString(make.key("root"));
    }

    @Test
    void anAuthorityIsTakenWithWhateverIsWrittenAroundIt() {
        assertEquals(1, usable("# Our authority\r\n" + root.replace("\n", "\r\n")).certificates().size());
        assertEquals(2, usable(root + "\n" + other).certificates().size());
    }

    @Test
    void whatItWritesItReadsAgain() {
        AuthorityPem both = usable(root + other);
        assertEquals(both, usable(both.text()));
    }

    @Test
    void whatIsOfNoUseBesideAnAuthorityIsLeftOut() {
        assertEquals(usable(root), usable(server + expired + root));
    }

    @Test
    void aPrivateKeyIsToldAsSuchAndNotQuoted() {
        String sentence = unusable(root + key);
        assertTrue(sentence.startsWith("This holds a private key"), sentence);
        assertFalse(sentence.contains(key.lines().toList().get(1)));
    }

    @Test
    void aServersCertificateIsNoAuthoritys() {
        assertEquals("This is the certificate of a server, not of the authority that signed it.", unusable(server));
    }

    @Test
    void anExpiredAuthorityIsNamedWithItsDay() {
        assertTrue(unusable(expired).startsWith("The authority’s certificate expired on 2020-12-31."));
    }

    @Test
    void anAuthorityOfTheFutureMakesTheClockSuspect() {
        Reading reading = AuthorityPem.read(root, NOW.minus(Duration.ofDays(400)));
        assertTrue(assertInstanceOf(Reading.Unusable.class, reading).sentence().contains("Check this server’s clock"));
    }

    @Test
    void halfACertificateIsDamaged() {
        for (String text : new String[]{root.substring(0, root.length() / 2), root.replaceFirst("M", "N"),
                root + other.substring(0, 200)}) {
            assertTrue(unusable(text).startsWith("The certificate is damaged."), text);
        }
    }

    @Test
    void aRequestIsNoCertificate() {
        assertTrue(unusable("-----BEGIN CERTIFICATE REQUEST-----\nMIIB\n-----END CERTIFICATE REQUEST-----\n")
                .startsWith("This is a request for a certificate."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hello", "ssh-rsa AAAA", "MIIBszCCAVmgAwIBAgIU"})
    void whatIsNoPemIsToldHowItBegins(String text) {
        assertTrue(unusable(text).startsWith("This is no certificate in PEM"));
    }

    @Test
    void onlyAnIntermediateIsMarkedForLibpq() {
        assertEquals(usable(root).text(), usable(root).textForLibpq());
        assertTrue(usable(intermediate).textForLibpq().startsWith("-----BEGIN TRUSTED CERTIFICATE-----"));
    }

    private static AuthorityPem usable(String text) {
        return assertInstanceOf(Reading.Usable.class, AuthorityPem.read(text, NOW)).authority();
    }

    private static String unusable(String text) {
        return assertInstanceOf(Reading.Unusable.class, AuthorityPem.read(text, NOW)).sentence();
    }
}
