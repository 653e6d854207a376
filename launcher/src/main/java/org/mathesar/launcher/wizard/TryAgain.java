package org.mathesar.launcher.wizard;

import java.time.Instant;
import java.util.Optional;
import org.mathesar.launcher.problem.Problem;

/** A problem on a page where nothing is tried again by itself, so that a person has to do it. */
final class TryAgain {
    private TryAgain() {}

    static Problem told(Problem problem) {
        return switch (problem) {
            case Problem.Passing(String summary, Instant _, String detail) ->
                new Problem.Fixable(summary, "That usually passes by itself. Try again in a minute.", detail);
            case Problem.Fixable _,Problem.Unexpected _ -> problem;
        };
    }

    static Optional<Problem> told(Optional<Problem> problem) {
        return problem.map(TryAgain::told);
    }
}
