package org.mathesar.launcher.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mathesar.launcher.storage.DataDirectory;

class CertificateStoreTest {
    private static final Subject DOMAIN = new Subject(Rung.DOMAIN, List.of("xn--bcher-kva.example"));
    private static final Subject ADDRESSES = new Subject(Rung.ADDRESS, List.of("203.0.113.7", "2001:db8::7"));

    private final LocalAuthority authority = new LocalAuthority(
            new SettableClock(Instant.parse("2026-11-22T12:00:00Z")));
    @TempDir
    private Path directory;
    private Path certificates;
    private CertificateStore store;

    @BeforeEach
    void open() {
        store = new CertificateStore(DataDirectory.open(directory, false));
        certificates = directory.resolve("certificates");
    }

    @Test
    void whatIsKeptComesBackAndOnlyItsOwnerMayReadIt() throws IOException {
        HostCertificate domain = authority.certificate(DOMAIN);
        HostCertificate addresses = authority.certificate(ADDRESSES);
        store.save(DOMAIN, domain);
        store.save(ADDRESSES, addresses);
        assertEquals(domain, store.load(DOMAIN).orElseThrow());
        assertEquals(addresses, store.load(ADDRESSES).orElseThrow());
        for (String file : List.of("domain-xn--bcher-kva.example.pem", "address.pem")) {
            assertEquals("rw-------",
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(certificates.resolve(file))));
        }
    }

    @Test
    void nothingIsKeptAtFirst() {
        assertEquals(Optional.empty(), store.load(DOMAIN));
        assertFalse(Files.exists(certificates.resolve("domain-xn--bcher-kva.example.pem.damaged")));
    }

    @Test
    void aCorruptedFileIsPutAside() throws IOException {
        store.save(ADDRESSES, authority.certificate(ADDRESSES));
        Path file = certificates.resolve("address.pem");
        String text = Files.readString(file);
        String corrupted = text.substring(0, text.length() - 200);
        Files.writeString(file, corrupted);
        assertEquals(Optional.empty(), store.load(ADDRESSES));
        assertFalse(Files.exists(file));
        assertEquals(corrupted, Files.readString(certificates.resolve("address.pem.damaged")));
    }

    @Test
    void aFileThatIsNoTextIsPutAside() throws IOException {
        store.save(ADDRESSES, authority.certificate(ADDRESSES));
        Files.write(certificates.resolve("address.pem"), new byte[]{(byte) 0xff, 0, (byte) 0xfe});
        assertEquals(Optional.empty(), store.load(ADDRESSES));
        assertTrue(Files.exists(certificates.resolve("address.pem.damaged")));
    }

    @Test
    void aKeyThatDoesNotBelongToTheCertificateIsPutAside() {
        HostCertificate one = authority.certificate(DOMAIN);
        HostCertificate other = authority.certificate(DOMAIN);
        store.save(DOMAIN, new HostCertificate(one.key(), other.chain()));
        assertEquals(Optional.empty(), store.load(DOMAIN));
        assertTrue(Files.exists(certificates.resolve("domain-xn--bcher-kva.example.pem.damaged")));
    }

    @Test
    void anEmptyFileIsPutAside() throws IOException {
        store.save(DOMAIN, authority.certificate(DOMAIN));
        Files.writeString(certificates.resolve("domain-xn--bcher-kva.example.pem"), "");
        assertEquals(Optional.empty(), store.load(DOMAIN));
        assertTrue(Files.exists(certificates.resolve("domain-xn--bcher-kva.example.pem.damaged")));
    }

    @Test
    void aDomainsCertificateHasAllOfItsNames() {
        store.save(DOMAIN, authority.certificate(new Subject(Rung.DOMAIN, List.of("another.example"))));
        assertEquals(Optional.empty(), store.load(DOMAIN));
        assertTrue(Files.exists(certificates.resolve("domain-xn--bcher-kva.example.pem")), "it is not damaged");
    }

    @Test
    void anAddressCertificateMayLackSomeOfThemButNotAll() {
        HostCertificate one = authority.certificate(new Subject(Rung.ADDRESS, List.of("2001:db8:0:0:0:0:0:7")));
        store.save(ADDRESSES, one);
        assertEquals(Optional.of(one), store.load(ADDRESSES));
        assertEquals(Optional.empty(), store.load(new Subject(Rung.ADDRESS, List.of("203.0.113.9"))));
    }

    @Test
    void aNameCannotLeadOutOfTheDirectory() {
        Subject odd = new Subject(Rung.DOMAIN, List.of("../../x"));
        store.save(odd, authority.certificate(DOMAIN));
        assertTrue(Files.exists(certificates.resolve("domain-.._.._x.pem")));
    }
}
