package org.mathesar.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mathesar.launcher.Settings.GivenAdministrator;
import org.mathesar.launcher.Settings.GivenDatabase;
import org.mathesar.launcher.address.DomainName;
import org.mathesar.launcher.problem.ProblemException;
import org.mathesar.launcher.setup.Addresses;
import org.mathesar.launcher.storage.Secret;

class SettingsReaderTest {
    @TempDir
    Path directory;

    @Test
    void anEmptyEnvironmentIsEnough() {
        Settings settings = read(Map.of("XDG_DATA_HOME", directory.toString()));
        assertEquals("::", settings.bind());
        assertEquals(Optional.empty(), settings.httpsPort());
        assertEquals(Optional.empty(), settings.database());
        assertEquals(Optional.empty(), settings.administrator());
        assertEquals(Set.of(), settings.openedPaths());
        assertFalse(settings.sample());
        assertFalse(settings.jsonLog());
        assertTrue(settings.data().endsWith("mathesar-launcher"), settings.data().toString());
    }

    @Test
    void everySettingArrivesTyped() {
        Settings settings = read(Map.ofEntries(Map.entry("MATHESAR_LAUNCHER_DATA", " /srv/data "),
                Map.entry("MATHESAR_LAUNCHER_HTTPS_PORT", "9443"), Map.entry("MATHESAR_LAUNCHER_HTTP_PORT", "0"),
                Map.entry("MATHESAR_LAUNCHER_BIND", "127.0.0.1"),
                Map.entry("MATHESAR_LAUNCHER_HOSTS", "example.org, münchen.example,[2001:db8::1]:8443,"),
                Map.entry("MATHESAR_LAUNCHER_PLATFORM", "container"),
                Map.entry("MATHESAR_SETUP_CODE", "abcd-efgh-1234"), Map.entry("MATHESAR_HOME", "/opt/mathesar"),
                Map.entry("MATHESAR_LAUNCHER_SAMPLE", "No"), Map.entry("MATHESAR_LAUNCHER_SAMPLE_APP", "/opt/sample"),
                Map.entry("MATHESAR_LAUNCHER_RELEASE_URL", "https://example.org/m.tar.gz"),
                Map.entry("MATHESAR_LAUNCHER_RELEASE_SHA256", "ab".repeat(32)),
                Map.entry("MATHESAR_LAUNCHER_PYTHON", "/opt/python3"),
                Map.entry("MATHESAR_LAUNCHER_POSTGRES_BIN", "/opt/pg/bin"),
                Map.entry("MATHESAR_LAUNCHER_USER", "ada"), Map.entry("MATHESAR_LAUNCHER_DATABASE_USER", "bob"),
                Map.entry("MATHESAR_LAUNCHER_OPEN_PATHS", "/admin/, /media/"),
                Map.entry("MATHESAR_LAUNCHER_TRUSTED_PROXIES", "10.0.0.0/8,fd00::/8, 192.0.2.1"),
                Map.entry("MATHESAR_LAUNCHER_WORKERS", "3"), Map.entry("MATHESAR_LAUNCHER_LOG", "json"),
                Map.entry("SECRET_KEY", "key")));
        assertEquals(Path.of("/srv/data"), settings.data());
        assertEquals(Optional.of(9443), settings.httpsPort());
        assertEquals(Optional.of(0), settings.httpPort());
        assertEquals("127.0.0.1", settings.bind());
        assertEquals(List.of("example.org", "münchen.example", "[2001:db8::1]:8443"), settings.hosts());
        assertEquals(Platform.CONTAINER, settings.platform());
        assertEquals(Optional.of(new Secret("abcd-efgh-1234")), settings.setupCode());
        assertEquals(Optional.of(Path.of("/opt/mathesar")), settings.mathesarHome());
        assertFalse(settings.sample());
        assertEquals(Optional.of(Path.of("/opt/sample")), settings.sampleApp());
        assertEquals(Optional.of(URI.create("https://example.org/m.tar.gz")), settings.releaseUrl());
        assertEquals(Optional.of("ab".repeat(32)), settings.releaseSha256());
        assertEquals(Optional.of(Path.of("/opt/python3")), settings.python());
        assertEquals(Optional.of(Path.of("/opt/pg/bin")), settings.postgresBin());
        assertEquals(Optional.of("ada"), settings.systemUser());
        assertEquals(Optional.of("bob"), settings.databaseUser());
        assertEquals(Set.of("/admin/", "/media/"), settings.openedPaths());
        assertEquals(List.of("10.0.0.0/8", "fd00::/8", "192.0.2.1"), settings.trustedProxies());
        assertEquals(Optional.of(3), settings.workers());
        assertTrue(settings.jsonLog());
        assertEquals(Optional.of(new Secret("key")), settings.secretKey());
    }

