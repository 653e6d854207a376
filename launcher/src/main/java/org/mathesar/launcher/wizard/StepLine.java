package org.mathesar.launcher.wizard;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.mathesar.launcher.setup.Progress;

/** One step of the installation in words. */
public record StepLine(String title, Progress.Status status, String now, String usually, Optional<Instant> since) {
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    static StepLine of(Progress.Step step) {
        return new StepLine(step.title(), step.status(), step.now(), Wait.words(step.usually()), step.since());
    }

    /** Its status as a word and, lower-case, as a class of the style sheet. */
    public String statusWord() {
        return switch (status) {
            case WAITING -> "Waiting";
            case RUNNING -> "Running";
            case DONE -> "Done";
            case FAILED -> "Failed";
        };
    }

    public boolean isRunning() {
        return status == Progress.Status.RUNNING;
    }

    /** What a screen reader says about the list: the step that matters now. */
    public static String said(List<StepLine> steps) {
        return steps.stream()
                .filter(step -> step.status == Progress.Status.RUNNING || step.status == Progress.Status.FAILED)
                .findFirst().map(step -> step.title + " " + step.statusWord()).orElse("");
    }

    public static String clock(Instant instant) {
        return CLOCK.format(instant);
    }
}
