package org.mathesar.launcher.wizard;

import java.time.Duration;

/** How long something takes, as people say it. */
final class Wait {
    private static final long A_FEW = 5;
    private static final long COUNTED_IN_MINUTES = 100;

    private Wait() {}

    static String words(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds < A_FEW) {
            return "a few seconds";
        }
        if (seconds < COUNTED_IN_MINUTES) {
            return "about " + seconds + " seconds";
        }
        return "about " + Math.ceilDiv(seconds, 60) + " minutes";
    }

    /** For Retry-After: whole seconds, never too few. */
    static long seconds(Duration duration) {
        return Math.max(1, duration.plusMillis(999).toSeconds());
    }
}
