package org.mathesar.launcher.wizard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions.IsVisibleOptions;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mathesar.launcher.setup.Addresses.Snapshot;
import org.mathesar.launcher.setup.FirstBoot.Message;
import org.mathesar.launcher.setup.FirstBoot.Outcome;
import org.mathesar.launcher.setup.SetupState;

/** The address page in a real browser while certificates and the DNS change under it. */
@Tag("browser")
class AddressBrowserTest {
    private static Chromium chromium;

    private WizardServer server;

    @BeforeAll
    static void launch() {
        chromium = new Chromium();
    }

    @AfterAll
    static void quit() {
        chromium.close();
    }

    @BeforeEach
    void start() throws Exception {
        server = WizardServer.start(SelfMadeCertificate.context());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({"360, LIGHT", "360, DARK", "1280, LIGHT", "1280, DARK"})
    void everyStateFitsTheScreen(int width, ColorScheme scheme) {
        String suffix = "-" + width + "-" + scheme.name().toLowerCase(Locale.ROOT);
        try (BrowserContext context = chromium.context(width, scheme, true)) {
            Walker walker = new Walker(server, context.newPage(), suffix);
            walker.claim();
            Scenes.all().forEach((name, scene) -> {
                server.addresses.be(scene);
                walker.open("address");
                walker.photograph("address-" + name);
            });
            photographForms(walker);
            photographAfterSetup(walker);
        }
    }

    private void photographForms(Walker walker) {
        server.addresses.be(Scenes.unsure());
        walker.open("address");
        for (Locator details : walker.page().locator("summary").all()) {
            details.click();
        }
        walker.photograph("address-unfolded");
        server.addresses.answerNext(new Outcome.Refused(List.of(
                new Message("certificate", "The first block is not a certificate."),
                new Message("key", "The key is encrypted. Remove its password with your tool and give it again."))));
        walker.click("Use this certificate");
        walker.photograph("address-own-refused");
        server.addresses.be(Scenes.IP_SERVED);
        walker.open("address");
        server.addresses.answerNext(new Outcome.Refused(List.of(new Message("domain",
                "“https://” is not part of a name. Enter for example data.example.org."))));
        walker.click("Use this name");
        walker.photograph("address-domain-refused");
    }

    private void photographAfterSetup(Walker walker) {
        server.firstBoot.be(new SetupState.Ready(WizardServer.PLAN));
        server.addresses.be(Scenes.IP_SERVED);
        walker.open("address");
        walker.photograph("address-after-ip");
        walker.open("done");
        walker.photograph("address-done-ip");
        server.addresses.be(Scenes.served());
        walker.open("address");
        walker.photograph("address-after-domain");
        walker.open("done");
        walker.photograph("address-done-domain");
    }

    @Test
    void aRecordThatAppearsTurnsThePageAndLeavesWhatIsBeingTyped() {
        try (BrowserContext context = chromium.context()) {
            Walker walker = inScene(context, Scenes.checked(Scenes.NO_RECORD));
            Page page = walker.page();
            page.getByText("Use my own certificate").click();
            walker.fill("Private key", "half a key");
            page.evaluate("window.stillTheSamePage = true");
            server.addresses.be(Scenes.rehearsing());
            assertThat(page.getByText("The whole way to a certificate is tried out once.")).isVisible();
            assertThat(page.locator("#key")).hasValue("half a key");
            assertThat(page.locator("#key")).isFocused();
            assertEquals(true, page.evaluate("window.stillTheSamePage"));
            server.addresses.be(Scenes.served());
            assertThat(page.getByText("is ready. Finish the set-up here first")).isVisible();
            assertThat(page.locator("#announcement")).containsText("Browsers trust it until 28 November 2026");
        }
    }

    @Test
    void whoeverStandsOnAButtonOrReadsTheTechnicalTextStillDoesWhenThePageTurns() {
        try (BrowserContext context = chromium.context()) {
            Walker walker = inScene(context, Scenes.unsure());
            Page page = walker.page();
            page.locator("#RECORDS-said summary").click();
            walker.button("Check again now").focus();
            server.addresses.be(Scenes.checked(Scenes.STALE_AAAA));
            assertThat(page.getByText("but its IPv6 address")).isVisible();
            assertThat(walker.button("Check again now")).isFocused();
            assertThat(page.getByText("1.1.1.1: NXDOMAIN")).isVisible();
        }
    }

    @Test
    void theRecordIsCopied() {
        try (BrowserContext context = chromium.context()) {
            context.grantPermissions(List.of("clipboard-read", "clipboard-write"));
            Walker walker = inScene(context, Scenes.checked(Scenes.STALE_AAAA));
            walker.click("Copy the value");
            assertThat(walker.page().locator("#announcement")).hasText("Copied");
            assertEquals("2001:db8:ffff:ffff:ffff:ffff:ffff:ffff",
                    walker.page().evaluate("navigator.clipboard.readText()"));
            server.addresses.be(Scenes.checked(Scenes.WRONG_A));
            assertThat(walker.page().getByText("points at 198.51.100.7")).isVisible();
            walker.click("Copy the name");
            assertThat(walker.page().locator("#announcement")).hasText("Copied");
            assertEquals(Scenes.NAME, walker.page().evaluate("navigator.clipboard.readText()"));
        }
    }

    @Test
    void aFormThatCameByAnUpdateIsSentOnceToo() {
        try (BrowserContext context = chromium.context()) {
            Walker walker = inScene(context, Scenes.checked(Scenes.NO_RECORD));
            server.addresses.be(Scenes.unsure());
            walker.button("Go on anyway").dblclick();
            assertThat(walker.page()).hasURL(walker.url("address#name"));
            assertEquals(List.of("vouch"), server.addresses.calls());
        }
    }

    @Test
    void nothingNeedsScriptsAndThePageCanBeWatched() {
        try (BrowserContext context = chromium.context(360, ColorScheme.LIGHT, false)) {
            Walker walker = inScene(context, Scenes.IP_ORDERING);
            Page page = walker.page();
            assertThat(walker.button("Copy")).hasCount(0);
            page.locator("noscript a").click();
            assertThat(page.locator("input:not([type=hidden]), textarea")).hasCount(0);
            server.addresses.be(Scenes.IP_SERVED);
            assertThat(page.locator(".sole .title").getByText("Browsers trust")).isVisible();
            assertThat(page.locator("meta[http-equiv=refresh]")).hasCount(0);
            page.getByText("Show the fields again").click();
            walker.fill("Domain name", "data.example.org");
            walker.click("Use this name");
            assertEquals(List.of("domain data.example.org"), server.addresses.calls());
            walker.click("Continue");
            walker.isAt("database");
        }
    }

    @Test
    void theKeyboardReachesEverythingInTheOrderOfReading() {
        try (BrowserContext context = chromium.context()) {
            Walker walker = inScene(context, Scenes.unsure());
            Page page = walker.page();
            for (String id : List.of("choice-vouch", "choice-check", "continue")) {
                walker.tabTo(id);
            }
            walker.open("address");
            walker.tabTo("choice-vouch");
            page.keyboard().press("Enter");
            assertThat(page).hasURL(walker.url("address#name"));
            assertEquals(List.of("vouch"), server.addresses.calls());
        }
    }

    @Test
    void enterSendsTheNameAndGoingOnDoesNotLoseIt() {
        try (BrowserContext context = chromium.context()) {
            Walker walker = inScene(context, Scenes.IP_SERVED);
            walker.fill("Domain name", "data.example.org");
            walker.page().keyboard().press("Enter");
            assertThat(walker.page()).hasURL(walker.url("address#name"));
            walker.fill("Domain name", "other.example.org");
            walker.click("Continue");
            walker.isAt("database");
            assertEquals(List.of("domain data.example.org", "domain other.example.org"), server.addresses.calls());
        }
    }

    @Test
    void aMistakeInAFoldedFormIsReachedFromTheSummary() {
        try (BrowserContext context = chromium.context()) {
            Walker walker = inScene(context, Scenes.IP_SERVED);
            walker.page().getByText("Use my own certificate").click();
            server.addresses.answerNext(new Outcome.Refused(List.of(new Message("key", "This key is another's."))));
            walker.click("Use this certificate");
            assertThat(walker.page().locator("#summary")).isFocused();
            walker.page().keyboard().press("Tab");
            walker.page().keyboard().press("Enter");
            assertThat(walker.page().locator("#key")).isFocused();
        }
    }

    @Test
    void aServerThatRestartsCostsNothingThatWasTyped() {
        try (BrowserContext context = chromium.context()) {
            context.route("**/address/events", route -> route.fulfill(new Route.FulfillOptions().setStatus(503)));
            Walker walker = inScene(context, Scenes.IP_ORDERING);
            walker.fill("Domain name", "data.example.org");
            context.unroute("**/address/events");
            server.addresses.be(Scenes.IP_SERVED);
            assertThat(walker.page().locator(".sole .title").getByText("Browsers trust"))
                    .isVisible(new IsVisibleOptions()
                            .setTimeout(15_000));
            assertThat(walker.page().locator("#domain")).hasValue("data.example.org");
        }
    }

    private Walker inScene(BrowserContext context, Snapshot scene) {
        server.addresses.be(scene);
        Walker walker = Walker.in(context, server);
        walker.claim();
        return walker;
    }
}
