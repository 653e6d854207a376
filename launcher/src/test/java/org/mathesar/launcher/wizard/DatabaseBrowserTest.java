package org.mathesar.launcher.wizard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
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
import org.mathesar.launcher.setup.Databases.Conversation;
import org.mathesar.launcher.setup.Databases.Entry;
import org.mathesar.launcher.setup.SetupState;

/** The pages about databases in a real browser, while what they show changes under them. */
@Tag("browser")
class DatabaseBrowserTest {
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
            Walker walker = administrator(context, suffix);
            DatabaseWalk walk = new DatabaseWalk(server, walker);
            walk.strangers();
            walk.all();
            walk.conversation();
            walk.rows();
            walk.remove();
        }
    }

    @Test
    void aCheckIsSeenLiveAndLeadsOn() {
        try (BrowserContext context = chromium.context()) {
            Walker walker = Walker.in(context, server);
            walker.claim();
            walker.click("Continue");
            server.firstBoot.examineSlowly();
            walker.page().getByLabel("An existing PostgreSQL server").check();
            walker.fill("Connection string", "postgres://ada:hunter2@db.example.org/mathesar");
            walker.click("Continue");
            walker.sees("Looking at the database");
            server.firstBoot.examined(true, DatabaseScenes.MISSING);
            assertThat(walker.page().locator("#problem")).isFocused();
            assertThat(walker.page().locator("#text")).hasValue("postgres://ada@db.example.org/mathesar");
            walker.click("Continue");
            server.firstBoot.examined(false, DatabaseScenes.findings());
            assertThat(walker.page().locator("#announcement")).containsText("Under way");
            server.firstBoot.passCheck();
            walker.isAt("administrator");
        }
    }

    @Test
    void aCheckNeedsNoScripts() {
        try (BrowserContext context = chromium.context(360, ColorScheme.LIGHT, false)) {
            Walker walker = Walker.in(context, server);
            walker.claim();
            walker.click("Continue");
            server.firstBoot.examineSlowly();
            walker.page().getByLabel("An existing PostgreSQL server").check();
            walker.fill("Connection string", "postgres://ada:hunter2@db.example.org/mathesar");
            walker.click("Continue");
            server.firstBoot.examined(false, DatabaseScenes.findings());
            assertThat(walker.page().getByText("PostgreSQL 16.4 suits.")).isVisible();
            server.firstBoot.passCheck();
            walker.isAt("administrator");
        }
    }

    @Test
    void theConversationIsSeenLiveAndLeadsOn() {
        try (BrowserContext context = chromium.context()) {
            Walker walker = administrator(context, "");
            server.databases.be(new Conversation.Examining(DatabaseScenes.FULL, List.of()));
            walker.open("connect");
            server.databases.be(DatabaseScenes.examining());
            assertThat(walker.page().getByText("PostgreSQL 16.4 suits.")).isVisible();
            server.databases.be(DatabaseScenes.plannedFull());
            walker.sees("What will be connected");
            walker.click("Connect");
            assertEquals(List.of("confirm"), server.databases.calls());
            server.databases.be(DatabaseScenes.working());
            walker.open("connect");
            server.databases.be(DatabaseScenes.done());
            walker.sees("Your database is connected");
        }
    }

    @Test
    void theConversationNeedsNoScripts() {
        try (BrowserContext context = chromium.context(360, ColorScheme.LIGHT, false)) {
            Walker walker = administrator(context, "");
            server.databases.be(DatabaseScenes.working());
            walker.open("connect");
            server.databases.be(DatabaseScenes.done());
            walker.sees("Your database is connected");
            assertThat(walker.button("Copy")).hasCount(0);
        }
    }

    @Test
    void theStatementIsCopied() {
        try (BrowserContext context = chromium.context()) {
            context.grantPermissions(List.of("clipboard-read", "clipboard-write"));
            Walker walker = administrator(context, "");
            server.databases.be(DatabaseScenes.plannedRows(DatabaseScenes.badRole()));
            walker.open("connect");
            Page page = walker.page();
            page.locator("#working-copy").click();
            assertThat(page.locator("#announcement")).hasText("Copied");
            assertEquals(DatabaseScenes.PREPARATION.working(), page.evaluate("navigator.clipboard.readText()"));
            page.locator(".trouble .copy").click();
            page.waitForCondition(() -> "ALTER ROLE mathesar_editor NOBYPASSRLS;"
                    .equals(page.evaluate("navigator.clipboard.readText()")));
        }
    }

    @Test
    void theKeyboardReachesEverythingOfThePlan() {
        try (BrowserContext context = chromium.context()) {
            Walker walker = administrator(context, "");
            server.databases.be(DatabaseScenes.plannedRows());
            walker.open("connect");
            for (String id : List.of("working", "working-copy", "role", "password", "user-0", "user-2")) {
                walker.tabTo(id);
            }
            walker.page().keyboard().press("Space");
            walker.tabToButton();
            walker.page().keyboard().press("Enter");
            assertThat(walker.page()).hasURL(walker.url("connect#roles"));
            assertEquals(List.of("role | mathesar_editor |  | Émilie du Châtelet"), server.databases.calls());
        }
    }

    @Test
    void theLastPageOfTheSetUpLeadsToTheFirstDatabase() {
        try (BrowserContext context = chromium.context()) {
            Walker walker = Walker.in(context, server);
            walker.claim();
            server.firstBoot.be(new SetupState.Ready(WizardServer.PLAN));
            server.firstBoot.giveSession(FakeDatabases.SESSION);
            server.addresses.be(Scenes.mode(org.mathesar.launcher.setup.Addresses.Mode.PLATFORM,
                    java.util.Optional.empty(), java.util.Optional.empty()));
            walker.open("done");
            walker.page().getByText("Connect your database").last().click();
            walker.isAt("connect");
            walker.sees("Connect your database");
        }
    }

    private Walker administrator(BrowserContext context, String suffix) {
        server.firstBoot.be(new SetupState.Ready(WizardServer.PLAN));
        server.databases.letIn(new Entry.Administrator("ada"));
        context.addCookies(List.of(new com.microsoft.playwright.options.Cookie("sessionid", FakeDatabases.SESSION)
                .setUrl(server.url("/").toString())));
        return new Walker(server, context.newPage(), suffix);
    }
}
