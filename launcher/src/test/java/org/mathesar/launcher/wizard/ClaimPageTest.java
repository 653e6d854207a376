package org.mathesar.launcher.wizard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mathesar.launcher.wizard.Visitor.location;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.setup.FirstBoot.Outcome;
import org.mathesar.launcher.setup.SetupState;

class ClaimPageTest {
    private final WizardServer server = WizardServer.start();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void theLinkFromTheLogFillsTheFieldAndClaimsNothing() {
        String page = server.visitor().get("claim?code=" + FakeClaimGate.CODE).body();
        assertTrue(page.contains("value=\"ABCD-EFGH-JKLM\""), page);
        assertEquals(0, server.gate.attempts());
        assertFalse(server.gate.isClaimed());
    }

    @Test
    void theAuthoritysTermsAreTheFirstThingToAgreeTo() {
        String page = server.visitor().get("claim").body();
        assertTrue(page.contains("asks for a certificate") && page.contains("https://letsencrypt.org/repository/"),
                page);
    }

    @Test
    void theOwnerGetsACookieThatOnlyThisHostSeesOverHttps() {
        HttpResponse<String> granted = server.visitor().post("claim", "code", " abcd efgh jklm ");
        String cookie = granted.headers().firstValue("Set-Cookie").orElseThrow();
        assertTrue(cookie.startsWith("__Host-mathesar-owner=token1; "), cookie);
        assertEquals(List.of("HttpOnly", "Path=/", "SameSite=Strict", "Secure"),
                List.of(cookie.split("; ")).stream().skip(1).sorted().toList());
        assertEquals(List.of("claimed"), server.firstBoot.calls());
    }

    @Test
    void aWrongCodeIsSaidAtTheField() {
        HttpResponse<String> wrong = server.visitor().post("claim", "code", "NOT-IT");
        assertEquals(422, wrong.statusCode());
        assertTrue(wrong.body().contains("<title>Error: Claim this server"), wrong.body());
        assertTrue(wrong.body().contains("aria-invalid=\"true\""), wrong.body());
        assertTrue(wrong.body().contains("aria-describedby=\"code-hint code-error\""), wrong.body());
        assertTrue(wrong.body().contains("<a href=\"#code\">This is not the setup code"), wrong.body());
        assertTrue(wrong.body().contains("value=\"NOT-IT\""), wrong.body());
        assertTrue(wrong.headers().firstValue("Set-Cookie").isEmpty());
    }

    @Test
    void anEmptyCodeIsNoAttempt() {
        assertEquals(422, server.visitor().post("claim", "code", "  ").statusCode());
        assertEquals(0, server.gate.attempts());
    }

    @Test
    void tooManyAttemptsAreToldHowLongToWait() {
        server.gate.throttle(Duration.ofMillis(89_100));
        HttpResponse<String> throttled = server.visitor().post("claim", "code", "NOT-IT");
        assertEquals(429, throttled.statusCode());
        assertEquals("90", throttled.headers().firstValue("Retry-After").orElseThrow());
        assertTrue(throttled.body().contains("Try again in about 89 seconds."), throttled.body());
    }

    @Test
    void aClaimedServerExplainsHowItsOwnerComesBack() {
        server.owner();
        HttpResponse<String> page = server.visitor().get("claim?code=" + FakeClaimGate.CODE);
        assertTrue(page.body().contains("This server is already claimed"), page.body());
        assertTrue(page.body().contains("mathesar-launcher code"), page.body());
        HttpResponse<String> used = server.visitor().post("claim", "code", FakeClaimGate.CODE);
        assertEquals(409, used.statusCode());
        assertTrue(used.body().contains("has been used already"), used.body());
    }

    @Test
    void aNewCodeLetsTheOwnerGoOnInAnotherBrowser() {
        server.ownerIn(WizardServer.answered());
        server.gate.newCode("SECOND");
        assertEquals("/-/setup/administrator", location(server.visitor().post("claim", "code", "second")));
        assertEquals(WizardServer.answered(), server.firstBoot.state());
    }

    @Test
    void anOwnerWhoSendsTheCodeTwiceIsNotLockedOut() {
        Visitor owner = server.owner();
        assertEquals("/-/setup/address", location(owner.post("claim", "code", FakeClaimGate.CODE)));
        assertEquals(1, server.gate.attempts());
    }

    @Test
    void aCrashBetweenClaimAndStateIsMadeGoodByTheOwner() {
        Visitor owner = server.ownerIn(new SetupState.Unclaimed());
        assertTrue(owner.get("claim").body().contains("This browser has proven that the server is yours."));
        assertEquals("/-/setup/address", location(owner.post("claim")));
    }

    @Test
    void aClaimThatCannotBeStoredStillGivesTheCookie() {
        server.firstBoot.answerNext(new Outcome.Failed(new Problem.Fixable("The disk is full.", "Make room.")));
        Visitor owner = server.visitor();
        HttpResponse<String> failed = owner.post("claim", "code", FakeClaimGate.CODE);
        assertEquals(503, failed.statusCode());
        assertTrue(failed.body().contains("The disk is full."), failed.body());
        assertEquals("/-/setup/address", location(owner.post("claim")));
    }
}
