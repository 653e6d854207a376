package org.mathesar.launcher.wizard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.SameSiteAttribute;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.setup.FirstBoot.Message;
import org.mathesar.launcher.setup.FirstBoot.Outcome;
import org.mathesar.launcher.setup.SetupState;

/** The wizard in the system's Chromium, as a person meets it. */
@Tag("browser")
class WizardBrowserTest {
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final Problem UNREACHABLE = new Problem.Fixable("Nothing answers at db.example.org, port 5432.",
            "Check the host and the port, and whether the server’s firewall lets this machine in.",
            "org.postgresql.util.PSQLException: Connection to db.example.org:5432 refused.\n"
                    + "Check that the hostname and port are correct.");

    private static Playwright playwright;
    private static Browser browser;

    private WizardServer server;

    @BeforeAll
    static void launchBrowser() {
        playwright = Playwright
                .create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        String chromium = Optional.ofNullable(System.getenv("CHROMIUM")).orElse("/usr/bin/chromium");
        browser = playwright.chromium()
                .launch(new BrowserType.LaunchOptions().setExecutablePath(Path.of(chromium))
                        .setArgs(List.of("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                                "--disable-background-networking", "--disable-component-update", "--disable-sync")));
    }

    @AfterAll
    static void closeBrowser() {
        playwright.close();
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
    void everyPageFitsTheScreen(int width, ColorScheme scheme) {
        try (BrowserContext context = context(width, scheme, true)) {
            Gallery gallery = new Gallery(context.newPage(), width + "-" + scheme.name().toLowerCase());
            Page page = gallery.page;
            page.navigate(url("claim"));
            gallery.take("01-claim");
            page.getByLabel("Setup code").fill("WRONG");
            click(page, "Claim this server");
            gallery.take("02-claim-wrong");
            page.navigate(url("claim?code=" + FakeClaimGate.CODE));
            click(page, "Claim this server");
            gallery.take("03-address");
            click(page, "Continue");
            gallery.take("04-database");
            page.getByLabel("An existing PostgreSQL server").check();
            gallery.take("05-database-existing");
            page.getByLabel("Host").fill("db.example.org");
            page.getByLabel("Role name").fill("mathesar");
            page.getByLabel("Password").fill("hunter2hunter2");
            server.firstBoot.answerNext(new Outcome.Failed(UNREACHABLE));
            click(page, "Continue");
            page.getByText("Technical detail").click();
            gallery.take("06-database-problem");
            server.firstBoot.answerNext(new Outcome.Refused(List.of(new Message("port", "Enter a number up to 65535."),
                    new Message("database", "Enter the name of the database."))));
            click(page, "Continue");
            gallery.take("07-database-mistakes");
            page.getByLabel("The bundled PostgreSQL").check();
            click(page, "Continue");
            gallery.take("08-administrator");
            page.getByLabel("Username").fill("ada");
            server.firstBoot.answerNext(
                    new Outcome.Refused(List.of(new Message("password", "This password is entirely numeric."),
                            new Message("repeated", "The two passwords differ."))));
            click(page, "Install Mathesar");
            gallery.take("09-administrator-mistakes");
            server.firstBoot.goOffline();
            page.navigate(url("administrator"));
            gallery.take("10-administrator-offline");
            giveAdministrator(page);
            assertThat(page).hasURL(url("progress"));
            server.firstBoot.say("mathesar-0.12.0.tar.gz, 41 % of 38 MB");
            assertThat(page.getByText("41 % of 38 MB")).isVisible();
            gallery.take("11-progress");
            server.firstBoot.finishTask();
            server.firstBoot.block(UNREACHABLE);
            assertThat(heading(page)).hasText("The installation has stopped");
            gallery.take("12-progress-blocked");
            click(page, "Try again");
            server.firstBoot.be(WizardServer.installing());
            server.firstBoot.forgetAdministrator();
            server.firstBoot.be(new SetupState.NeedsOwner(WizardServer.PLAN));
            assertThat(page).hasURL(url("administrator"));
            gallery.take("13-administrator-again");
            server.firstBoot.giveSession("session0fmathesar");
            giveAdministrator(page);
            assertThat(heading(page)).hasText("Mathesar is ready");
            gallery.take("14-done");
            page.reload();
            gallery.take("15-done-again");
        }
        try (BrowserContext context = context(width, scheme, true)) {
            server.firstBoot.be(WizardServer.answered());
            Gallery gallery = new Gallery(context.newPage(), width + "-" + scheme.name().toLowerCase());
            gallery.page.navigate(url("database"));
            gallery.take("16-claimed-already");
            gallery.page.navigate(url("nonsense"));
            gallery.take("17-notice");
        }
    }

    @Test
    void theKeyboardAloneIsEnough() {
        try (BrowserContext context = context(1280, ColorScheme.LIGHT, true)) {
            Page page = context.newPage();
            page.navigate(url("claim"));
            tabTo(page, "code");
            page.keyboard().type("wrong");
            page.keyboard().press("Enter");
            assertThat(page.locator("#summary")).isFocused();
            page.keyboard().press("Tab");
            page.keyboard().press("Enter");
            assertThat(page.locator("#code")).isFocused();
            page.keyboard().press("Control+A");
            page.keyboard().type(FakeClaimGate.CODE);
            page.keyboard().press("Enter");
            assertThat(page).hasURL(url("address"));
            tabToButton(page);
            page.keyboard().press("Enter");
            assertThat(page).hasURL(url("database"));
            tabTo(page, "bundled");
            page.keyboard().press("ArrowDown");
            tabTo(page, "text");
            page.keyboard().type("postgres://ada:pw@db.example.org/mathesar");
            page.keyboard().press("Enter");
            assertThat(page).hasURL(url("administrator"));
            tabTo(page, "username");
            page.keyboard().type("ada");
            tabTo(page, "password");
            page.keyboard().type("correct horse");
            tabTo(page, "repeated");
            page.keyboard().type("correct horse");
            tabTo(page, "shareUsage");
            page.keyboard().press("Space");
            tabToButton(page);
            page.keyboard().press("Space");
            assertThat(page).hasURL(url("progress"));
            assertTrue(server.firstBoot.administrator().get().consents().shareUsage());
            finish();
            assertThat(page).hasURL(url("done"));
            page.keyboard().press("Tab");
            page.keyboard().press("Enter");
            assertThat(heading(page)).hasText("It is Mathesar");
        }
    }

    @Test
    void nothingNeedsScriptsAndProgressMovesOnByItself() {
        try (BrowserContext context = context(360, ColorScheme.LIGHT, false)) {
            Page page = context.newPage();
            page.navigate(url("claim?code=" + FakeClaimGate.CODE));
            click(page, "Claim this server");
            click(page, "Continue");
            click(page, "Continue");
            giveAdministrator(page);
            assertThat(page).hasURL(url("progress"));
            server.firstBoot.say("Downloading");
            assertThat(page.getByText("Downloading")).isVisible();
            page.screenshot(new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve("18-no-scripts-progress.png")));
            finish();
            assertThat(page).hasURL(url("done"));
            page.getByText("Open Mathesar").click();
            assertThat(heading(page)).hasText("It is Mathesar");
        }
    }

    @Test
    void theBrowserHoldsTheOwnersCookieAndMathesarsSessionAsTheyShouldBe() {
        try (BrowserContext context = context(1280, ColorScheme.LIGHT, true)) {
            Page page = context.newPage();
            walkToProgress(page);
            finish();
            assertThat(page.getByText("You are signed in already")).isVisible();
            Cookie owner = cookie(context, OwnerCookie.NAME);
            assertTrue(owner.secure && owner.httpOnly && owner.path.equals("/"));
            assertEquals(SameSiteAttribute.STRICT, owner.sameSite);
            Cookie session = cookie(context, "sessionid");
            assertEquals("session0fmathesar", session.value);
            assertTrue(session.secure && session.httpOnly);
            assertEquals(SameSiteAttribute.LAX, session.sameSite);
        }
    }

    @Test
    void aDoubleClickSendsTheFormOnce() {
        try (BrowserContext context = context(1280, ColorScheme.LIGHT, true)) {
            Page page = context.newPage();
            page.navigate(url("claim?code=" + FakeClaimGate.CODE));
            button(page, "Claim this server").dblclick();
            assertThat(page).hasURL(url("address"));
            assertEquals(1, server.gate.attempts());
        }
    }

    @Test
    void aLinkOnAnotherSiteLeadsTheOwnerToTheirPage() {
        try (BrowserContext context = context(1280, ColorScheme.LIGHT, true)) {
            Page page = context.newPage();
            walkToProgress(page);
            page.navigate("data:text/html,<a href='" + url("claim?code=OLD-CODE") + "'>console</a>");
            page.getByText("console").click();
            assertThat(page).hasURL(url("progress"));
        }
    }

    @Test
    void theBackButtonLeadsToWhereOneIs() {
        try (BrowserContext context = context(1280, ColorScheme.LIGHT, true)) {
            Page page = context.newPage();
            walkToProgress(page);
            page.goBack();
            assertThat(page).hasURL(url("progress"));
        }
    }

    @Test
    void anOpenProgressPageSurvivesARestartOfTheSession() {
        try (BrowserContext context = context(1280, ColorScheme.LIGHT, true)) {
            Page page = context.newPage();
            walkToProgress(page);
            server.gate.endSessions();
            assertThat(heading(page)).hasText("This server is already claimed");
        }
    }

    private void walkToProgress(Page page) {
        page.navigate(url("claim?code=" + FakeClaimGate.CODE));
        click(page, "Claim this server");
        click(page, "Continue");
        click(page, "Continue");
        giveAdministrator(page);
        assertThat(page).hasURL(url("progress"));
    }

    private void finish() {
        for (int task = 0; task < 4; task++) {
            server.firstBoot.finishTask();
        }
    }

    private static void giveAdministrator(Page page) {
        page.getByLabel("Username").fill("ada");
        page.getByLabel("Password", new Page.GetByLabelOptions().setExact(true)).fill("correct horse");
        page.getByLabel("Repeat the password").fill("correct horse");
        page.getByRole(AriaRole.BUTTON).click();
    }

    private static void tabTo(Page page, String id) {
        tabUntil(page, "id", id);
    }

    private static void tabToButton(Page page) {
        tabUntil(page, "type", "submit");
    }

    private static void tabUntil(Page page, String property, String value) {
        for (int i = 0; i < 30; i++) {
            if (value.equals(page.evaluate("name => document.activeElement[name]", property))) {
                return;
            }
            page.keyboard().press("Tab");
        }
        throw new AssertionError("the keyboard does not reach " + value);
    }

    private static Cookie cookie(BrowserContext context, String name) {
        return context.cookies().stream().filter(cookie -> cookie.name.equals(name)).findFirst().orElseThrow();
    }

    private static Locator heading(Page page) {
        return page.locator("h1");
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(AriaRole.BUTTON,
                new Page.GetByRoleOptions().setName(Pattern.compile(name)));
    }

    private static void click(Page page, String name) {
        button(page, name).click();
    }

    private String url(String page) {
        return server.url(org.mathesar.launcher.wizard.Page.ROOT + page).toString();
    }

    private static BrowserContext context(int width, ColorScheme scheme, boolean scripts) {
        return browser.newContext(new Browser.NewContextOptions().setIgnoreHTTPSErrors(true)
                .setJavaScriptEnabled(scripts).setViewportSize(width, 800).setColorScheme(scheme));
    }

    /** Takes pictures, and insists that nothing is wider than the screen. */
    private record Gallery(Page page, String suffix) {
        void take(String name) {
            page.waitForLoadState();
            page.screenshot(new Page.ScreenshotOptions().setFullPage(true)
                    .setPath(SCREENSHOTS.resolve(name + "-" + suffix + ".png")));
            assertEquals(true,
                    page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"),
                    name + " scrolls sideways at " + suffix);
        }
    }
}
