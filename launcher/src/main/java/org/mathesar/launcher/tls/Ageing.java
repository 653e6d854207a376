package org.mathesar.launcher.tls;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** When a line of the {@link SpendLedger} counts no more. */
final class Ageing {
    /** A day more than the longest window of a limit. */
    private static final Duration KEPT = Duration.ofDays(8);

    private Ageing() {}

    static boolean isOver(Attempt attempt, Instant now) {
        return attempt.last().plus(KEPT).isBefore(now);
    }

    /** The last success is kept for ever: it says that this is not the first order, and how old the certificate is. */
    static boolean isLastSuccess(List<Attempt> attempts, int index) {
        Attempt attempt = attempts.get(index);
        return attempt.outcome() instanceof Attempt.Succeeded && attempts.subList(index + 1, attempts.size()).stream()
                .noneMatch(later -> later.outcome() instanceof Attempt.Succeeded
                        && later.directory().equals(attempt.directory())
                        && later.identifiers().equals(attempt.identifiers()));
    }
}
