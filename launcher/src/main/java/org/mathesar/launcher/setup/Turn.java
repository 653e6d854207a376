package org.mathesar.launcher.setup;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.problem.ProblemException;
import org.mathesar.launcher.setup.FirstBoot.Outcome;

/**
 * One change of what is connected at a time: two administrators who connect and remove the same database together would
 * undo what the other relies on, such as that an installer's password is forgotten.
 */
final class Turn {
    private final ReentrantLock lock = new ReentrantLock(true);

    /** Waits for the turn; a problem when the wait is interrupted. */
    <T> T awaited(Supplier<T> work) {
        try {
            lock.lockInterruptibly();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw ProblemException.fixable("This was given up before it began.", "Begin again if you still want it.");
        }
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    /** Does it now, or says that somebody else is at it. */
    Outcome now(Supplier<Outcome> work) {
        if (!lock.tryLock()) {
            return new Outcome.Failed(new Problem.Fixable(
                    "Another database is being connected, upgraded or removed at this moment.",
                    "Wait until that is finished, then try again."));
        }
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }
}
