package org.mathesar.launcher.database;

import java.time.Duration;
import java.util.Optional;
import org.mathesar.launcher.database.Finding.Verdict;
import org.mathesar.launcher.problem.Problem;

/** What a step saw, before it is known how long that took. */
record Seen(Verdict verdict, String sentence, Optional<Problem> problem) {

    static Seen good(String sentence) {
        return new Seen(Verdict.GOOD, sentence, Optional.empty());
    }

    static Seen note(String sentence) {
        return new Seen(Verdict.NOTE, sentence, Optional.empty());
    }

    static Seen skipped(String sentence) {
        return new Seen(Verdict.SKIPPED, sentence, Optional.empty());
    }

    static Seen bad(Problem problem) {
        return new Seen(Verdict.BAD, problem.summary(), Optional.of(problem));
    }

    boolean isBad() {
        return verdict == Verdict.BAD;
    }

    Finding finding(Step step, Duration took) {
        return new Finding(step, verdict, sentence, problem, took);
    }
}