    @Test
    void everythingThatIsWrongIsToldAtOnce() {
        String refusal = refusal(Map.of("MATHESAR_LAUNCHER_HTTPS_PORT", "many", "MATHESAR_LAUNCHER_LOG", "xml",
                "MATHESAR_LAUNCHER_HTTPS_PROT", "1", "MATHESAR_SETUP_CODE", "hunter2", "POSTGRES_HOST", "db",
                "MATHESAR_LAUNCHER_ADMIN_USERNAME", "ada"));
        assertEquals(
                "7 settings are wrong: MATHESAR_LAUNCHER_HTTPS_PROT is unknown (did you mean MATHESAR_LAUNCHER_HTTPS_PORT?); "
                        + "MATHESAR_LAUNCHER_HTTPS_PORT (many) is no whole number from 1 to 65535; "
                        + "MATHESAR_SETUP_CODE has fewer than 12 letters and digits, which could be guessed; "
                        + "MATHESAR_LAUNCHER_LOG (xml) is neither text nor json; POSTGRES_DB is missing beside POSTGRES_HOST; "
                        + "POSTGRES_USER is missing beside POSTGRES_HOST; "
                        + "MATHESAR_LAUNCHER_ADMIN_PASSWORD is missing; name and password go together.",
                refusal);
    }

    @ParameterizedTest
    @CsvSource({"MATHESAR_LAUNCHER_HTTPS_PROT, MATHESAR_LAUNCHER_HTTPS_PORT",
            "MATHESAR_LAUNCHER_DATA_DIR, MATHESAR_LAUNCHER_DATA", "MATHESAR_LAUNCHER_SAMPEL, MATHESAR_LAUNCHER_SAMPLE",
            "MATHESAR_LAUNCHER_ADMIN_PASSWORD_FIL, MATHESAR_LAUNCHER_ADMIN_PASSWORD_FILE",
            "MATHESAR_LAUNCHER_DATA_FILE, MATHESAR_LAUNCHER_DATA"})
    void anUnknownVariableOfOursIsRefusedWithTheNearestKnownName(String unknown, String meant) {
        assertEquals("A setting is wrong: " + unknown + " is unknown (did you mean " + meant + "?).",
                refusal(Map.of(unknown, "1")));
    }

