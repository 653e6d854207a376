package org.mathesar.launcher.wizard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mathesar.launcher.wizard.Visitor.location;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.setup.Databases.Conversation;
import org.mathesar.launcher.setup.FirstBoot.Message;
import org.mathesar.launcher.setup.FirstBoot.Outcome;

/** The way to one connection, stage by stage. */
class ConnectPageTest {
    private static final String PASSWORD = "hunter2-correct-horse";

    private final WizardServer server = WizardServer.start();
    private final Visitor administrator = server.administrator();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void theFormPassesOnAllThatWasGiven() {
        assertEquals("/-/setup/connect", location(administrator.post("connect", "action", "examine", "access", "rows",
                "text", " postgres://u:p@h/d ", "sslMode", "verify-full", "authority", "PEM", "nickname", " Books ")));
        administrator.post("connect", "action", "examine", "access", "full", "host", "h", "database", "d", "user", "u",
                "password", " two blanks ");
        assertEquals(List.of(
                "examine | postgres://u:p@h/d | DatabaseFields[:/] |  |  | verify-full | PEM | Books"
                        + " | NO_STRUCTURE_CHANGES",
                "examine |  | DatabaseFields[h:/d] | u |  two blanks  |  |  |  | FULL"), server.databases.calls());
    }

    @Test
    void noChoiceOfAccessIsAMistake() {
        HttpResponse<String> refused = administrator.post("connect", "action", "examine", "host", "h");
        assertEquals(422, refused.statusCode());
        assertTrue(refused.body().contains("<a href=\"#access\">"), refused.body());
        assertEquals(List.of(), server.databases.calls());
    }

    @Test
    void mistakesAreShownAtTheirFieldsAndNoPasswordComesBack() {
        server.databases.answer(new Outcome.Refused(List.of(new Message("nickname", "Taken."),
                new Message("host", "No host."), new Message("nowhere", "Odd."))));
        String page = administrator.post("connect", "action", "examine", "access", "rows", "text",
                "postgres://u:" + PASSWORD + "@h/d", "nickname", "Books\"><b>", "password", PASSWORD).body();
        for (String part : List.of("<a href=\"#nickname\">Taken.</a>", "<a href=\"#text\">No host.</a>",
                "<a href=\"#text\">Odd.</a>", ">postgres://u@h/d</textarea>", "id=\"rows\" value=\"rows\" checked",
                "Please type the password once more", "value=\"Books&#34;>&lt;b>\"")) {
            assertTrue(page.contains(part), part + " in " + page);
        }
        assertFalse(page.contains(PASSWORD), page);
    }

