package org.mathesar.launcher.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mathesar.launcher.tls.OwnCertificate.Field;
import org.mathesar.launcher.tls.OwnCertificate.Unusable;
import org.mathesar.launcher.tls.OwnCertificate.Usable;

/** What the real openssl program makes, which is what people have; and the commands that our sentences recommend. */
@Tag("certificates")
class OpenSslCertificateTest {
    @TempDir
    Path directory;

    @BeforeEach
    void makeAuthority() throws Exception {
        openssl("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=Office -days 30"
                + " -keyout ca-key.pem -out ca.pem");
    }

    private void openssl(String arguments) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(("openssl " + arguments).split(" ")).directory(directory.toFile())
                .redirectErrorStream(true).redirectOutput(directory.resolve("output").toFile()).start();
        assertEquals(0, process.waitFor(), () -> arguments + ": " + text("output"));
    }

    /** As {@link CertificateFiles} reads it. */
    private String text(String file) {
        try {
            return Files.readString(directory.resolve(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void certify(String key) throws Exception {
        openssl("req -new -key " + key + " -subj /CN=db -addext subjectAltName=DNS:db.example.org,IP:192.0.2.7"
                + " -passin pass:secret -out request.pem");
        openssl("x509 -req -in request.pem -CA ca.pem -CAkey ca-key.pem -copy_extensions copyall -days 20"
                + " -out certificate.pem");
    }

    private void assertUsable(String certificate, String key) {
        OwnCertificate read = OwnCertificate.read(text(certificate) + text("ca.pem"), text(key), Instant.now());
        Usable usable = assertInstanceOf(Usable.class, read, read::toString);
        assertEquals(List.of("db.example.org", "192.0.2.7"), usable.names());
        assertEquals(List.of(), usable.warnings());
        assertEquals(1, usable.certificate().chain().size());
    }

    private void assertRefused(Field field, String words, String certificate, String key) {
        OwnCertificate read = OwnCertificate.read(text(certificate), text(key), Instant.now());
        Unusable unusable = assertInstanceOf(Unusable.class, read, read::toString);
        assertEquals(field, unusable.field());
        String told = unusable.problem().summary() + " " + unusable.problem().advice();
        assertTrue(told.contains(words), told);
    }

    @Test
    void rsaKeysOfBothStyles() throws Exception {
        openssl("genrsa -traditional -out old.pem 2048");
        openssl("pkey -in old.pem -out new.pem");
        certify("old.pem");
        assertTrue(text("old.pem").contains("BEGIN RSA PRIVATE KEY"));
        assertTrue(text("new.pem").contains("BEGIN PRIVATE KEY"));
        assertUsable("certificate.pem", "old.pem");
        assertUsable("certificate.pem", "new.pem");
    }

    @Test
    void ellipticKeysWithTheirParameters() throws Exception {
        for (String curve : List.of("prime256v1", "secp384r1")) {
            openssl("ecparam -name " + curve + " -genkey -out key.pem");
            assertTrue(text("key.pem").contains("BEGIN EC PARAMETERS"));
            certify("key.pem");
            assertUsable("certificate.pem", "key.pem");
        }
    }

    @Test
    void keysWithPassphrasesAreRefusedAndTheCommandHelps() throws Exception {
        openssl("genrsa -aes256 -traditional -passout pass:secret -out old.pem 2048");
        openssl("pkey -aes256 -in old.pem -passin pass:secret -passout pass:secret -out new.pem");
        certify("old.pem");
        assertTrue(text("old.pem").contains("Proc-Type: 4,ENCRYPTED"));
        assertTrue(text("new.pem").contains("BEGIN ENCRYPTED PRIVATE KEY"));
        for (String key : List.of("old.pem", "new.pem")) {
            assertRefused(Field.KEY, "openssl pkey -in key.pem -out key-without-passphrase.pem", "certificate.pem",
                    key);
            openssl("pkey -in " + key + " -passin pass:secret -out key-without-passphrase.pem");
            assertUsable("certificate.pem", "key-without-passphrase.pem");
        }
    }

    @Test
    void otherFormatsAreRefusedAndTheCommandsHelp() throws Exception {
        openssl("ecparam -name prime256v1 -genkey -noout -out key.pem");
        certify("key.pem");
        openssl("pkcs12 -export -in certificate.pem -inkey key.pem -certfile ca.pem -passout pass:secret"
                + " -out certificate.p12");
        assertRefused(Field.CERTIFICATE, "openssl pkcs12 -in certificate.p12 -nodes -out", "certificate.p12",
                "certificate.p12");
        openssl("pkcs12 -in certificate.p12 -nodes -passin pass:secret -out both.pem");
        assertUsable("both.pem", "both.pem");
        openssl("x509 -in certificate.pem -outform DER -out certificate.der");
        assertRefused(Field.CERTIFICATE, "openssl x509 -inform DER", "certificate.der", "key.pem");
        openssl("x509 -inform DER -in certificate.der -out back.pem");
        assertUsable("back.pem", "key.pem");
        openssl("ec -in key.pem -outform DER -out key.der");
        assertRefused(Field.KEY, "openssl pkey -inform DER", "certificate.pem", "key.der");
        openssl("pkey -inform DER -in key.der -out key-back.pem");
        assertUsable("certificate.pem", "key-back.pem");
        openssl("crl2pkcs7 -nocrl -certfile certificate.pem -outform DER -out certificate.p7b");
        assertRefused(Field.CERTIFICATE, "openssl pkcs7", "certificate.p7b", "key.pem");
        openssl("pkcs7 -in certificate.p7b -inform DER -print_certs -out printed.pem");
        assertUsable("printed.pem", "key.pem");
    }

    @Test
    void requestsPublicKeysAndEdwardsKeysAreRefused() throws Exception {
        openssl("ecparam -name prime256v1 -genkey -noout -out key.pem");
        certify("key.pem");
        assertRefused(Field.CERTIFICATE, "a certificate request", "request.pem", "key.pem");
        openssl("pkey -in key.pem -pubout -out public.pem");
        assertRefused(Field.KEY, "a public key", "certificate.pem", "public.pem");
        openssl("genpkey -algorithm ed25519 -out key.pem");
        certify("key.pem");
        assertRefused(Field.KEY, "Ed25519", "certificate.pem", "key.pem");
    }
}
