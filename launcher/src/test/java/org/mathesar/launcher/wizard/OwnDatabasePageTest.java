package org.mathesar.launcher.wizard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mathesar.launcher.wizard.Visitor.location;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mathesar.launcher.database.Finding;
import org.mathesar.launcher.database.Finding.Verdict;
import org.mathesar.launcher.database.Step;
import org.mathesar.launcher.setup.FirstBoot.Message;
import org.mathesar.launcher.setup.FirstBoot.Outcome;
import org.mathesar.launcher.setup.Plan;
import org.mathesar.launcher.setup.SetupState;

/** Where Mathesar keeps its own data, while an existing server is examined. */
class OwnDatabasePageTest {
    private static final String PASSWORD = "hunter2-correct-horse";
    private static final String WATCH = "/-/setup/database?watch=1";

    private final WizardServer server = WizardServer.start();
    private final Visitor owner = server.ownerIn(
            new SetupState.Asking(Plan.Draft.EMPTY.with(new Plan.Address.AsReached())));

    @BeforeEach
    void examineSlowly() {
        server.firstBoot.examineSlowly();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void allThatWasGivenIsPassedOn() {
        owner.post("database", "choice", "existing", "host", "h", "authority", " -----BEGIN CERTIFICATE----- ",
                "prepare", "yes", "password", PASSWORD);
        assertEquals(List.of("claimed", "external  DatabaseFields[h:/] " + PASSWORD
                + "-----BEGIN CERTIFICATE----- prepare"), server.firstBoot.calls());
    }

    @Test
    void whileItIsExaminedOnlyTheListIsShownAndThePageLooksAgain() {
        assertEquals(WATCH, location(submit()));
        server.firstBoot.examined(false, DatabaseScenes.good(Step.DETAILS, "All is there."));
        for (String path : List.of("database", "database?watch=1")) {
            String page = owner.get(path).body();
            for (String part : List.of("All is there.", "<li class=\"task RUNNING\">\n<p class=\"title\">The host name",
                    FakeDatabases.PLACE, "<noscript><meta http-equiv=\"refresh\" content=\"2;url=" + WATCH,
                    "data-events=\"/-/setup/database/events?showing=checking\"")) {
                assertTrue(page.contains(part), part + " in " + page);
            }
            assertFalse(page.contains("<form"), page);
        }
        assertEquals(WATCH, location(submit()), "a second form is harmless");
    }

    @Test
    void whatIsWrongIsExplainedAboveTheFormThatIsFilledAgain() {
        submit();
        server.firstBoot.examined(true, DatabaseScenes.findings(DatabaseScenes.MISSING));
        String page = owner.get("database").body();
        for (String part : List.of("<title>Error: ", "<p class=\"cause\">The role mathesar may not create schemas",
                "As an administrator, connected to the database library, run:",
                "GRANT CREATE ON DATABASE library TO mathesar;\nGRANT ALL ON SCHEMA public TO mathesar;</pre>",
                "SQLSTATE: 42501", "Port 5432 answers over IPv4", "value=\"db.local\"", "value=\"5433\"",
                "<option value=\"require\" selected>", "-----BEGIN CERTIFICATE-----",
                "id=\"prepare\" value=\"yes\" checked",
                "id=\"existing\" value=\"existing\" checked", "Please type the password once more")) {
            assertTrue(page.contains(part), part + " in " + page);
        }
        assertFalse(page.contains(PASSWORD), page);
    }

    @Test
    void whatOnlyPassesByItselfIsNotSaidToBeTriedAgain() {
        submit();
        server.firstBoot.examined(true, new Finding(Step.CONNECTIONS, Verdict.BAD, "All connections are in use.",
                Optional.of(DatabaseScenes.busy()), Duration.ZERO));
        String page = owner.get("database").body();
        assertTrue(page.contains("Try again in a minute."), page);
        assertFalse(page.contains("tried again by itself"), page);
    }

    @Test
    void afterAGoodCheckWhoeverWatchedIsLedOn() {
        submit();
        server.firstBoot.passCheck();
        assertEquals("/-/setup/administrator", location(owner.get("database?watch=1")));
        String page = owner.get("database").body();
        assertTrue(page.contains("value=\"db.example.org\""), page);
    }

    @Test
    void whoeverChangesTheAnswerLaterSeesTheCheckToo() {
        server.firstBoot.be(WizardServer.answered());
        assertEquals(WATCH, location(submit()));
        assertTrue(owner.get("database").body().contains("data-events"));
    }

    @Test
    void aMistakeIsShownAtItsFieldWhetherTextOrPartsWereGiven() {
        for (String field : List.of("authority", "sslMode")) {
            server.firstBoot.answerNext(new Outcome.Refused(List.of(new Message(field, "Not like this."))));
            String page = owner.post("database", "choice", "existing", "text", "postgres://u:" + PASSWORD + "@h/d")
                    .body();
            assertTrue(page.contains("<a href=\"#" + field + "\">Not like this.</a>"), page);
            assertFalse(page.contains(PASSWORD), page);
        }
    }

    @Test
    void aPrivateKeyInTheWrongFieldIsNotShownAgain() {
        server.firstBoot.answerNext(new Outcome.Refused(List.of(new Message("authority", "This is a key."))));
        String page = owner.post("database", "choice", "existing", "host", "h", "authority",
                "-----BEGIN PRIVATE KEY----- MIIsecret").body();
        assertFalse(page.contains("MIIsecret"), page);
    }

    @Test
    void aCertificateWithItsChainFits() {
        assertEquals(303, owner.post("database", "choice", "existing", "host", "h", "authority", "x".repeat(40_000))
                .statusCode());
    }

    @Test
    void whatTheServerSaysIsEscaped() {
        submit();
        String script = "<script>alert('1')</script>";
        server.firstBoot.examined(true,
                DatabaseScenes.bad(Step.LOGIN, "No " + script, "Run: DROP ROLE \"" + script + "\"; and " + script));
        String page = owner.get("database").body();
        assertFalse(page.contains("<script>"), page);
        assertTrue(page.contains("DROP ROLE \"&lt;script&gt;alert('1')&lt;/script&gt;\";</pre>"), page);
    }

    private java.net.http.HttpResponse<String> submit() {
        return owner.post("database", "choice", "existing", "host", "db.local", "port", "5433", "database", "m", "user",
                "u", "password", PASSWORD, "sslMode", "require", "authority", "-----BEGIN CERTIFICATE-----", "prepare",
                "yes");
    }
}
