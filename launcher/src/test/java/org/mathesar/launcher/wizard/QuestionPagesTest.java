package org.mathesar.launcher.wizard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mathesar.launcher.wizard.Visitor.location;

import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.setup.Administrator;
import org.mathesar.launcher.setup.FirstBoot.Message;
import org.mathesar.launcher.setup.FirstBoot.Outcome;
import org.mathesar.launcher.setup.Plan;
import org.mathesar.launcher.setup.SetupState;

class QuestionPagesTest {
    private static final String PASSWORD = "hunter2-correct-horse";
    private static final String SCRIPT = "\"><script>alert(1)</script>";

    private final WizardServer server = WizardServer.start();
    private final Visitor owner = server.owner();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void theBundledDatabaseIsProposed() {
        server.firstBoot.be(new SetupState.Asking(Plan.Draft.EMPTY.with(new Plan.Address.AsReached())));
        assertTrue(owner.get("database").body().contains("id=\"bundled\" value=\"bundled\" checked"));
    }

    @Test
    void noChoiceIsAMistakeAtTheChoice() {
        HttpResponse<String> refused = owner.post("database");
        assertEquals(422, refused.statusCode());
        assertTrue(refused.body().contains("<a href=\"#choice\">"), refused.body());
        assertTrue(refused.body().contains("<fieldset id=\"choice\" aria-describedby=\"choice-error\""));
    }

    @Test
    void anExistingDatabaseIsGivenAsFieldsOrAsText() {
        assertEquals("/-/setup/address", location(owner.post("database", "choice", "existing", "host", " db.local ",
                "port", "5433", "database", "m", "user", "u", "password", " " + PASSWORD + " ", "sslMode", "require")));
        owner.post("database", "choice", "existing", "text", " postgres://u:p@h/d ");
        assertEquals(
                List.of("claimed", "external  DatabaseFields[db.local:5433/m]  " + PASSWORD + " ",
                        "external postgres://u:p@h/d DatabaseFields[:/] "),
                server.firstBoot.calls());
    }

    @Test
    void afterAMistakeEverythingTypedIsKeptExceptThePassword() {
        server.firstBoot.answerNext(new Outcome.Refused(List.of(new Message("port", "A port is a number."),
                new Message("", "Together they make no sense."), new Message("nowhere", "Odd."))));
        HttpResponse<String> again = owner.post("database", "choice", "existing", "host", "db.local", "port", "abc",
                "database", "m", "user", "u", "password", PASSWORD, "sslMode", "verify-full");
        assertEquals(422, again.statusCode());
        for (String kept : List.of("id=\"existing\" value=\"existing\" checked", "value=\"db.local\"",
                "value=\"abc\"", "value=\"m\"", "value=\"u\"", "<option value=\"verify-full\" selected>",
                "<a href=\"#port\">A port is a number.</a>", "<li>Together they make no sense.</li>",
                "<a href=\"#host\">Odd.</a>", "Please type the password once more")) {
            assertTrue(again.body().contains(kept), kept + " in " + again.body());
        }
        assertFalse(again.body().contains(PASSWORD), again.body());
    }

    @Test
    void aProblemIsShownWithCauseActionAndFoldedDetail() {
        server.firstBoot.answerNext(
                new Outcome.Failed(
                        new Problem.Fixable("Nothing answers at db.local.", "Check the host.", "refused <1>")));
        String page = owner.post("database", "choice", "existing", "host", "db.local").body();
        for (String part : List.of("<title>Error: ", "Nothing answers at db.local.", "Check the host.", "<details>",
                "refused &lt;1&gt;")) {
            assertTrue(page.contains(part), part + " in " + page);
        }
    }

    @Test
    void mistakesInAConnectionStringAreShownAtTheConnectionString() {
        server.firstBoot.answerNext(new Outcome.Refused(List.of(new Message("port", "A port is a number."))));
        String page = owner.post("database", "choice", "existing", "text", "postgres://u:" + PASSWORD + "@h/d").body();
        assertTrue(page.contains("<a href=\"#text\">A port is a number.</a>"), page);
        assertTrue(page.contains(">postgres://u@h/d</textarea>"), page);
        assertFalse(page.contains(PASSWORD), page);
    }

