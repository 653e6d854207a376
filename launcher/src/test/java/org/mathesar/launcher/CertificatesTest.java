package org.mathesar.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mathesar.launcher.setup.FirstBoot.Outcome;
import org.mathesar.launcher.storage.DataDirectory;

class CertificatesTest {
    @TempDir
    Path directory;

    @Test
    void aDamagedAddressBookKeepsNobodyOut() throws Exception {
        DataDirectory data = DataDirectory.open(directory.resolve("data"), false);
        Files.writeString(data.path("address.properties"), "version=1\ndomain=a.example.org\n");
        try (Certificates certificates = certificates(data, Map.of("MATHESAR_LAUNCHER_TLS", "auto",
                "MATHESAR_LAUNCHER_DOMAIN", "a.example.org"))) {
            assertTrue(certificates.hosts().contains("localhost"));
            assertFalse(certificates.lines().isEmpty());
            assertEquals(Optional.empty(), certificates.addresses().now().domain());
            assertInstanceOf(Outcome.Stale.class, certificates.addresses().vouchForDomain());
        }
    }

    @Test
    void aDamagedCertificateOfOurOwnIsMadeAnew() throws Exception {
        DataDirectory data = DataDirectory.open(directory.resolve("data"), false);
        Files.write(data.directory("certificates").resolve("self-signed.pem"), new byte[]{-1, -2, -3});
        try (Certificates certificates = certificates(data, Map.of())) {
            assertFalse(certificates.key().fallback().fingerprint().isEmpty());
        }
    }

    /** Authorities write IPv6 addresses so when they say which one failed. */
    @Test
    @Timeout(60)
    void ipv6AddressesAreOrderedInTheShortForm() throws Exception {
        DataDirectory data = DataDirectory.open(directory.resolve("data"), false);
        try (Certificates certificates = certificates(data, Map.of("MATHESAR_LAUNCHER_TLS", "auto",
                "MATHESAR_LAUNCHER_PUBLIC_ADDRESS", "2001:db8:0:0:0:0:0:10", "MATHESAR_LAUNCHER_ACME_DIRECTORY",
                "https://127.0.0.1:1/"))) {
            certificates.start(443);
            while (certificates.lines().stream().noneMatch(line -> line.startsWith("certificate for address"))) {
                Thread.onSpinWait();
            }
            assertTrue(certificates.lines().stream().anyMatch(line -> line.contains("address 2001:db8::10:")),
                    certificates.lines()::toString);
            assertTrue(certificates.urls().stream().anyMatch(url -> url.toString().equals("https://[2001:db8::10]/")),
                    certificates.urls()::toString);
        }
    }

    private Certificates certificates(DataDirectory data, Map<String, String> more) {
        Map<String, String> environment = new java.util.HashMap<>(more);
        environment.put("MATHESAR_LAUNCHER_DATA", data.root().toString());
        return new Certificates(new SettingsReader(environment).read(), data, new HostNames(List.of()), () -> true,
                Versions.read());
    }
}
