package org.mathesar.launcher.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.storage.Secret;

class HostWordsTest {
    private static final String REF = "abcdefghijklmnopqrst";
    private static final String POOLER = "aws-0-eu-central-1.pooler.supabase.com";
    private static final String DIRECT = "db." + REF + ".supabase.co";
    private static final List<String> HOSTS = List.of(DIRECT, POOLER, "ep-a.eu-central-1.aws.neon.tech",
            "ep-a-pooler.eu-central-1.aws.neon.tech", "db-a.b.db.ondigitalocean.com",
            "a.c1.eu-west-1.rds.amazonaws.com",
            "a.b.europe-west1.sql.goog", "/cloudsql/p:europe-west1:a", "a.postgres.database.azure.com",
            "a.proxy.rlwy.net", "direct.a.flympg.net", "pgbouncer.a.flympg.net", "a.flycast");

    @Test
    void supabasesTransactionPoolerIsRefusedWithTheSessionPoolersString() {
        HostWords words = words(POOLER, 6543, "postgres." + REF);
        assertTrue(words.isTransactionPooler());
        Problem.Fixable problem = fixable(words.beforeTrying());
        assertTrue(problem.summary().contains("6543"), problem.summary());
        assertTrue(problem.action().endsWith("postgresql://postgres." + REF + "@" + POOLER
                + ":5432/postgres?sslmode=require"), problem.action());
        Database.External instead = words.instead().orElseThrow();
        assertEquals(new Secret("hunter2"), instead.password());
        assertTrue(HostWords.of(instead).beforeTrying().isEmpty());
    }

    @Test
    void supabasesDedicatedPoolerIsRefusedWithTheDirectString() {
        HostWords words = words(DIRECT, 6543, "postgres");
        assertEquals("postgresql://postgres@" + DIRECT + ":5432/postgres?sslmode=require",
                ConnectionAddress.of(words.instead().orElseThrow()));
        assertTrue(fixable(words.beforeTrying()).action().contains("direct connection"));
    }

    @Test
    void theUserOfSupabasesPoolerCarriesTheProject() {
        assertTrue(fixable(words(POOLER, 5432, "postgres").beforeTrying()).action().contains("postgres.<project>"));
        assertTrue(words(POOLER, 5432, "postgres." + REF).beforeTrying().isEmpty());
        assertEquals(Optional.of("mathesar_editor." + REF),
                words(POOLER, 5432, "postgres." + REF).loginRole("mathesar_editor"));
        assertEquals("postgres", words(POOLER, 5432, "postgres." + REF).roleInside());
        assertEquals("my.role", words(POOLER, 5432, "my.role." + REF).roleInside());
    }

    @Test
    void theUserOfSupabasesDirectConnectionIsTheRoleItself() {
        HostWords words = words(DIRECT, 5432, "postgres." + REF);
        assertTrue(fixable(words.beforeTrying()).action().contains("postgresql://postgres@" + DIRECT));
        assertEquals("postgres", words.instead().orElseThrow().user());
        assertTrue(words(DIRECT, 5432, "postgres").beforeTrying().isEmpty());
        assertTrue(words(DIRECT, 5432, "postgres").loginRole("mathesar_editor").isEmpty());
    }

    @Test
    void whereOnlyIpv6LeadsToSupabaseTheSessionPoolerIsNamed() {
        String sentence = words(DIRECT, 5432, "postgres").unreachable(true).orElseThrow();
        assertTrue(sentence.contains("postgres." + REF + "@aws-"), sentence);
        assertTrue(sentence.contains(".pooler.supabase.com:5432/postgres"), sentence);
        assertTrue(sentence.contains("IPv6"), sentence);
    }

    @Test
    void neonsPoolerIsRefusedWithTheDirectString() {
        HostWords words = words("ep-a-pooler.c-2.eu-central-1.aws.neon.tech", 5432, "ada");
        assertTrue(words.isTransactionPooler());
        assertTrue(fixable(words.beforeTrying()).action().endsWith(
                "postgresql://ada@ep-a.c-2.eu-central-1.aws.neon.tech:5432/postgres?sslmode=require"));
        assertTrue(HostWords.of(words.instead().orElseThrow()).beforeTrying().isEmpty());
    }

