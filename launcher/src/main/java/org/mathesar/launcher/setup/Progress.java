package org.mathesar.launcher.setup;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.mathesar.launcher.problem.Problem;

/** What the progress page shows: every step, what it is doing now, and what went wrong. */
public record Progress(List<Step> steps, Optional<Problem> problem) {

    /** How far a step is. */
    public enum Status {
        WAITING,
        RUNNING,
        DONE,
        FAILED
    }

    /**
     * One line of the page.
     *
     * @param title what it does, e.g. "Create Mathesar's tables"
     * @param now what it is doing at this moment, e.g. a file with its percentage; empty unless running
     * @param usually how long it usually takes
     * @param since when it began; empty unless running
     */
    public record Step(String title, Status status, String now, Duration usually, Optional<Instant> since) {}

    public boolean isDone() {
        return steps.stream().allMatch(step -> step.status() == Status.DONE);
    }
}