    @Test
    void theCertificatesSettingsArriveTyped() {
        CertificateSettings settings = read(Map.ofEntries(Map.entry("MATHESAR_LAUNCHER_PLATFORM", "machine"),
                Map.entry("MATHESAR_LAUNCHER_DOMAIN", "Bücher.Example.org"),
                Map.entry("MATHESAR_LAUNCHER_PUBLIC_ADDRESS", "203.0.113.10, 2001:db8::10"),
                Map.entry("MATHESAR_LAUNCHER_ACME_DIRECTORY", "https://ca.example.org/directory"),
                Map.entry("MATHESAR_LAUNCHER_ACME_STAGING_DIRECTORY", "https://ca.example.org/staging"),
                Map.entry("MATHESAR_LAUNCHER_ACME_CA_FILE", "/etc/ca.pem"),
                Map.entry("MATHESAR_LAUNCHER_ACME_EAB_KID", "kid"), Map.entry("MATHESAR_LAUNCHER_ACME_EAB_KEY", "a2V5"),
                Map.entry("MATHESAR_LAUNCHER_HSTS", "never"),
                Map.entry("MATHESAR_LAUNCHER_DNS_RESOLVERS", "127.0.0.1:5353,2001:db8::53,[2001:db8::53]:5353")))
                .certificates();
        assertEquals(Addresses.Mode.AUTO, settings.mode());
        assertEquals(Optional.of("xn--bcher-kva.example.org"), settings.domain().map(DomainName::ascii));
        assertEquals(List.of(InetAddress.ofLiteral("203.0.113.10"), InetAddress.ofLiteral("2001:db8::10")),
                settings.publicAddresses());
        assertEquals(Optional.of(URI.create("https://ca.example.org/directory")), settings.authority());
        assertEquals(Optional.of(URI.create("https://ca.example.org/staging")), settings.staging());
        assertEquals(Optional.of(Path.of("/etc/ca.pem")), settings.caFile());
        assertEquals(Optional.of(new CertificateSettings.GivenAccount("kid", new Secret("a2V5"))),
                settings.externalAccount());
        assertEquals(CertificateSettings.Hsts.NEVER, settings.hsts());
        assertEquals(List.of("127.0.0.1:5353", "2001:db8::53", "[2001:db8::53]:5353"), settings.resolvers());
    }

    @ParameterizedTest
    @CsvSource({"local, '', '', SELF_SIGNED", "machine, '', '', AUTO", "container, '', '', AUTO",
            "local, MATHESAR_LAUNCHER_DOMAIN, example.org, AUTO",
            "local, MATHESAR_LAUNCHER_PUBLIC_ADDRESS, 203.0.113.10, AUTO",
            "machine, MATHESAR_LAUNCHER_TLS, self-signed, SELF_SIGNED",
            "local, MATHESAR_LAUNCHER_TLS, auto, AUTO"})
    void whoeverNamesNothingOnALaptopIsAskedByNoAuthority(String platform, String name, String value,
            Addresses.Mode mode) {
        Map<String, String> environment = new HashMap<>(Map.of("MATHESAR_LAUNCHER_PLATFORM", platform));
        if (!name.isEmpty()) {
            environment.put(name, value);
        }
        assertEquals(mode, read(environment).certificates().mode());
    }

