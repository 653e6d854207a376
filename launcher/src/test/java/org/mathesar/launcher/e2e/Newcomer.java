package org.mathesar.launcher.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Somebody who has just started a launcher and opens the address it shows. */
final class Newcomer implements AutoCloseable {
    private static final Path PICTURES = Path.of("target", "screenshots", "firstboot");

    private final LaunchedServer server;
    private final BrowserContext context;
    private final Page page;
    private final String suffix;

    private Newcomer(LaunchedServer server, BrowserContext context, String suffix) {
        this.server = server;
        this.context = context;
        this.page = context.newPage();
        this.suffix = suffix;
    }

    /** The system's Chromium, which trusts the server's certificate and calls nobody. */
    static final class Browsers implements AutoCloseable {
        private final Playwright playwright = Playwright
                .create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        private final Browser browser;

        /** @param more arguments of Chromium */
        Browsers(String... more) {
            List<String> arguments = new ArrayList<>(List.of("--disable-gpu", "--disable-quic", "--no-first-run",
                    "--disable-background-networking", "--disable-component-update", "--disable-sync"));
            arguments.addAll(List.of(more));
            if (Program.isRoot()) {
                arguments.add("--no-sandbox");
            }
            String program = Optional.ofNullable(System.getenv("CHROMIUM")).orElse("/usr/bin/chromium");
            browser = playwright.chromium().launch(
                    new BrowserType.LaunchOptions().setExecutablePath(Path.of(program)).setArgs(arguments));
        }

        /** With a fresh profile. */
        Newcomer newcomer(LaunchedServer server, String name, int width, ColorScheme scheme) {
            BrowserContext context = browser.newContext(new Browser.NewContextOptions().setIgnoreHTTPSErrors(true)
                    .setViewportSize(width, 800).setColorScheme(scheme));
            context.setDefaultTimeout(30_000);
            return new Newcomer(server, context,
                    "-" + name + "-" + width + "-" + scheme.name().toLowerCase(Locale.ROOT));
        }

        @Override
        public void close() {
            playwright.close();
        }
    }

    Page page() {
        return page;
    }

    /** Opens the address that the launcher shows. */
    Page open() {
        page.navigate(server.claimUrl().toString());
        return page;
    }

    /** Opens one of the pages below /-/setup/. */
    void open(String name) {
        page.navigate(server.url().resolve("/-/setup/" + name).toString());
    }

    /** Answers every page, waits for the installation, and opens Mathesar. */
    void setUp(Duration limit) {
        claim();
        photograph("2-address");
        finish(limit);
        assertThat(page.getByText("You are signed in already")).isVisible();
        page.getByText("Open Mathesar").click();
        assertThat(page).hasURL(server.url().toString());
    }

    /** Presses the first button. */
    void claim() {
        photograph("1-claim");
        click("Claim this server");
        isAt("address");
    }

    /** From the page of addresses to the last one. */
    void finish(Duration limit) {
        click("Continue");
        isAt("database");
        photograph("3-database");
        click("Continue");
        isAt("administrator");
        fill("Username", LaunchedServer.ADMIN);
        fill("Password", LaunchedServer.PASSWORD);
        fill("Repeat the password", LaunchedServer.PASSWORD);
        photograph("4-administrator");
        click("Install Mathesar");
        page.waitForURL(url -> url.contains("/-/setup/progress") || url.contains("/-/setup/done"));
        photograph("5-progress");
        assertThat(page.locator("h1")).hasText("Mathesar is ready",
                new LocatorAssertions.HasTextOptions().setTimeout(limit.toMillis()));
        photograph("6-done");
    }

    /** Signs in on Mathesar's own page. */
    void signIn() {
        signIn(server.url());
    }

    /** Signs in there. */
    void signIn(URI url) {
        page.navigate(url.toString());
        page.locator("input[name=username]").fill(LaunchedServer.ADMIN);
        page.locator("input[name=password]").fill(LaunchedServer.PASSWORD);
        page.locator("input[name=password]").press("Enter");
        page.waitForURL(url.toString());
    }

    /** Mathesar's own interface has started and knows its administrator. */
    void signedInToMathesar() {
        assertThat(page.locator("body")).containsText("Databases",
                new LocatorAssertions.ContainsTextOptions().setTimeout(60_000));
        page.navigate(server.url().resolve("/administration/users/").toString());
        assertThat(page.locator("body")).containsText(LaunchedServer.ADMIN,
                new LocatorAssertions.ContainsTextOptions().setTimeout(60_000));
        photograph("7-signed-in");
    }

    void seesTable(FirstBootBrowserTest.Oaks oaks) {
        page.navigate(server.url().resolve("/db/" + oaks.database() + "/schemas/2200/tables/" + oaks.table() + "/")
                .toString());
        assertThat(page.locator("body")).containsText("oak",
                new LocatorAssertions.ContainsTextOptions().setTimeout(60_000));
        page.waitForTimeout(1000);
        photograph("8-table");
    }

    void click(String button) {
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(button)).click();
    }

    void fill(String label, String text) {
        page.getByLabel(label, new Page.GetByLabelOptions().setExact(true)).fill(text);
    }

    void isAt(String name) {
        assertThat(page).hasURL(server.url().resolve("/-/setup/" + name).toString());
    }

    /** Takes a picture, and insists that none of our pages is wider than the screen. */
    void photograph(String name) {
        page.waitForLoadState();
        page.screenshot(
                new Page.ScreenshotOptions().setFullPage(true).setPath(PICTURES.resolve(name + suffix + ".png")));
        if (page.url().contains("/-/setup/")) {
            assertEquals(true,
                    page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"),
                    name + " scrolls sideways");
        }
    }

    @Override
    public void close() {
        context.close();
    }
}
