package org.mathesar.launcher.setup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.mathesar.launcher.problem.ProblemException;
import org.mathesar.launcher.setup.FirstBoot.Outcome;

class TurnTest {
    private final Turn turn = new Turn();

    @Test
    void nothingIsRemovedWhileSomethingIsConnected() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Thread connecting = Thread.ofVirtual().start(() -> turn.awaited(() -> {
            begun.countDown();
            try {
                end.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return "connected";
        }));
        begun.await();
        Outcome.Failed busy = assertInstanceOf(Outcome.Failed.class, turn.now(Outcome.Accepted::new));
        assertEquals("Another database is being connected, upgraded or removed at this moment.",
                busy.problem().summary());
        end.countDown();
        connecting.join();
        assertInstanceOf(Outcome.Accepted.class, turn.now(Outcome.Accepted::new));
    }

    @Test
    void whatIsStoppedWhileItWaitsNeverBegins() throws Exception {
        Thread.currentThread().interrupt();
        ProblemException stopped = assertThrows(ProblemException.class, () -> turn.awaited(() -> "begun"));
        assertEquals(true, Thread.interrupted(), "the interruption is passed on");
        assertEquals("This was given up before it began.", stopped.problem().summary());
    }

    @Test
    void aFailureGivesTheTurnBack() {
        assertThrows(IllegalStateException.class, () -> turn.awaited(() -> {
            throw new IllegalStateException("failed");
        }));
        assertInstanceOf(Outcome.Accepted.class, turn.now(Outcome.Accepted::new));
    }
}