    @Test
    void aProblemIsShownAboveTheForm() {
        server.databases.answer(new Outcome.Failed(new Problem.Fixable("Too busy.", "Wait.", "detail <1>")));
        String page = administrator.post("connect", "action", "examine", "access", "full", "host", "h").body();
        assertTrue(page.contains("<p class=\"cause\">Too busy.</p>") && page.contains("detail &lt;1"), page);
        assertTrue(page.contains("value=\"h\""), page);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatGoesOnIsShownWithoutAnyForm(boolean examining) {
        server.databases.be(examining ? DatabaseScenes.examining() : DatabaseScenes.working());
        String page = administrator.get("connect").body();
        String showing = examining ? "examining" : "working";
        for (String part : List.of("content=\"2;url=/-/setup/connect\"",
                "data-events=\"/-/setup/connect/events?showing=" + showing, "task RUNNING", "task DONE")) {
            assertTrue(page.contains(part), part + " in " + page);
        }
        assertFalse(page.contains("<form"), page);
    }

    @Test
    void aRefusalExplainsAndFillsTheFormAgain() {
        administrator.post("connect", "action", "examine", "access", "rows", "host", "db.local", "password", PASSWORD,
                "nickname", "Books");
        server.databases.be(DatabaseScenes.refused(DatabaseScenes.FULL, DatabaseScenes.POOLER));
        String page = administrator.get("connect").body();
        for (String part : List.of("transaction pooler, which cuts", "the same string with port 5432.",
                "value=\"db.local\"", "value=\"Books\"", "id=\"rows\" value=\"rows\" checked", "SQLSTATE: 42501",
                "Please type the password once more")) {
            assertTrue(page.contains(part), part + " in " + page);
        }
        assertFalse(page.contains(PASSWORD), page);
        String other = server.visitor().with("sessionid", "another0ne").get("connect").body();
        assertFalse(other.contains("db.local"), other);
    }

    @Test
    void withFullAccessThePlanAsksOnlyForAYes() {
        server.databases.be(DatabaseScenes.plannedFull());
        String page = administrator.get("connect").body();
        for (String part : List.of("The schema __msar with 17 functions", "The connection is encrypted, but",
                "value=\"confirm\"", "The town’s library", "Full access")) {
            assertTrue(page.contains(part), part + " in " + page);
        }
        assertFalse(page.contains("Give the role") || page.contains("type=\"password\""), page);
        assertEquals("/-/setup/connect", location(administrator.post("connect", "action", "confirm")));
        assertEquals("/-/setup/connect", location(administrator.post("connect", "action", "again")));
        assertEquals(List.of("confirm", "start over"), server.databases.calls());
    }

    @Test
    void withoutStructureChangesItCanBeConfirmedOnlyOnceARoleIsGood() {
        server.databases.be(DatabaseScenes.plannedRows());
        String page = administrator.get("connect").body();
        assertFalse(page.contains("value=\"confirm\""), page);
        assertTrue(page.contains("<pre tabindex=\"0\" role=\"region\" aria-label=\"SQL that makes the role"
                + " mathesar_editor\" id=\"working\">CREATE ROLE mathesar_editor LOGIN"), page);
        assertTrue(page.contains("CREATE ROLE mathesar_installer"), page);
        assertTrue(page.contains("value=\"mathesar_editor\""), page);
        server.databases.be(DatabaseScenes.plannedRows(DatabaseScenes.badRole()));
        String bad = administrator.get("connect").body();
        assertFalse(bad.contains("value=\"confirm\""), bad);
        assertTrue(bad.contains("ALTER ROLE mathesar_editor NOBYPASSRLS;</pre>"), bad);
        assertTrue(bad.contains("value=\"mathesar_editor\""), "the role to mend is proposed again " + bad);
        server.databases.be(DatabaseScenes.plannedRows(DatabaseScenes.goodRole()));
        String good = administrator.get("connect").body();
        assertTrue(good.contains("value=\"confirm\"") && good.contains("in 2 of 4 tables"), good);
    }

    @Test
    void aRoleIsGivenWithThePeopleWhoWorkAsIt() {
        server.databases.be(DatabaseScenes.plannedRows());
        assertEquals("/-/setup/connect#roles", location(administrator.post("connect", "action", "role", "role", " ed ",
                "password", " p ", "users", "ada", "users", "Émilie du Châtelet")));
        assertEquals(List.of("role | ed |  p  | ada+Émilie du Châtelet"), server.databases.calls());
        String page = administrator.get("connect").body();
        assertTrue(page.contains("value=\"ada\" checked"), "whoever was ticked stays ticked " + page);
    }

    @Test
    void aMistakeAboutTheRoleKeepsWhatWasTyped() {
        server.databases.be(DatabaseScenes.plannedRows());
        server.databases.answer(new Outcome.Refused(List.of(new Message("password", "Type it."))));
        String page = administrator.post("connect", "action", "role", "role", "ed", "password", PASSWORD, "users",
                "ada").body();
        assertTrue(page.contains("<a href=\"#password\">Type it.</a>") && page.contains("value=\"ed\"")
                && page.contains("value=\"ada\" checked"), page);
        assertFalse(page.contains(PASSWORD), page);
    }

    @Test
    void aFailureCanBeTriedAgainOrGivenUp() {
        server.databases.be(DatabaseScenes.failed());
        String page = administrator.get("connect").body();
        for (String part : List.of("The server closed the connection.", "See whether it was restarted",
                "FATAL: terminating connection", "value=\"confirm\"", "value=\"again\"")) {
            assertTrue(page.contains(part), part + " in " + page);
        }
    }

    @Test
    void theEndLeadsToMathesarAndTellsWhoSeesWhichRows() {
        server.databases.be(DatabaseScenes.done());
        String page = administrator.get("connect").body();
        for (String part : List.of("class=\"button\" href=\"/\"", "Rows are filtered for mathesar_editor in 2 of 4",
                "members_of_own_branch", "The API of Supabase shows", "Connect another database")) {
            assertTrue(page.contains(part), part + " in " + page);
        }
    }

    @Test
    void aFormThatComesTooLateSaysSo() {
        server.databases.answer(new Outcome.Stale());
        for (String action : List.of("examine", "role", "confirm", "again")) {
            HttpResponse<String> late = administrator.post("connect", "action", action, "access", "full");
            assertEquals(409, late.statusCode(), action);
            assertTrue(late.body().contains("href=\"/-/setup/connect\""), late.body());
        }
    }

    @Test
    void anUnknownButtonDoesNothing() {
        assertEquals(422, administrator.post("connect", "action", "nonsense").statusCode());
        assertEquals(List.of(), server.databases.calls());
    }

    @Test
    void lookingChangesNothing() {
        for (Map.Entry<String, Conversation> scene : DatabaseScenes.all().entrySet()) {
            server.databases.be(scene.getValue());
            assertEquals(200, administrator.get("connect").statusCode(), scene.getKey());
        }
        assertEquals(List.of(), server.databases.calls());
    }

    @Test
    void aWholeChainOfCertificatesFits() {
        assertEquals(303, administrator.post("connect", "action", "examine", "access", "full", "host", "h",
                "authority", "x".repeat(400_000)).statusCode());
        assertEquals(413, administrator.post("connect", "action", "examine", "authority", "x".repeat(600_000))
                .statusCode());
    }
}