    @Test
    void aStoredDatabaseIsShownAgainWhenOneGoesBack() {
        server.firstBoot.be(new SetupState.Asking(WizardServer.PLAN.database() instanceof Plan.DatabaseChoice.Bundled
                ? Plan.Draft.EMPTY.with(new Plan.Address.AsReached())
                        .with(new Plan.DatabaseChoice.External("db.local", 5433, "m", "u", "verify-ca"))
                : Plan.Draft.EMPTY));
        String page = owner.get("database").body();
        assertTrue(page.contains("value=\"db.local\"") && page.contains("value=\"5433\""), page);
        assertTrue(page.contains("<option value=\"verify-ca\" selected>"), page);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "host", "port", "database", "user", "sslMode", "choice"})
    void nothingTypedAboutADatabaseBecomesMarkup(String field) {
        server.firstBoot.answerNext(new Outcome.Refused(List.of(new Message(field, "Wrong: " + SCRIPT))));
        String page = owner.post("database", "choice", "existing", field, SCRIPT).body();
        assertFalse(page.contains("<script>"), page);
    }

    @ParameterizedTest
    @ValueSource(strings = {"password", "repeated", "username"})
    void aMistakeAboutTheAdministratorIsShownAtItsFieldAndNoPasswordComesBack(String field) {
        server.firstBoot.be(WizardServer.answered());
        server.firstBoot.answerNext(new Outcome.Refused(List.of(new Message(field, "Not " + SCRIPT))));
        String page = owner.post("administrator", "username", "ada" + SCRIPT, "password", PASSWORD, "repeated",
                PASSWORD + "2", "shareUsage", "yes").body();
        assertTrue(page.contains("id=\"" + field + "-error\""), page);
        assertTrue(page.contains("<a href=\"#" + field + "\">"), page);
        assertTrue(page.contains("value=\"ada&#34;>&lt;script>") || page.contains("value=\"ada&#34;&gt;"), page);
        assertTrue(page.contains("id=\"shareUsage\" value=\"yes\" checked"), page);
        assertFalse(page.contains("<script>") || page.contains(PASSWORD), page);
    }

    @Test
    void consentsAreOffUntilTicked() {
        server.firstBoot.be(WizardServer.answered());
        assertFalse(owner.get("administrator").body().contains("checked"));
        owner.post("administrator", "username", "ada", "password", PASSWORD, "repeated", PASSWORD);
        assertEquals(Administrator.Consents.NONE, server.firstBoot.administrator().get().consents());
    }

    @Test
    void withoutAWayOutConsentsCannotBeGiven() {
        server.firstBoot.be(WizardServer.answered());
        server.firstBoot.goOffline();
        String page = owner.get("administrator").body();
        assertTrue(page.contains("cannot reach the internet"), page);
        assertEquals(2, page.split(" disabled").length - 1, page);
        owner.post("administrator", "username", "ada", "password", PASSWORD, "repeated", PASSWORD, "shareUsage", "yes");
        assertEquals(Administrator.Consents.NONE, server.firstBoot.administrator().get().consents());
    }

    @Test
    void theBrowsersLanguageAndThePasswordsBlanksArePassedOn() {
        server.firstBoot.be(WizardServer.answered());
        owner.send(owner.request("administrator", "Accept-Language", "fr-CH, fr;q=0.9").header("Origin", owner.origin())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(java.net.http.HttpRequest.BodyPublishers.ofString("username=+ada+&password=+two+blanks+")));
        Administrator given = server.firstBoot.administrator().get();
        assertEquals("fr-CH, fr;q=0.9", given.language());
        assertEquals("ada", given.username());
        assertEquals(" two blanks ", given.password());
    }

    @Test
    void afterARestartTheAdministratorIsAskedForAgainWithTheReason() {
        server.firstBoot.be(new SetupState.NeedsOwner(WizardServer.PLAN));
        String page = owner.get("administrator").body();
        assertTrue(page.contains("after a restart of the server they have to be typed again"), page);
        assertEquals("/-/setup/done",
                location(owner.post("administrator", "username", "ada", "password", PASSWORD, "repeated", PASSWORD)));
    }

    @Test
    void anAdministratorThatMathesarRefusedIsAskedForAgainWithItsWords() {
        server.firstBoot.be(new SetupState.NeedsOwner(WizardServer.PLAN));
        server.firstBoot.refuseAdministrator(new Message("password", "Ce mot de passe est trop courant."));
        assertEquals("/-/setup/administrator", location(owner.get("progress")));
        String page = owner.get("administrator").body();
        assertTrue(page.contains("Ce mot de passe est trop courant."), page);
        assertTrue(page.contains("did not accept the administrator"), page);
    }
}