    @Test
    void filesOfTheOwnersOwnAreMeantWhenTheyAreNamed() {
        CertificateSettings settings = read(Map.of("MATHESAR_LAUNCHER_CERTIFICATE_FILE", "/etc/tls/chain.pem",
                "MATHESAR_LAUNCHER_KEY_FILE", "/etc/tls/key.pem")).certificates();
        assertEquals(Addresses.Mode.FILES, settings.mode());
        assertEquals(Optional.of(new CertificateSettings.GivenFiles(Path.of("/etc/tls/chain.pem"),
                Path.of("/etc/tls/key.pem"))), settings.files());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "MATHESAR_LAUNCHER_TLS=files | MATHESAR_LAUNCHER_TLS is files, so MATHESAR_LAUNCHER_CERTIFICATE_FILE and MATHESAR_LAUNCHER_KEY_FILE must name them",
            "MATHESAR_LAUNCHER_TLS=platform | MATHESAR_LAUNCHER_TLS is platform, so MATHESAR_LAUNCHER_TRUSTED_PROXIES must name the networks the platform's proxies come from",
            "MATHESAR_LAUNCHER_TLS=yes | MATHESAR_LAUNCHER_TLS (yes) is none of auto, files, self-signed, platform",
            "MATHESAR_LAUNCHER_KEY_FILE=/k | MATHESAR_LAUNCHER_CERTIFICATE_FILE is missing; certificate and key go together",
            "MATHESAR_LAUNCHER_ACME_EAB_KID=k | MATHESAR_LAUNCHER_ACME_EAB_KEY is missing; key id and key go together",
            "MATHESAR_LAUNCHER_ACME_DIRECTORY=http://ca.example.org/d | MATHESAR_LAUNCHER_ACME_DIRECTORY (http://ca.example.org/d) is no https address",
            "MATHESAR_LAUNCHER_PUBLIC_ADDRESS=example.org | MATHESAR_LAUNCHER_PUBLIC_ADDRESS (example.org) is no IP address",
            "MATHESAR_LAUNCHER_DNS_RESOLVERS=dns.example.org | MATHESAR_LAUNCHER_DNS_RESOLVERS (dns.example.org) is no IP address",
            "MATHESAR_LAUNCHER_HSTS=perhaps | MATHESAR_LAUNCHER_HSTS (perhaps) is none of auto, always, never"})
    void certificateSettingsThatDoNotFitAreNamed(String setting, String complaint) {
        assertEquals("A setting is wrong: " + complaint + ".",
                refusal(Map.of(setting.substring(0, setting.indexOf('=')),
                        setting.substring(setting.indexOf('=') + 1))));
    }

    @Test
    void theMarkOnOurOwnChildrenIsNoSetting() {
        read(Map.of("MATHESAR_LAUNCHER_CHILD_OF", "/srv/data"));
    }

    @ParameterizedTest
    @CsvSource({"HTTPS_PORT, 0", "HTTPS_PORT, 65536", "HTTPS_PORT, -1", "HTTPS_PORT, 84.43", "HTTPS_PORT, 0x1F",
            "HTTPS_PORT, 99999999999", "HTTP_PORT, -1", "HTTP_PORT, eighty", "WORKERS, 0", "WORKERS, 65",
            "WORKERS, two", "SAMPLE, perhaps", "LOG, JSON", "PLATFORM, mainframe", "BIND, localhost",
            "BIND, 127.0.0.1:80", "RELEASE_URL, ftp://example.org/m", "RELEASE_URL, /tmp/m.tar.gz",
            "RELEASE_URL, https://exa mple.org/", "RELEASE_SHA256, abc", "OPEN_PATHS, /complete_installation/",
            "OPEN_PATHS, /admin", "TRUSTED_PROXIES, 10.0.0.0/33", "TRUSTED_PROXIES, proxy.example.org",
            "TRUSTED_PROXIES, 10.0.0.0/x", "HOSTS, https://example.org", "HOSTS, exa mple.org",
            "HOSTS, example.org/mathesar"})
    void aWrongValueIsToldWithItsName(String name, String value) {
        String refusal = refusal(Map.of("MATHESAR_LAUNCHER_" + name, value));
        assertTrue(refusal.startsWith("A setting is wrong: MATHESAR_LAUNCHER_" + name + " (" + value + ") "), refusal);
    }

    @Test
    void aBlankValueIsNone() {
        Settings settings = read(Map.of("MATHESAR_LAUNCHER_HTTPS_PORT", " ", "DATABASE_URL", "", "SECRET_KEY", "\t",
                "SECRET_KEY_FILE", "", "MATHESAR_LAUNCHER_HOSTS", " , "));
        assertEquals(Optional.empty(), settings.httpsPort());
        assertEquals(Optional.empty(), settings.secretKey());
        assertEquals(List.of(), settings.hosts());
    }

    @Test
    void aSecretMayComeFromAFile() throws Exception {
        Path file = Files.writeString(directory.resolve("key"), "from the file\n");
        assertEquals(Optional.of(new Secret("from the file")),
                read(Map.of("SECRET_KEY_FILE", file.toString())).secretKey());
    }

    @Test
    void aSecretAndItsFileExcludeEachOther() throws Exception {
        Path file = Files.writeString(directory.resolve("key"), "from the file");
        assertEquals("A setting is wrong: SECRET_KEY and SECRET_KEY_FILE are both set; keep one.",
                refusal(Map.of("SECRET_KEY", "key", "SECRET_KEY_FILE", file.toString())));
    }

    @Test
    void aSecretsFileThatIsMissingOrEmptyIsNotTakenForASecret() throws Exception {
        Path empty = Files.writeString(directory.resolve("empty"), "\n");
        assertEquals("A setting is wrong: SECRET_KEY_FILE names " + empty + ", which is empty.",
                refusal(Map.of("SECRET_KEY_FILE", empty.toString())));
        assertEquals("A setting is wrong: SECRET_KEY_FILE names /no/such/file, which cannot be read.",
                refusal(Map.of("SECRET_KEY_FILE", "/no/such/file")));
        Path binary = Files.write(directory.resolve("binary"), new byte[]{(byte) 0xff, (byte) 0xfe});
        assertTrue(refusal(Map.of("SECRET_KEY_FILE", binary.toString())).contains("cannot be read"));
    }

    @Test
    void noMessageRepeatsASecret() {
        String refusal = refusal(Map.of("MATHESAR_SETUP_CODE", "hunter2", "DATABASE_URL", "hunter2", "POSTGRES_HOST",
                "db", "MATHESAR_LAUNCHER_ADMIN_USERNAME", "ada", "MATHESAR_LAUNCHER_ADMIN_PASSWORD", "hunter2"));
        assertFalse(refusal.contains("hunter2"), refusal);
    }

    @Test
    void theDatabaseComesAsOneAddress() {
        assertEquals(
                Optional.of(
                        new GivenDatabase("db", 5433, "sales", "ada", new Secret("p@ss"), "require", Optional.empty())),
                read(Map.of("DATABASE_URL", "postgres://ada:p%40ss@db:5433/sales?sslmode=require")).database());
        assertEquals(
                Optional.of(new GivenDatabase("db", 5432, "sales", "ada", new Secret(""), "prefer", Optional.empty())),
                read(Map.of("DATABASE_URL", "postgresql://ada@db/sales")).database());
    }

    @Test
    void theDatabaseComesAsSingleValues() throws Exception {
        Path file = Files.writeString(directory.resolve("password"), "p@ss\n");
        assertEquals(
                Optional.of(new GivenDatabase("db", 5433, "sales", "ada", new Secret("p@ss"), "verify-full",
                        Optional.empty())),
                read(Map.of("POSTGRES_HOST", "db", "POSTGRES_PORT", "5433", "POSTGRES_DB", "sales", "POSTGRES_USER",
                        "ada", "POSTGRES_PASSWORD_FILE", file.toString(), "POSTGRES_SSLMODE", "verify-full"))
                        .database());
        assertEquals(
                Optional.of(new GivenDatabase("db", 5432, "sales", "ada", new Secret(""), "prefer", Optional.empty())),
                read(Map.of("POSTGRES_HOST", "db", "POSTGRES_DB", "sales", "POSTGRES_USER", "ada")).database());
    }

    @Test
    void theDatabaseComesOneWayOnly() {
        assertEquals("A setting is wrong: DATABASE_URL and POSTGRES_HOST are both set; keep one.",
                refusal(Map.of("DATABASE_URL", "postgres://ada@db/sales", "POSTGRES_HOST", "db")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgres://db/sales", "postgres://ada@db", "mysql://ada@db/sales", "db",
            "postgres://ada@db:port/sales"})
    void anAddressThatNamesNoWholeDatabaseIsRefused(String url) {
        assertTrue(refusal(Map.of("DATABASE_URL", url)).startsWith("A setting is wrong: DATABASE_URL "));
    }

    @Test
    void singleValuesAreCheckedToo() {
        String refusal = refusal(Map.of("POSTGRES_HOST", "db", "POSTGRES_PORT", "0", "POSTGRES_SSLMODE", "perhaps",
                "POSTGRES_DB", "sales", "POSTGRES_USER", "ada"));
        assertTrue(refusal.startsWith("2 settings are wrong: POSTGRES_PORT (0) is no whole number"), refusal);
        assertTrue(refusal.contains("POSTGRES_SSLMODE (perhaps) is none of disable,"), refusal);
    }

    @Test
    void theAdministratorNeedsANameAndADecentPassword() {
        assertEquals(Optional.of(new GivenAdministrator("ada", new Secret("correct horse"))),
                read(administrator("ada", "correct horse")).administrator());
        assertEquals("A setting is wrong: MATHESAR_LAUNCHER_ADMIN_PASSWORD: The password is entirely numeric;"
                + " add letters or signs.", refusal(administrator("ada", "1234567890")));
        assertTrue(refusal(administrator("a".repeat(64), "short")).startsWith("2 settings are wrong: "));
        assertTrue(refusal(Map.of("MATHESAR_LAUNCHER_ADMIN_USERNAME", "ada"))
                .contains("MATHESAR_LAUNCHER_ADMIN_PASSWORD is missing"));
        assertTrue(refusal(Map.of("MATHESAR_LAUNCHER_ADMIN_PASSWORD", "correct horse"))
                .contains("MATHESAR_LAUNCHER_ADMIN_USERNAME is missing"));
    }

    @Test
    void theSampleAndAGivenMathesarExcludeEachOther() {
        assertTrue(refusal(Map.of("MATHESAR_LAUNCHER_SAMPLE", "true", "MATHESAR_HOME", "/opt/mathesar"))
                .contains("exclude each other"));
    }

    @Test
    void mathesarsVariablesAndTheWayOutArePassedOnAndNothingElse() {
        Map<String, String> passed = read(Map.of("MATHESAR_ANALYTICS_URL", "x", "SSO_CONFIG_DICT", "{}", "PATH", "/bin",
                "https_proxy", "http://proxy:3128", "HOME", "/root", "LD_PRELOAD", "/tmp/x.so", "AWS_SECRET", "s",
                "PYTHONPATH", "/tmp")).passThrough();
        assertEquals(Map.of("MATHESAR_ANALYTICS_URL", "x", "SSO_CONFIG_DICT", "{}", "PATH", "/bin", "https_proxy",
                "http://proxy:3128", "LANG", "C.UTF-8"), passed);
    }

    @Test
    void noneOfOurOwnVariablesAndNoSecretReachesMathesarsPrograms() throws Exception {
        Path file = Files.writeString(directory.resolve("secret"), "abcd-efgh-1234");
        Map<String, String> environment = new HashMap<>();
        for (Settings.Key key : Settings.Key.values()) {
            if (key.isSecret()) {
                environment.put(key.variable(), "postgres://hunter2:hunter2@db/hunter2-hunter2");
                environment.put(key.variable() + "_FILE", file.toString());
            }
        }
        environment.put("MATHESAR_LAUNCHER_USER", "ada");
        environment.put("MATHESAR_HOME", "/opt/mathesar");
        environment.put("MATHESAR_LAUNCHER_CHILD_OF", "/srv/data");
        assertEquals(Set.of("PATH", "LANG"), PassedOn.of(environment).keySet());
    }

    @Test
    void aPathToProgramsIsAlwaysPassedOn() {
        assertEquals("/usr/local/bin:/usr/bin:/bin", read(Map.of()).passThrough().get("PATH"));
    }

    @Test
    void noSecretIsPrintedWithTheSettings() {
        Settings settings = read(Map.of("SECRET_KEY", "hunter2", "MATHESAR_SETUP_CODE", "hunter2-hunter2",
                "MATHESAR_LAUNCHER_ADMIN_USERNAME", "ada", "MATHESAR_LAUNCHER_ADMIN_PASSWORD", "hunter2!",
                "DATABASE_URL", "postgres://ada:hunter2@db/sales"));
        assertFalse(settings.toString().contains("hunter2"), settings.toString());
    }

    @Test
    void everyKeyHasANameOfItsOwnAndIsExplained() {
        List<Settings.Key> keys = List.of(Settings.Key.values());
        assertEquals(keys.size(), keys.stream().map(Settings.Key::variable).collect(Collectors.toSet()).size());
        keys.forEach(key -> assertFalse(key.fallback().isBlank() || key.help().isBlank(), key.variable()));
    }

    private static Settings read(Map<String, String> environment) {
        return new SettingsReader(environment).read();
    }

    private static String refusal(Map<String, String> environment) {
        ProblemException refusal = assertThrows(ProblemException.class, () -> read(environment));
        assertTrue(refusal.problem().advice().contains("help settings"));
        return refusal.getMessage();
    }

    private static Map<String, String> administrator(String username, String password) {
        return Map.of("MATHESAR_LAUNCHER_ADMIN_USERNAME", username, "MATHESAR_LAUNCHER_ADMIN_PASSWORD", password);
    }
}
