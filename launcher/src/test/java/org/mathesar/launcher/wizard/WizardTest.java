package org.mathesar.launcher.wizard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mathesar.launcher.wizard.Visitor.location;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.problem.ProblemException;
import org.mathesar.launcher.setup.Plan;
import org.mathesar.launcher.setup.SetupState;

class WizardTest {
    private final WizardServer server = WizardServer.start();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void anOwnerWalksFromTheClaimToMathesar() {
        Visitor owner = server.visitor();
        assertEquals("/-/setup/claim", location(owner.get("")));
        assertEquals("/-/setup/address", location(owner.post("claim", "code", FakeClaimGate.CODE)));
        assertEquals("/-/setup/database", location(owner.post("address", "choice", "continue")));
        assertEquals("/-/setup/administrator", location(owner.post("database", "choice", "bundled")));
        assertEquals("/-/setup/progress", location(owner.post("administrator", "username", "ada", "password",
                "correct horse", "repeated", "correct horse", "shareUsage", "yes")));
        assertTrue(server.firstBoot.administrator().get().consents().shareUsage());
        for (int task = 0; task < 4; task++) {
            assertEquals(200, owner.get("progress").statusCode());
            server.firstBoot.finishTask();
        }
        assertEquals("/-/setup/done", location(owner.get("progress")));
        assertTrue(owner.get("done").body().contains("href=\"/\""));
    }

    @Test
    void eachStateHasItsOwnPage() {
        Visitor owner = server.owner();
        assertEquals("/-/setup/address", location(owner.get("")));
        server.firstBoot.be(new SetupState.Asking(Plan.Draft.EMPTY.with(new Plan.Address.AsReached())));
        assertEquals("/-/setup/database", location(owner.get("")));
        server.firstBoot.be(WizardServer.answered());
        assertEquals("/-/setup/administrator", location(owner.get("")));
        server.firstBoot.be(WizardServer.installing());
        assertEquals("/-/setup/progress", location(owner.get("")));
        server.firstBoot.block(new Problem.Fixable("The disk is full.", "Make room."));
        assertEquals("/-/setup/progress", location(owner.get("")));
        server.firstBoot.be(new SetupState.NeedsOwner(WizardServer.PLAN));
        assertEquals("/-/setup/administrator", location(owner.get("")));
        server.firstBoot.be(new SetupState.Ready(WizardServer.PLAN));
        assertEquals("/-/setup/done", location(owner.get("")));
    }

    @Test
    void pagesAheadOfTheStateLeadBackToIt() {
        Visitor owner = server.owner();
        for (String page : List.of("database", "administrator", "progress", "done", "claim")) {
            assertEquals("/-/setup/address", location(owner.get(page)), page);
        }
    }

    @Test
    void answeredQuestionsCanBeSeenAndChangedUntilTheyAreConfirmed() {
        Visitor owner = server.ownerIn(WizardServer.answered());
        assertEquals(200, owner.get("address").statusCode());
        assertEquals(200, owner.get("database").statusCode());
        assertEquals("/-/setup/administrator", location(owner.post("database", "choice", "bundled")));
        server.firstBoot.be(WizardServer.installing());
        assertEquals("/-/setup/progress", location(owner.get("database")));
    }

    @Test
    void reloadingAPageChangesNothing() {
        Visitor owner = server.ownerIn(WizardServer.answered());
        String first = owner.get("administrator").body();
        assertEquals(first, owner.get("administrator").body());
        assertEquals(WizardServer.answered(), server.firstBoot.state());
    }

    @Test
    void aFormSentTwiceIsDoneOnceAndTheSecondTimeSaysWhereOneIs() {
        Visitor owner = server.ownerIn(WizardServer.answered());
        String[] form = {"username", "ada", "password", "correct horse", "repeated", "correct horse"};
        assertEquals(303, owner.post("administrator", form).statusCode());
        HttpResponse<String> again = owner.post("administrator", form);
        assertEquals(409, again.statusCode());
        assertTrue(again.body().contains("This was already done"), again.body());
        assertTrue(again.body().contains("href=\"/-/setup/progress\""), again.body());
    }

    @Test
    void anOldTabIsToldWhereItsOwnerIsNow() {
        Visitor owner = server.ownerIn(WizardServer.installing());
        HttpResponse<String> stale = owner.post("address", "choice", "continue");
        assertEquals(409, stale.statusCode());
        assertTrue(stale.body().contains("Installing Mathesar"), stale.body());
    }

