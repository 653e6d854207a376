package org.mathesar.launcher.wizard;

import java.time.Instant;
import java.util.Optional;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.setup.Addresses.Certificate;

/**
 * A problem in the midst of a page, where something goes on by itself.
 *
 * @param advice empty where only time helps
 * @param detail the technical text, folded; may be empty
 * @param nextTry when it is tried again
 */
public record Trouble(String summary, String advice, String detail, Optional<Moment> nextTry) {

    /** What is wrong with a certificate; empty when nothing is. */
    static Optional<Trouble> of(Certificate certificate) {
        return certificate.problem().map(problem -> of(problem, certificate.nextTry()));
    }

    /** A problem as it is. */
    static Trouble of(Problem problem) {
        return of(problem, Optional.empty());
    }

    /** Only time helps, or a person has to. */
    Mark mark() {
        return advice.isEmpty() ? Mark.WAITING : Mark.FAILED;
    }

    private static Trouble of(Problem problem, Optional<Instant> nextTry) {
        return switch (problem) {
            case Problem.Passing(String summary, Instant retryAt, String detail) ->
                new Trouble(summary, "", detail, nextTry.or(() -> Optional.of(retryAt)).map(Moment::new));
            case Problem.Fixable(String summary, String action, String detail) ->
                new Trouble(summary, action, detail, nextTry.map(Moment::new));
            case Problem.Unexpected unexpected -> new Trouble(unexpected.summary(), unexpected.advice(),
                    unexpected.detail(), nextTry.map(Moment::new));
        };
    }
}
