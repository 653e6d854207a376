package org.mathesar.launcher.concierge;

import java.util.Optional;
import org.mathesar.launcher.problem.Problem;

/**
 * One step of connecting, upgrading or removing, as it stands.
 *
 * @param title what it does, e.g. {@code Mathesar’s schemas msar, __msar and mathesar_types}
 * @param sentence what came out; empty while it is waiting or running
 */
public record WorkLine(String title, Mark mark, String sentence, Optional<Problem> problem) {
    /** How far it is. */
    public enum Mark {
        WAITING,
        RUNNING,
        DONE,
        FAILED
    }
}
