package org.mathesar.launcher.setup;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.setup.Progress.Status;
import org.mathesar.launcher.setup.Progress.Step;

/** What the installer is doing, kept in memory for whoever looks. */
final class ProgressBoard {
    private static final int LONGEST_LINE = 160;

    private final InstantSource clock;
    private final List<Step> steps = new ArrayList<>();
    private Optional<Problem> problem = Optional.empty();

    ProgressBoard(InstantSource clock) {
        this.clock = clock;
        for (Task task : Task.values()) {
            steps.add(new Step(task.title(), Status.WAITING, "", task.usually(), Optional.empty()));
        }
        steps.add(new Step("Create the administrator", Status.WAITING, "", Duration.ofSeconds(2), Optional.empty()));
    }

    synchronized Progress progress() {
        return new Progress(List.copyOf(steps), problem);
    }

    synchronized void begins(Task task) {
        problem = Optional.empty();
        set(task.ordinal(), Status.RUNNING, "", Optional.of(clock.instant()));
    }

    /** What the task is doing at this moment. */
    synchronized void says(Task task, String line) {
        Step step = steps.get(task.ordinal());
        if (step.status() == Status.RUNNING) {
            String now = line.strip();
            set(task.ordinal(), Status.RUNNING, now.substring(0, Math.min(LONGEST_LINE, now.length())), step.since());
        }
    }

    synchronized void ends(Task task) {
        set(task.ordinal(), Status.DONE, "", Optional.empty());
    }

    synchronized void fails(Task task, Problem cause) {
        problem = Optional.of(cause);
        set(task.ordinal(), Status.FAILED, "", Optional.empty());
    }

    /** The tasks from this one on are to be done again. */
    synchronized void again(Task from) {
        for (int i = from.ordinal(); i < steps.size(); i++) {
            set(i, Status.WAITING, "", Optional.empty());
        }
    }

    synchronized void owned() {
        set(steps.size() - 1, Status.DONE, "", Optional.empty());
    }

    private void set(int index, Status status, String now, Optional<Instant> since) {
        Step step = steps.get(index);
        steps.set(index, new Step(step.title(), status, now, step.usually(), since));
    }
}
