package org.mathesar.launcher.wizard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Keyboard;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.SameSiteAttribute;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The wizard in a real browser over HTTPS, as a person meets it. */
@Tag("browser")
class WizardBrowserTest {
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
    void everyPageFitsTheScreen(int width, ColorScheme scheme) {
        String suffix = "-" + width + "-" + scheme.name().toLowerCase(Locale.ROOT);
        try (BrowserContext context = chromium.context(width, scheme, true)) {
            Walker walker = new Walker(server, context.newPage(), suffix);
            PictureWalk walk = new PictureWalk(server, walker);
            walk.claimAndAddress();
            walk.database();
            walk.administrator();
            walk.installation();
        }
        try (BrowserContext context = chromium.context(width, scheme, true)) {
            server.firstBoot.be(WizardServer.answered());
            Walker stranger = new Walker(server, context.newPage(), suffix);
            stranger.open("database");
            stranger.photograph("16-claimed-already");
            stranger.open("nonsense");
            stranger.photograph("17-notice");
        }
    }

    @Test
    void theKeyboardAloneIsEnough() {
        try (BrowserContext context = chromium.context()) {
            Walker walker = Walker.in(context, server);
            Keyboard keyboard = walker.page().keyboard();
            claimByKeyboard(walker, keyboard);
            walker.tabTo("continue");
            keyboard.press("Enter");
            walker.isAt("database");
            walker.tabTo("bundled");
            keyboard.press("ArrowDown");
            walker.tabTo("text");
            keyboard.type("postgres://ada:pw@db.example.org/mathesar");
            walker.tabToButton();
            keyboard.press("Enter");
            walker.isAt("administrator");
            for (String field : List.of("username", "password", "repeated")) {
                walker.tabTo(field);
                keyboard.type("correct horse");
            }
            walker.tabTo("shareUsage");
            keyboard.press("Space");
            walker.tabToButton();
            keyboard.press("Space");
            walker.isAt("progress");
            assertTrue(server.firstBoot.administrator().get().consents().shareUsage());
            finish();
            walker.isAt("done");
            keyboard.press("Tab");
            keyboard.press("Enter");
            walker.sees("It is Mathesar");
        }
    }

    private static void claimByKeyboard(Walker walker, Keyboard keyboard) {
        walker.open("claim");
        walker.tabTo("code");
        keyboard.type("wrong");
        keyboard.press("Enter");
        assertThat(walker.page().locator("#summary")).isFocused();
        keyboard.press("Tab");
        keyboard.press("Enter");
        assertThat(walker.page().locator("#code")).isFocused();
        keyboard.press("Control+A");
        keyboard.type(FakeClaimGate.CODE);
        keyboard.press("Enter");
        assertThat(walker.page()).hasTitle("Address and encryption – step 2 of 5 – Mathesar");
    }

    @Test
    void nothingNeedsScriptsAndProgressMovesOnByItself() {
        try (BrowserContext context = chromium.context(360, ColorScheme.LIGHT, false)) {
            Walker walker = new Walker(server, context.newPage(), "");
            walker.walkToProgress();
            server.firstBoot.say("Downloading");
            assertThat(walker.page().getByText("Downloading")).isVisible();
            finish();
            walker.isAt("done");
            walker.page().getByText("Open Mathesar").click();
            walker.sees("It is Mathesar");
        }
    }

    @Test
    void theBrowserHoldsTheOwnersCookieAndMathesarsSessionAsTheyShouldBe() {
        try (BrowserContext context = chromium.context()) {
            Walker walker = Walker.in(context, server);
            walker.walkToProgress();
            finish();
            assertThat(walker.page().getByText("You are signed in already")).isVisible();
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
        try (BrowserContext context = chromium.context()) {
            Walker walker = Walker.in(context, server);
            walker.open("claim?code=" + FakeClaimGate.CODE);
            walker.button("Claim this server").dblclick();
            walker.isAt("address");
            assertEquals(1, server.gate.attempts());
        }
    }

    @Test
    void aLinkOnAnotherSiteLeadsTheOwnerToTheirPage() {
        try (BrowserContext context = chromium.context()) {
            Walker walker = Walker.in(context, server);
            walker.walkToProgress();
            List<String> visited = new CopyOnWriteArrayList<>();
            walker.page().onRequest(request -> visited.add(request.url()));
            walker.page().navigate("data:text/html,<a href='" + walker.url("claim?code=OLD-CODE") + "'>console</a>");
            walker.page().getByText("console").click();
            walker.isAt("progress");
            assertTrue(visited.contains(walker.url("claim?arrived=1&code=OLD-CODE")), visited.toString());
        }
    }

    @Test
    void theBackButtonLeadsToWhereOneIs() {
        try (BrowserContext context = chromium.context()) {
            Walker walker = Walker.in(context, server);
            walker.walkToProgress();
            walker.page().goBack();
            walker.isAt("progress");
        }
    }

    @Test
    void anOpenProgressPageSaysWhenItsSessionHasEnded() {
        try (BrowserContext context = chromium.context()) {
            Walker walker = Walker.in(context, server);
            walker.walkToProgress();
            server.gate.endSessions();
            walker.sees("This server is already claimed");
        }
    }

    private void finish() {
        for (int task = 0; task < 4; task++) {
            server.firstBoot.finishTask();
        }
    }

    private static Cookie cookie(BrowserContext context, String name) {
        return context.cookies().stream().filter(cookie -> cookie.name.equals(name)).findFirst().orElseThrow();
    }
}
