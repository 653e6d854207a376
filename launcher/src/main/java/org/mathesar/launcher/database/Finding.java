package org.mathesar.launcher.database;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.mathesar.launcher.problem.Problem;

/**
 * What one step of a diagnosis found.
 *
 * @param sentence what was found, in one sentence; holds no secret
 * @param problem cause, remedy and the technical text; present exactly where the verdict is BAD
 * @param took how long the step took
 */
public record Finding(Step step, Verdict verdict, String sentence, Optional<Problem> problem, Duration took) {

    /** How a step ended. */
    public enum Verdict {
        GOOD,
        /** Goes on, but the owner should know the sentence. */
        NOTE,
        /** It cannot be used like this; nothing after it was tried. */
        BAD,
        /** Does not apply here, or could not be found out; never for a step that Mathesar depends on. */
        SKIPPED
    }

    public Finding {
        Objects.requireNonNull(step);
        Objects.requireNonNull(verdict);
        Objects.requireNonNull(sentence);
        Objects.requireNonNull(took);
        if (problem.isPresent() != (verdict == Verdict.BAD)) {
            throw new IllegalArgumentException("a finding has a problem exactly when it is bad: " + step);
        }
    }
}
