package org.mathesar.launcher.wizard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mathesar.launcher.wizard.Visitor.location;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mathesar.launcher.concierge.Dependents;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.setup.Databases.Connected;
import org.mathesar.launcher.setup.Databases.Entry;
import org.mathesar.launcher.setup.FirstBoot.Message;
import org.mathesar.launcher.setup.FirstBoot.Outcome;

/** What is connected, and what can be done about it: who may come, upgrading, rows, and removing. */
class DatabasePagesTest {
    private static final String PASSWORD = "hunter2-correct-horse";

    private final WizardServer server = WizardServer.start();
    private final Visitor administrator = server.administrator();

    @BeforeEach
    void connectTwo() {
        server.databases.have(DatabaseScenes.LIBRARY, DatabaseScenes.OLD);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"databases", "connect", "connect/events", "upgrade?id=3", "rows?id=3", "remove?id=3",
            "remove?done=1"})
    void onlyAdministratorsOfMathesarMayLook(String page) {
        HttpResponse<String> stranger = server.visitor().get(page);
        assertEquals(403, stranger.statusCode());
        assertTrue(stranger.body().contains("href=\"/auth/login/?next=/-/setup/databases\""), stranger.body());
        assertFalse(stranger.body().contains("library"), stranger.body());
        assertEquals(403, server.visitor().with("sessionid", "0ther").get(page).statusCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"connect", "upgrade", "rows", "remove"})
    void onlyAdministratorsOfMathesarMayActAndOnlyFromOurPages(String page) {
        String[] form = {"action", "confirm", "id", "3", "role", "r", "password", "p", "name", "library"};
        assertEquals(403, server.visitor().post(page, form).statusCode());
        server.databases.letIn(new Entry.NotAdministrator());
        assertEquals(403, administrator.post(page, form).statusCode());
        server.databases.letIn(new Entry.NotRunning());
        assertEquals(503, administrator.post(page, form).statusCode());
        server.databases.letIn(new Entry.Administrator("ada"));
        assertEquals(403, administrator.send(administrator.request(page).header("Origin", "https://evil.example")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(Visitor.form(form)))).statusCode());
        server.firstBoot.be(WizardServer.installing());
        assertEquals("/-/setup/", location(administrator.post(page, form)));
        assertEquals(List.of(), server.databases.calls());
    }

    @Test
    void eachReasonToBeLeftOutSaysWhatToDo() {
        server.databases.letIn(new Entry.NotAdministrator());
        assertTrue(administrator.get("databases").body().contains("sign in as one"));
        server.databases.letIn(new Entry.NotRunning());
        HttpResponse<String> absent = administrator.get("databases");
        assertEquals("10", absent.headers().firstValue("Retry-After").orElse(""));
        assertTrue(absent.body().contains("Mathesar does not answer now"), absent.body());
    }

    @Test
    void theOwnersCookieAloneOpensNothing() {
        Visitor owner = server.owner();
        server.firstBoot.be(new org.mathesar.launcher.setup.SetupState.Ready(WizardServer.PLAN));
        assertEquals(403, owner.get("databases").statusCode());
    }

    @Test
    void beforeMathesarIsReadyTheUsualPageIsShown() {
        server.firstBoot.be(WizardServer.installing());
        assertEquals("/-/setup/", location(administrator.get("databases")));
        assertEquals("/-/setup/", location(administrator.get("connect")));
    }

    @Test
    void aCookieThatCannotBeMathesarsIsNotPassedOn() {
        for (String cookie : List.of("a".repeat(201), "a%20b", "a/b")) {
            assertEquals(403, server.visitor().with("sessionid", cookie).get("databases").statusCode(), cookie);
        }
    }

    @Test
    void theListShowsEachDatabaseAndWhatItNeeds() {
        String page = administrator.get("databases").body();
        for (String part : List.of("The town’s library", FakeDatabases.PLACE, "Role: librarian",
                "Mathesar’s SQL in this database is of version 0.10.1.", "href=\"/-/setup/upgrade?id=4\"",
                "href=\"/-/setup/rows?id=3\"", "href=\"/-/setup/remove?id=3\"", "href=\"/-/setup/connect\"")) {
            assertTrue(page.contains(part), part + " in " + page);
        }
        assertFalse(page.contains("upgrade?id=3"), page);
        server.databases.have();
        assertTrue(administrator.get("databases").body().contains("No database is connected yet."));
    }

    @Test
    void namesAreEscaped() {
        String script = "<script>alert(1)</script>";
        server.databases.have(new Connected(5, script, script + " on h:1", List.of(script), Optional.of(script)));
        for (String page : List.of("databases", "upgrade?id=5", "rows?id=5", "remove?id=5")) {
            String body = administrator.get(page).body();
            assertFalse(body.contains("<script>"), body);
            assertTrue(body.contains("&lt;script"), body);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"upgrade", "rows", "remove"})
    void anUnknownDatabaseIsNotFound(String page) {
        for (String id : List.of("", "?id=9", "?id=-3", "?id=x", "?id=99999999999999999999", "?id=03")) {
            assertEquals(404, administrator.get(page + id).statusCode(), id);
        }
        assertEquals(404, administrator.post(page, "id", "9", "role", "r").statusCode());
        assertEquals(List.of(), server.databases.calls());
    }

    @ParameterizedTest
    @ValueSource(strings = {"upgrade", "rows", "remove"})
    void whatIsWrongIsShownAndNoPasswordComesBack(String page) {
        server.databases.answer(new Outcome.Refused(List.of(new Message("password", "It is wrong."))));
        HttpResponse<String> refused = administrator.post(page, "id", "3", "role", "libr\"", "password", PASSWORD);
        assertEquals(422, refused.statusCode());
        assertTrue(refused.body().contains("<a href=\"#password\">It is wrong.</a>"), refused.body());
        assertTrue(refused.body().contains("value=\"libr&#34;\""), refused.body());
        assertFalse(refused.body().contains(PASSWORD), refused.body());
        server.databases.answer(new Outcome.Failed(new Problem.Fixable("Gone.", "Bring it back.")));
        String failed = administrator.post(page, "id", "3", "role", "r", "password", PASSWORD).body();
        assertTrue(failed.contains("<p class=\"cause\">Gone.</p>"), failed);
        assertFalse(failed.contains(PASSWORD), failed);
        server.databases.answer(new Outcome.Stale());
        assertEquals(409, administrator.post(page, "id", "3").statusCode());
    }

    @Test
    void anUpgradeLeadsBackToTheList() {
        assertEquals("/-/setup/databases#database-4", location(
                administrator.post("upgrade", "id", "4", "role", " mathesar_installer ", "password", " p ")));
        assertEquals(List.of("upgrade | 4 | mathesar_installer |  p "), server.databases.calls());
    }

    @Test
    void theReportNamesEveryTableTheUnfilteredFirst() {
        server.databases.see(DatabaseScenes.rowSecurity());
        String page = administrator.post("rows", "id", "3", "role", "mathesar_editor", "password", PASSWORD).body();
        int last = 0;
        for (String part : List.of("Rows are filtered for mathesar_editor in 2 of 4 tables.",
                "<p class=\"note\">The API of Supabase shows", "Every row is visible: 1 table",
                "public.a_table_with_a_name", "Rows are filtered: 2 tables", "public.members",
                "for the owner too: <strong>yes</strong>", "members_of_own_branch", "public.loans",
                "for the owner too: <strong>no</strong>", "Not readable for this role: 1 table", "private.salaries")) {
            int place = page.indexOf(part, last);
            assertTrue(place >= last, part + " after " + last + " in " + page);
            last = place;
        }
        assertFalse(page.contains(PASSWORD), page);
        assertEquals(List.of("rows | 3 | mathesar_editor | " + PASSWORD), server.databases.calls());
    }

    @Test
    void whatDependsIsShownWithTheStatementThatFreesItAndNothingCanBeRemovedYet() {
        server.databases.see(DatabaseScenes.dependents());
        String page = administrator.post("remove", "id", "3", "action", "look", "role", "r", "password", PASSWORD)
                .body();
        for (String part : List.of("column email of table public.people", "It uses the type mathesar_types.email.",
                "ALTER TABLE public.people ALTER COLUMN email TYPE text;</pre>", "There is no ready statement",
                "value=\"r\"", "Look again")) {
            assertTrue(page.contains(part), part + " in " + page);
        }
        assertFalse(page.contains("value=\"remove\"") || page.contains(PASSWORD), page);
    }

    @Test
    void removingNeedsTheNameAndThePasswordOnceMore() {
        server.databases.see(new Dependents(List.of()));
        String free = administrator.post("remove", "id", "3", "role", "r", "password", PASSWORD).body();
        for (String part : List.of("Nothing of yours depends", "<code>__msar</code>", "All your schemas, tables, rows",
                "Type library to confirm", "value=\"remove\"")) {
            assertTrue(free.contains(part), part + " in " + free);
        }
        assertFalse(free.contains(PASSWORD), free);
        HttpResponse<String> unsure = administrator.post("remove", "id", "3", "action", "remove", "role", "r",
                "password", PASSWORD, "name", "Library");
        assertEquals(422, unsure.statusCode());
        assertTrue(unsure.body().contains("<a href=\"#name\">Type the name"), unsure.body());
        assertEquals("/-/setup/remove?done=1", location(administrator.post("remove", "id", "3", "action", "remove",
                "role", "r", "password", PASSWORD, "name", " library ")));
        assertEquals(List.of("dependents | 3 | r | " + PASSWORD, "remove | 3 | r | " + PASSWORD),
                server.databases.calls());
        assertTrue(administrator.get("remove?done=1").body().contains("Your own tables and their data"));
    }

    @Test
    void theLastPageOfTheSetUpLeadsHere() {
        Visitor owner = server.owner();
        server.firstBoot.be(new org.mathesar.launcher.setup.SetupState.Ready(WizardServer.PLAN));
        server.addresses.be(Scenes.served());
        String elsewhere = owner.get("done").body();
        assertTrue(elsewhere.contains("href=\"https://" + Scenes.NAME + "/-/setup/connect\""), elsewhere);
        server.addresses.be(Scenes.mode(org.mathesar.launcher.setup.Addresses.Mode.PLATFORM, Optional.empty(),
                Optional.empty()));
        String here = owner.get("done").body();
        assertTrue(here.contains("href=\"/-/setup/connect\"") && here.contains("You can skip this."), here);
    }
}
