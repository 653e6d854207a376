package org.mathesar.launcher.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From a certificate of the server's own to a domain in a real browser, against real authorities and without a shell. */
@Tag("certificates")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LadderBrowserTest {
    private static final String ADDRESS = "127.77.8.1";
    private static final String PROXY = "127.77.8.2";
    private static final String ELSEWHERE = "127.77.8.99";
    private static final String DOMAIN = SmallInternet.DOMAIN;
    private static final double PATIENCE = 60_000;

    private Newcomer.Browsers browsers;

    @BeforeAll
    void open() {
        browsers = new Newcomer.Browsers("--host-resolver-rules=MAP " + DOMAIN + " " + ADDRESS);
    }

    @AfterAll
    void close() {
        browsers.close();
    }

    @ParameterizedTest
    @CsvSource({"360, DARK", "1280, LIGHT"})
    void aNewcomerClimbsTheLadderWhileSettingUp(int width, ColorScheme scheme,
            @TempDir(factory = OpenDirectory.class) Path place) {
        try (SmallInternet internet = new SmallInternet(ADDRESS);
                LaunchedServer server = internet
                        .home(Launch.sample(Installed.applicationTo(place.resolve("data")))).start().awaitDoor();
                Newcomer newcomer = browsers.newcomer(server, "ladder", width, scheme)) {
            newcomer.open();
            assertTrue(internet.stranger().looksAtCertificate().isSelfSigned());
            newcomer.claim();
            says(newcomer, "Browsers trust https://" + ADDRESS + "/");
            newcomer.photograph("2a-address-certified");
            assertTrue(internet.stranger().looksAtCertificate().isTrustedBy(internet.authority().root()));

            newcomer.fill("Domain name", DOMAIN);
            newcomer.click("Use this name");
            says(newcomer, "has no address in the DNS yet");
            newcomer.photograph("2b-no-record");
            assertEquals(List.of(1, 0), internet.ordered());
            internet.giveDomain();
            // From here on the page turns by itself.
            says(newcomer, DOMAIN + " leads here");
            newcomer.photograph("2c-leads-here");
            says(newcomer, "https://" + DOMAIN + "/ is ready");
            newcomer.photograph("2d-domain-served");
            assertEquals(List.of(2, 1), internet.ordered());
            assertTrue(internet.strangerByName().looksAtCertificate().isTrustedBy(internet.authority().root()));

            newcomer.finish(Duration.ofMinutes(2));
            newcomer.page().getByText("Open Mathesar").click();
            newcomer.signIn(URI.create("https://" + DOMAIN + "/"));
            assertThat(newcomer.page().locator("body")).containsText(LaunchedServer.ADMIN);
            newcomer.photograph("7-signed-in-by-name");
            assertEquals(0, server.stop(), server.log().text());
        }
    }

    @Test
    void thePageSaysWhatIsWrongWithANameAndWhatToDo(@TempDir(factory = OpenDirectory.class) Path place) {
        try (SmallInternet internet = new SmallInternet(ADDRESS);
                TlsEndingProxy _ = new TlsEndingProxy(PROXY, DOMAIN, ADDRESS, place.resolve("proxy"));
                LaunchedServer server = internet
                        .home(Launch.sample(Installed.applicationTo(place.resolve("data")))).start().awaitDoor();
                Newcomer wide = browsers.newcomer(server, "domain", 1280, ColorScheme.LIGHT)) {
            wide.open();
            wide.claim();
            wide.fill("Domain name", DOMAIN);
            wide.click("Use this name");
            situation(wide, "no-record", "has no address in the DNS yet", "Create");

            internet.dns().setA(DOMAIN, ELSEWHERE);
            situation(wide, "wrong-a", "points at " + ELSEWHERE + ", but this server is " + ADDRESS, "Change");

            internet.giveDomain();
            internet.dns().setAaaa(DOMAIN, "fd00:77::99");
            situation(wide, "stale-aaaa", "fd00:77::99", "Delete");
            internet.dns().clearAaaa(DOMAIN);

            internet.dns().setCaa(DOMAIN, "issue", ";");
            situation(wide, "caa-forbids", "The CAA records of " + DOMAIN + " do not let any authority issue", "Add");

            internet.dns().setCaa(DOMAIN, "issue", "another-authority.example");
            situation(wide, "caa-another", "make sure that yours is among them", "Go on anyway");
            assertEquals(0, internet.ordered().getLast(), "nothing is ordered for a name that is not ready");

            internet.dns().setA(DOMAIN, PROXY);
            internet.dns().clearCaa(DOMAIN);
            situation(wide, "proxied", "leads here through a proxy", "");
            says(wide, "https://" + DOMAIN + "/ is ready");
            wide.photograph("domain-proxied-served");
        }
    }

    private static void situation(Newcomer newcomer, String name, String cause, String cure) {
        says(newcomer, cause);
        assertThat(newcomer.page().locator("[data-live=checks]")).containsText(cure);
        newcomer.photograph("domain-" + name);
    }

    private static void says(Newcomer newcomer, String text) {
        assertThat(newcomer.page().locator("main")).containsText(text,
                new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE));
    }
}
