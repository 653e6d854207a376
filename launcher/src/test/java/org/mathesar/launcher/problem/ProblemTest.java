package org.mathesar.launcher.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProblemTest {

    @Test
    void everyKindSaysWhatToDoNow() {
        assertEquals("Start it.", new Problem.Fixable("It stands.", "Start it.").advice());
        assertTrue(new Problem.Passing("It waits.", Instant.EPOCH).advice().contains("1970-01-01T00:00:00Z"));
        assertTrue(new Problem.Unexpected("It broke.", "abc123", "trace").advice().contains("abc123"));
    }

    @Test
    void noPartIsMissing() {
        assertThrows(NullPointerException.class, () -> new Problem.Fixable("s", null));
        assertThrows(NullPointerException.class, () -> new Problem.Passing("s", null));
        assertThrows(NullPointerException.class, () -> new Problem.Unexpected(null, "r"));
    }

    @Test
    void theExceptionCarriesTheProblemAndItsCause() {
        Exception cause = new IllegalStateException("why");
        ProblemException carrier = new ProblemException(new Problem.Fixable("It stands.", "Start it."), cause);
        assertEquals("It stands.", carrier.getMessage());
        assertEquals(cause, carrier.getCause());
        assertEquals(new Problem.Fixable("a", "b"), ProblemException.fixable("a", "b").problem());
    }

    @Test
    void theExitCodesAreTheOnesThatPlatformsRead() {
        assertEquals(List.of(0, 64, 69, 70, 75, 78), Arrays.stream(ExitStatus.values()).map(ExitStatus::code).toList());
    }
}
