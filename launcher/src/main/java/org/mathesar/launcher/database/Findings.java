package org.mathesar.launcher.database;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.mathesar.launcher.database.Finding.Verdict;
import org.mathesar.launcher.problem.Problem;

/** What a running diagnosis has found, and the time that it has left. */
final class Findings {
    private final List<Finding> made = new ArrayList<>();
    private final Consumer<Finding> live;
    private final long deadline;
    private long stepBegan = System.nanoTime();
    private boolean closed;

    /** The diagnosis ends, since a step went badly. */
    static final class Stopped extends Exception {
        private static final long serialVersionUID = 1L;

        Stopped() {
            super("the last finding is bad", null, false, false);
        }
    }

    Findings(Duration limit, Consumer<Finding> live) {
        this.deadline = System.nanoTime() + limit.toNanos();
        this.live = live;
    }

    /** The time for a step that must not take more than this, and must leave some to those after it. */
    Duration time(Duration most, Duration forOthers) {
        Duration left = left().minus(forOthers);
        Duration least = Duration.ofMillis(200);
        return left.compareTo(least) < 0 ? least : left.compareTo(most) < 0 ? left : most;
    }

    /** What is left of all the time; zero when it is over. */
    Duration left() {
        return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
    }

    void good(Step step, String sentence) {
        tell(new Finding(step, Verdict.GOOD, sentence, Optional.empty(), took()));
    }

    void note(Step step, String sentence) {
        tell(new Finding(step, Verdict.NOTE, sentence, Optional.empty(), took()));
    }

    /** Tells the bad finding, and answers what to throw. */
    Stopped bad(Step step, Problem problem) {
        tell(new Finding(step, Verdict.BAD, problem.summary(), Optional.of(problem), took()));
        return new Stopped();
    }

    /** Tells a finding; too late a one is dropped. */
    synchronized void tell(Finding finding) {
        if (closed) {
            return;
        }
        stepBegan = System.nanoTime();
        made.add(finding);
        live.accept(finding);
    }

    /** The step after the last one that was told. */
    synchronized Step next() {
        return made.isEmpty()
                ? Step.DETAILS
                : Step.values()[Math.min(made.getLast().step().ordinal() + 1, Step.values().length - 1)];
    }

    private synchronized Duration took() {
        return Duration.ofNanos(System.nanoTime() - stepBegan);
    }

    /** All that was found; nothing is added any more. */
    synchronized List<Finding> close() {
        closed = true;
        return List.copyOf(made);
    }
}
