package org.mathesar.launcher.wizard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mathesar.launcher.wizard.Visitor.location;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.setup.SetupState;

@Timeout(30)
class ProgressPageTest {
    private static final Problem FULL = new Problem.Fixable("The disk is full.", "Make room.", "<ENOSPC>");

    private final WizardServer server = WizardServer.start();
    private final Visitor owner = server.ownerIn(WizardServer.installing());

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void everyStepSaysHowFarItIsAndHowLongItUsuallyTakes() {
        server.firstBoot.finishTask();
        server.firstBoot.say("cluster <main>");
        String page = owner.get("progress").body();
        for (String part : List.of("task DONE", "task RUNNING", "task WAITING", "cluster &lt;main&gt;",
                "Usually takes about 90 seconds.", "<time datetime=", "Step 5 of 5",
                "<noscript><meta http-equiv=\"refresh\" content=\"3\"></noscript>")) {
            assertTrue(page.contains(part), part + " in " + page);
        }
    }

    @Test
    void aBlockedInstallationCanBeTriedAgain() {
        server.firstBoot.block(FULL);
        String page = owner.get("progress").body();
        for (String part : List.of("The disk is full.", "Make room.", "&lt;ENOSPC&gt;", "value=\"retry\"",
                "value=\"revise\"", "task FAILED", "<title>Error: ")) {
            assertTrue(page.contains(part), part + " in " + page);
        }
        assertFalse(page.contains("http-equiv=\"refresh\""), page);
        assertEquals("/-/setup/progress", location(owner.post("progress", "action", "retry")));
        assertEquals(409, owner.post("progress", "action", "retry").statusCode());
    }

    @Test
    void aBlockedInstallationCanGoBackToTheQuestions() {
        server.firstBoot.block(FULL);
        assertEquals("/-/setup/administrator", location(owner.post("progress", "action", "revise")));
        assertEquals(200, owner.get("database").statusCode());
    }

    @Test
    void anUnknownButtonDoesNothing() {
        server.firstBoot.block(FULL);
        assertEquals(422, owner.post("progress", "action", "explode").statusCode());
        assertTrue(server.firstBoot.state() instanceof SetupState.Blocked);
    }

    @Test
    void aPassingProblemSaysWhenItIsTriedAgain() {
        server.firstBoot.block(new Problem.Passing("No connection.", Instant.parse("2026-11-01T12:34:56.789Z")));
        String page = owner.get("progress").body();
        assertTrue(page.contains("It is tried again by itself at 12:34:56 UTC."), page);
        assertTrue(page.contains("content=\"15\""), page);
    }

    @Test
    void thePageIsToldEveryChangeAndWhereToGoInTheEnd() throws IOException {
        server.firstBoot.say("41 %");
        try (InputStream events = events(owner, "installing")) {
            until(events, "41 %");
            server.firstBoot.say("two\nlines <b>");
            until(events, "data:lines &lt;b&gt;");
            for (int task = 0; task < 4; task++) {
                server.firstBoot.finishTask();
            }
            String end = new String(events.readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(end.contains("event:moved\n") && end.contains("data:/-/setup/administrator\n"), end);
        }
    }

    @Test
    void thePageIsToldThatItIsBlockedAndThatItIsNoLonger() throws IOException {
        server.firstBoot.block(FULL);
        try (InputStream events = events(owner, "installing")) {
            until(events, "data:/-/setup/progress\n");
        }
        try (InputStream events = events(owner, "blocked")) {
            until(events, "task FAILED");
            server.firstBoot.be(WizardServer.installing());
            until(events, "data:/-/setup/progress\n");
        }
    }

    @Test
    void aStopOfTheServerIsNotKeptWaitingByAnOpenPage() throws IOException {
        try (InputStream events = events(owner, "installing")) {
            until(events, "task RUNNING");
            server.wizard.close();
            events.readAllBytes();
        }
    }

    @Test
    void openPagesHoldNoThread() throws IOException {
        List<InputStream> open = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            open.add(events(owner, "installing"));
        }
        assertEquals(200, owner.get("progress").statusCode());
        for (InputStream events : open) {
            events.close();
        }
    }

    @Test
    void anEndedSessionHearsNothingMore() throws IOException {
        try (InputStream events = events(owner, "installing")) {
            until(events, "task RUNNING");
            server.gate.endSessions();
            until(events, "event:moved");
            assertTrue(events.readAllBytes().length < 100);
        }
    }

    @Test
    void theLastPageSignsTheBrowserInOnce() {
        server.firstBoot.be(new SetupState.Ready(WizardServer.PLAN));
        server.firstBoot.giveSession("abc123");
        assertTrue(owner.send(owner.request("done").HEAD()).headers().firstValue("Set-Cookie").isEmpty());
        HttpResponse<String> done = owner.get("done");
        String cookie = done.headers().firstValue("Set-Cookie").orElseThrow();
        for (String part : List.of("sessionid=abc123", "Path=/", "Secure", "HttpOnly", "SameSite=Lax",
                "Max-Age=1209600")) {
            assertTrue(cookie.contains(part), cookie);
        }
        assertTrue(done.body().contains("You are signed in already"), done.body());
        HttpResponse<String> again = owner.get("done");
        assertTrue(again.headers().firstValue("Set-Cookie").isEmpty());
        assertTrue(again.body().contains("If Mathesar asks, sign in"), again.body());
    }

    @Test
    void withoutASessionTheLastPageSaysHowToSignIn() {
        server.firstBoot.be(new SetupState.Ready(WizardServer.PLAN));
        assertTrue(owner.get("done").body().contains("Sign in with the name and password you chose."));
    }

    private InputStream events(Visitor visitor, String showing) throws IOException {
        try {
            return visitor.client().send(visitor.request("progress/events?showing=" + showing).build(),
                    BodyHandlers.ofInputStream()).body();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void until(InputStream events, String text) throws IOException {
        StringBuilder heard = new StringBuilder();
        while (heard.indexOf(text) < 0) {
            int next = events.read();
            if (next < 0) {
                throw new AssertionError("no " + text + " in " + heard);
            }
            heard.append((char) next);
        }
    }
}