    @Test
    void digitalOceansPoolIsJudgedByWhatItDoesAndThenThePortOfTheClusterIsNamed() {
        HostWords words = words("db-a.b.db.ondigitalocean.com", 25061, "doadmin");
        assertTrue(words.beforeTrying().isEmpty(), "its owner may have chosen session mode");
        assertTrue(fixable(words.whenTransactionPooled()).action().contains("25060"));
        assertTrue(words.instead().isEmpty(), "the name of the pool is not that of the database");
    }

    @Test
    void azuresPgBouncerIsJudgedByWhatItDoesAndItsServerIsNoPooler() {
        HostWords words = words("a.postgres.database.azure.com", 6432, "ada");
        assertTrue(words.beforeTrying().isEmpty() && words.whenTransactionPooled().isPresent());
        assertEquals(5432, words.instead().orElseThrow().port());
        assertTrue(words("a.postgres.database.azure.com", 5432, "ada").whenTransactionPooled().isEmpty());
    }

    @Test
    void aReaderOfAuroraIsRefusedWithItsWriter() {
        HostWords words = words("a.cluster-ro-c1.eu-west-1.rds.amazonaws.com", 5432, "ada");
        assertEquals("a.cluster-c1.eu-west-1.rds.amazonaws.com", words.instead().orElseThrow().host());
        assertTrue(words.beforeTrying().isPresent());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "db-a.b.db.ondigitalocean.com | Databases → your cluster → Network Access → Add Trusted Sources in DigitalOcean:"
                    + " add 203.0.113.5,",
            "a.c1.eu-west-1.rds.amazonaws.com | source 203.0.113.5/32 and 2001:db8:0:0:0:0:0:5/128.",
            "a.b.europe-west1.sql.goog | Google Cloud: add 203.0.113.5/32.",
            "a.postgres.database.azure.com | Azure portal: add 203.0.113.5.",
            "ep-a.eu-central-1.aws.neon.tech | IP Allow in Neon: add 203.0.113.5 and 2001:db8:0:0:0:0:0:5.",
            DIRECT + " | Network Restrictions in Supabase: add 203.0.113.5/32 and 2001:db8:0:0:0:0:0:5/128."})
    void thePanelThatLetsThisMachineInIsNamedWithItsAddress(String host, String part) throws UnknownHostException {
        List<InetAddress> egress = List.of(InetAddress.getByName("203.0.113.5"), InetAddress.getByName("2001:db8::5"));
        String sentence = words(host, 5432, "ada").whereToAllow(egress).orElseThrow();
        assertTrue(sentence.contains(part), sentence);
    }

    @Test
    void withoutAKnownAddressThePanelIsNamedAllTheSame() {
        assertTrue(words("db-a.b.db.ondigitalocean.com", 25060, "ada").whereToAllow(List.of()).orElseThrow()
                .contains("add this machine's public address"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {DIRECT + " | prod-ca-2021.crt", POOLER + " | prod-ca-2021.crt",
            "db-a.b.db.ondigitalocean.com | Download CA certificate",
            "a.c1.eu-west-1.rds.amazonaws.com | global-bundle.pem",
            "a.b.europe-west1.sql.goog | server-ca.pem", "ep-a.eu-central-1.aws.neon.tech | no file is needed",
            "a.postgres.database.azure.com | no file is needed", "a.proxy.rlwy.net | require"})
    void theAuthorityIsNamed(String host, String part) {
        String sentence = words(host, 5432, "ada").certificateAuthority().orElseThrow();
        assertTrue(sentence.contains(part), sentence);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"private-db-a.b.db.ondigitalocean.com | VPC",
            "a.c1.eu-west-1.rds.amazonaws.com | Publicly accessible", "postgres.railway.internal | DATABASE_PUBLIC_URL",
            "a.proxy.rlwy.net | TCP proxy", "a.flycast | organisation", "/cloudsql/p:europe-west1:a | Auth Proxy",
            "a.b.europe-west1.sql.goog | authorised networks"})
    void whyNothingIsReachedIsSaid(String host, String part) {
        String sentence = words(host, 5432, "ada").unreachable(false).orElseThrow();
        assertTrue(sentence.contains(part), sentence);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"FATAL: Tenant or user not found | role.project",
            "FATAL: (ENOTFOUND) tenant/user postgres.x not found | role.project",
            "FATAL: (EINVALIDUSERINFO) Authentication error, reason: \"Invalid format for user or db_name\" | role.project",
            "FATAL: (EADDRNOTALLOWED) address not in tenant allow_list: {1, 2, 3, 4} | Network Restrictions",
            "FATAL: (ESSLREQUIRED) SSL connection is required for user: ada | require",
            "ERROR: Endpoint ID is not specified. Either please upgrade the postgres client library | whole host name",
            "ERROR: This IP address 1.2.3.4 is not allowed to connect to this endpoint. | IP Allow",
            "ERROR: Control plane request failed: endpoint cannot be found | Copy the string anew",
            "ERROR: Control plane request failed: endpoint is disabled | Enable it",
            "ERROR: Your account or project has exceeded the compute time quota. | quotas"})
    void aProxysWordsAreExplained(String message, String part) {
        Problem problem = words(POOLER, 5432, "ada").ofServerWords(message).orElseThrow();
        assertTrue(assertInstanceOf(Problem.Fixable.class, problem).action().contains(part), problem.toString());
        assertEquals(message, problem.detail());
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "FATAL: MaxClientsInSessionMode: max clients reached - in Session mode max clients are limited",
            "FATAL: (EMAXCONNSESSION) max clients reached in session mode - max clients are limited to pool_size: 15",
            "FATAL: (ECIRCUITBREAKER) circuit breaker open for operation: auth_error, blocked until: 1",
            "ERROR: Couldn't connect to compute node", "ERROR: Too many connections to this endpoint."})
    void whatPassesIsTriedAgain(String message) {
        assertInstanceOf(Problem.Passing.class, words(POOLER, 5432, "ada").ofServerWords(message).orElseThrow());
    }

    @Test
    void otherWordsAreLeftToOthersAndNoPasswordIsRepeated() {
        assertTrue(words(POOLER, 5432, "ada").ofServerWords("FATAL: database \"x\" does not exist").isEmpty());
        assertFalse(words(POOLER, 5432, "ada").ofServerWords("Tenant or user not found hunter2").orElseThrow().detail()
                .contains("hunter2"));
    }

    @Test
    void anUnknownServerHasNoWords() {
        HostWords words = words("db.example.org", 6543, "ada");
        assertTrue(Stream
                .of(words.beforeTrying(), words.instead(), words.whereToAllow(List.of()), words.unreachable(true),
                        words.wrongPassword(), words.certificateAuthority(), words.loginRole("x"), words.panel(),
                        words.host())
                .allMatch(Optional::isEmpty));
        assertFalse(words.isTransactionPooler());
        assertEquals("ada", words.roleInside());
    }

    @Test
    void everyHostersWordsAreSentencesWithoutThePassword() {
        for (String host : HOSTS) {
            for (int port : new int[]{5432, 6543, 6432, 25061}) {
                HostWords words = words(host, port, "ada");
                Stream.of(words.whereToAllow(List.of()), words.unreachable(true), words.unreachable(false),
                        words.wrongPassword(), words.certificateAuthority(), words.panel(),
                        words.beforeTrying().map(Problem::summary), words.beforeTrying().map(Problem::advice))
                        .flatMap(Optional::stream).forEach(it -> {
                            assertTrue(it.matches("[A-Z].{20,400}"), it);
                            assertFalse(it.contains("hunter2"), it);
                        });
                assertTrue(words.panel().isPresent() && words.wrongPassword().isPresent());
            }
        }
    }

    private static Problem.Fixable fixable(Optional<Problem> problem) {
        return assertInstanceOf(Problem.Fixable.class, problem.orElseThrow());
    }

    private static HostWords words(String host, int port, String user) {
        return HostWords
                .of(new Database.External(host, port, "postgres", user, new Secret("hunter2"), SslMode.REQUIRE));
    }
}
