package org.mathesar.launcher.e2e;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The answers that some visitors got: how many, how soon, and which of them were failures of the server. */
final class Answers {
    private static final int NAMED_FAILURES = 10;

    private final List<Duration> times = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private int failed;

    /** Asks and notes down how that went; no answer at all is a failure as well. */
    void note(String request, Supplier<Integer> ask) {
        long begun = System.nanoTime();
        String failure = "";
        try {
            int status = ask.get();
            failure = status < 500 ? "" : Integer.toString(status);
        } catch (RuntimeException e) {
            failure = e.toString();
        }
        add(Duration.ofNanos(System.nanoTime() - begun), failure.isEmpty() ? "" : request + ": " + failure);
    }

    private synchronized void add(Duration time, String failure) {
        times.add(time);
        if (!failure.isEmpty()) {
            failed++;
            if (failures.size() < NAMED_FAILURES) {
                failures.add(failure + " after " + time.toMillis() + " ms");
            }
        }
    }

    synchronized int count() {
        return times.size();
    }

    /** Some of the failures. */
    synchronized List<String> failures() {
        return List.copyOf(failures);
    }

    /** The time within which this share of the answers came. */
    synchronized Duration within(double share) {
        return times.stream().sorted().toList().get((int) Math.ceil(share * times.size()) - 1);
    }

    @Override
    public synchronized String toString() {
        return times.size() + " answers, " + failed + " failures, half within " + within(0.5).toMillis()
                + " ms, 99 % within " + within(0.99).toMillis() + " ms, slowest " + within(1).toMillis() + " ms";
    }
}
