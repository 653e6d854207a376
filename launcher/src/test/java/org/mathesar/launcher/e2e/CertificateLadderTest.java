package org.mathesar.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.mathesar.launcher.pebble.FaultyDirectory.Step;
import org.mathesar.launcher.pebble.Pebble;
import org.mathesar.launcher.tls.TlsProbe;

/** One server's way up the ladder, from the first second to a domain, each test a step of it. */
@Tag("certificates")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CertificateLadderTest {
    private static final String ADDRESS = "127.77.1.1";
    private static final String ELSEWHERE = "127.77.1.99";
    private static final Duration SOON = Duration.ofSeconds(30);

    private SmallInternet internet;
    private Launch launch;
    private LaunchedServer server;
    private Guest owner;

    @BeforeAll
    void start(@TempDir(factory = OpenDirectory.class) Path place) {
        internet = new SmallInternet(ADDRESS);
        launch = internet.home(Launch.sample(Installed.applicationTo(place.resolve("data"))));
        server = launch.start().awaitDoor();
        owner = server.guest();
    }

    @AfterAll
    void stop() {
        owner.close();
        server.close();
        internet.close();
    }

    @Test
    @Order(1)
    void anUnclaimedServerAsksNoAuthorityAndSignsItsCertificateItself() {
        // By now it prepares the database, long after whatever it does first about certificates.
        server.log().await("Prepare the database …", Duration.ofSeconds(60));
        assertEquals(0, internet.orders().requests(Step.DIRECTORY) + internet.rehearsals().requests(Step.DIRECTORY));
        assertFalse(internet.authority().log().contains("newAccount"), internet.authority().log());
        assertTrue(internet.stranger().looksAtCertificate().isSelfSigned());
        Command.run(launch, "status").with(75, "SHA-256");
    }

    @Test
    @Order(2)
    void aClaimBringsTheAddressACertificateWithinSeconds() {
        new Owner(owner).claim(server.setupCode());
        Presented presented = awaitTrusted(internet.stranger());
        assertEquals(Set.of(ADDRESS), presented.names());
        assertEquals(2, presented.chain().size());
        assertTrue(presented.life().compareTo(Pebble.SHORT_LIFETIME) <= 0, "not the profile shortlived: " + presented);
        assertEquals(404, internet.stranger().get("/-/nothing").status(), "a browser opens it without a warning");
        assertEquals(List.of(1, 0), internet.ordered(), "addresses are not rehearsed");
        String expiry = presented.leaf().getNotAfter().toInstant().toString();
        Rungs.awaitStatus("certificate for address " + ADDRESS + ": until " + expiry, launch, server);
    }

    @Test
    @Order(3)
    void theCommandTellsWhatTheDomainLacksAndGoesOnByItself() {
        try (Command command = Command.begin(launch, "domain", SmallInternet.DOMAIN, "--wait", "2")) {
            command.told().await("✗", SOON);
            command.told().await("create:  " + SmallInternet.DOMAIN + "  A  " + ADDRESS, SOON);
            internet.dns().setA(SmallInternet.DOMAIN, ELSEWHERE);
            command.told().await(ELSEWHERE, SOON);
            command.told().await("change to:  " + SmallInternet.DOMAIN + "  A  " + ADDRESS, SOON);
            assertEquals(List.of(1, 0), internet.ordered(), "nothing is ordered for a name that leads elsewhere");
            internet.giveDomain();
            command.told().await("✓ https://" + SmallInternet.DOMAIN + "/ is ready", Duration.ofMinutes(1));
            command.endsWith(0, SOON);
        }
        assertEquals(List.of(2, 1), internet.ordered(), "one rehearsal, then one order");
        Command.run(launch, "domain").with(0, SmallInternet.DOMAIN, "is ready");
    }

    @Test
    @Order(4)
    void eachVisitorGetsTheCertificateOfTheNameTheyAskFor() {
        Presented domain = internet.strangerByName().looksAtCertificate();
        Presented address = internet.stranger().looksAtCertificate();
        assertEquals(Set.of(SmallInternet.DOMAIN), domain.names());
        assertEquals(Set.of(ADDRESS), address.names());
        assertTrue(domain.isTrustedBy(internet.authority().root()), domain.toString());
        assertTrue(address.isTrustedBy(internet.authority().root()), address.toString());
        assertNotEquals(domain.leaf().getPublicKey(), address.leaf().getPublicKey());
        Stranger lost = new Stranger("other.test", ADDRESS, internet.authority().root());
        assertEquals(address.fingerprint(), lost.looksAtCertificate().fingerprint());
    }

    @Test
    @Order(5)
    void theAdministratorSignsInUnderTheDomain() {
        Owner steps = new Owner(owner);
        steps.chooseAddress();
        steps.chooseBundledDatabase();
        steps.giveAdministrator();
        server.awaitReady();
        assertTrue(internet.strangerByName().signIn(LaunchedServer.ADMIN, LaunchedServer.PASSWORD));
    }

    @Test
    @Order(6)
    void thePlainPortLeadsKnownNamesToHttpsAndRefusesOthers() {
        for (String name : List.of(SmallInternet.DOMAIN, ADDRESS)) {
            HttpTalk.Reply reply = internet.stranger().getPlainly(name, "/auth/login/?next=/");
            assertTrue(Set.of(301, 302, 307, 308).contains(reply.status()), reply.toString());
            assertEquals("https://" + name + "/auth/login/?next=/", reply.header("location"));
        }
        HttpTalk.Reply lost = internet.stranger().getPlainly("other.test", "/");
        assertEquals(421, lost.status(), lost.toString());
        assertEquals("", lost.header("location"));
    }

    @Test
    @Order(7)
    void theProbeFindsOnlyTheProtocolsAndSuitesOfToday() {
        for (String name : List.of("", SmallInternet.DOMAIN)) {
            String report = new TlsProbe(ADDRESS, 443, name).report();
            System.out.println(report);
            assertFalse(report.matches("(?s).*(ACCEPTED|REFUSED|ALLOWED|\\bNO\\b|\\?).*"), report);
            assertTrue(report.contains("Pebble Intermediate"), report);
        }
    }

    @Test
    @Order(8)
    void browsersMayInsistOnHttpsOnlyForADomainThatHasHeldForAWeek() {
        assertEquals("", insisted(internet.strangerByName()), "the domain is seconds old");
        assertEquals("", insisted(internet.stranger()));
        server.close();
        Launch always = launch.with("MATHESAR_LAUNCHER_HSTS", "always");
        server = always.start().awaitDoor();
        awaitTrusted(internet.strangerByName());
        assertTrue(insisted(internet.strangerByName()).startsWith("max-age=31536000"));
        assertEquals("", insisted(internet.stranger()), "an address is for short-lived certificates");
        assertEquals(List.of(2, 1), internet.ordered());
    }

    private static String insisted(Stranger stranger) {
        return stranger.get("/-/nothing").header("strict-transport-security");
    }

    private Presented awaitTrusted(Stranger stranger) {
        Processes.await("a certificate that the authority vouches for; the log is\n" + server.log().text(), SOON,
                () -> stranger.looksAtCertificate().isTrustedBy(internet.authority().root()));
        return stranger.looksAtCertificate();
    }
}
