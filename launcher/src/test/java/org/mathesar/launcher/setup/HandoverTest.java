package org.mathesar.launcher.setup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mathesar.launcher.mathesar.MathesarClient;
import org.mathesar.launcher.mathesar.TestMathesar;
import org.mathesar.launcher.problem.ProblemException;
import org.mathesar.launcher.setup.Administrator.Consents;
import org.mathesar.launcher.setup.FirstBoot.Message;
import org.mathesar.launcher.setup.FirstBoot.Outcome;

@Timeout(20)
class HandoverTest {
    private static final Administrator ADA = new Administrator("ada", "correct horse", "en", Consents.NONE);
    private static final Outcome.Refused TOO_COMMON = new Outcome.Refused(
            List.of(new Message("password", "This password is too common.")));

    private final TestMathesar mathesar = new TestMathesar();
    private final MathesarClient client = mathesar.client();
    private final Handover handover = new Handover(Optional.of(ADA));

    @AfterEach
    void close() {
        client.close();
        mathesar.close();
    }

    @Test
    void theAdministratorIsCreatedAndForgottenAndTheSessionGivenOutOnce() {
        assertEquals(new Outcome.Accepted(), handover.create(ADA, client));
        assertTrue(mathesar.isOwned());
        assertEquals(Optional.empty(), handover.pending());
        assertEquals(Optional.of("session-of-the-owner"), handover.takeSession());
        assertEquals(Optional.empty(), handover.takeSession());
    }

    @Test
    void consentsReachMathesar() {
        handover.create(new Administrator("ada", "correct horse", "en", new Consents(false, true)), client);
        assertTrue(mathesar.received().getFirst().endsWith("&usage_stats=on"));
        assertFalse(mathesar.received().getFirst().contains("one_time_installation_confirmation"));
    }

    @Test
    void anAdministratorWhomMathesarRefusesIsForgottenAndTheReasonKept() {
        mathesar.submission(200, "<div class=\"help error\">This password is too common.</div>");
        assertEquals(TOO_COMMON, handover.create(ADA, client));
        assertEquals(Optional.empty(), handover.pending());
        assertEquals(Optional.of(TOO_COMMON), handover.refused());

        handover.keep(ADA);
        assertEquals(Optional.empty(), handover.refused(), "until the next answer");
        mathesar.willing();
        assertEquals(new Outcome.Accepted(), handover.create(ADA, client));
        assertEquals(Optional.empty(), handover.refused());
    }

    @Test
    void aMathesarThatFailsForAMomentDoesNotCostTheAdministrator() {
        mathesar.submission(503, "");
        assertThrows(ProblemException.class, () -> handover.create(ADA, client));
        assertEquals(Optional.of(ADA), handover.pending());
    }

    @Test
    void anOwnerWhoIsThereAlreadyEndsTheHandoverWithoutASession() {
        mathesar.withOwner();
        assertEquals(new Outcome.Accepted(), handover.create(ADA, client));
        assertEquals(Optional.empty(), handover.takeSession());
    }

    @Test
    void theAdministratorPrintsWithoutThePassword() {
        assertEquals("Administrator[ada]", ADA.toString());
    }
}