    @Test
    void anExpiredSessionIsToldHowToGoOnAndChangesNothing() {
        Visitor owner = server.ownerIn(WizardServer.answered());
        server.gate.endSessions();
        HttpResponse<String> refused = owner.post("database", "choice", "bundled");
        assertEquals(403, refused.statusCode());
        assertTrue(refused.body().contains("mathesar-launcher code"), refused.body());
        assertTrue(refused.body().contains("are kept on the server"), refused.body());
        assertEquals(List.of("claimed"), server.firstBoot.calls());
        assertEquals("/-/setup/claim", location(owner.get("database")));
        server.gate.newCode("NEW-CODE");
        assertEquals("/-/setup/administrator", location(owner.post("claim", "code", "new code")));
    }

    @Test
    void strangersSeeOnlyTheClaimPage() {
        server.owner();
        Visitor stranger = server.visitor();
        for (String page : List.of("", "address", "database", "administrator", "progress", "done")) {
            assertEquals("/-/setup/claim", location(stranger.get(page)), page);
        }
        assertEquals(403, stranger.get("progress/events").statusCode());
        for (String page : List.of("address", "database", "administrator", "progress")) {
            assertEquals(403, stranger.post(page, "choice", "bundled").statusCode(), page);
        }
        assertEquals(List.of("claimed"), server.firstBoot.calls());
    }

    @Test
    void aServerThatWasGivenItsAnswersAsksVisitorsForNothing() {
        server.firstBoot.be(WizardServer.installing());
        for (String path : List.of("", "claim", "progress", "administrator")) {
            HttpResponse<String> answer = server.visitor().get(path);
            assertEquals(503, answer.statusCode(), path);
            assertTrue(answer.body().contains("setting itself up"), answer.body());
        }
    }

    @Test
    void onceReadyStrangersAreSentToMathesar() {
        server.ownerIn(new SetupState.Ready(WizardServer.PLAN));
        assertEquals("/", location(server.visitor().get("")));
        assertEquals("/", location(server.visitor().get("done")));
        assertEquals("/", location(server.visitor().get("claim")));
    }

    @Test
    void aLinkOnAnotherSiteLeadsTheOwnerToTheirPageAlthoughTheBrowserWithheldTheCookie() {
        Visitor owner = server.owner();
        HttpResponse<String> arriving = server.visitor().get("claim?code=A%22B", "Sec-Fetch-Site", "cross-site");
        assertEquals(200, arriving.statusCode());
        assertTrue(arriving.body().contains("content=\"0;url=/-/setup/claim?arrived=1&amp;code=A%22B\""),
                arriving.body());
        assertEquals("/-/setup/address", location(owner.get("claim?arrived=1&code=AB")));
        assertTrue(server.visitor().get("claim?arrived=1", "Sec-Fetch-Site", "cross-site").body()
                .contains("already claimed"));
    }

    @Test
    void everyPageSaysThatTheApplicationIsOnlyASample() {
        Visitor owner = server.owner();
        for (String page : List.of("address", "nonsense", "claim/../x")) {
            assertTrue(owner.get(page).body().contains("Sample application — not Mathesar"), page);
        }
        assertTrue(server.visitor().post("address").body().contains("Sample application — not Mathesar"));
    }

    @Test
    void theRealApplicationHasNoSuchLabel() {
        WizardFacts facts = new WizardFacts(Optional::empty, true, "0.1.0");
        try (WizardServer real = WizardServer.start(facts)) {
            assertFalse(real.visitor().get("claim").body().contains("class=\"sample\""));
        }
    }

    @Test
    void aProblemOfTheServerIsTold() {
        Visitor owner = server.owner();
        server.firstBoot.failWith(ProblemException.fixable("The disk is full.", "Make room."));
        HttpResponse<String> response = owner.get("address");
        assertEquals(503, response.statusCode());
        assertTrue(response.body().contains("The disk is full.") && response.body().contains("Make room."));
        assertTrue(response.body().contains("<title>Error: "), response.body());
    }

    @Test
    void aFaultOfOursShowsAReferenceAndNoStackTrace() {
        Visitor owner = server.owner();
        server.firstBoot.failWith(new IllegalStateException("secret detail"));
        HttpResponse<String> response = owner.get("address");
        assertEquals(500, response.statusCode());
        assertTrue(response.body().contains("reference"), response.body());
        assertFalse(response.body().contains("secret detail"), response.body());
    }
}
