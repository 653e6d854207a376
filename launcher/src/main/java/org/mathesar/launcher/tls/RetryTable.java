package org.mathesar.launcher.tls;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.mathesar.launcher.tls.IssueFailed.Kind;

/**
 * How long to wait after the n-th failure since the last success, counted for each kind by itself. Every wait grows by
 * up to a quarter, chosen by the failure itself, so that servers which failed together do not come back together and a
 * restart does not choose anew.
 */
final class RetryTable {
    /** Longer than any limit we know; a longer word is taken for a mistake. */
    static final Duration LONGEST_WORD = Duration.ofDays(7);
    private static final Duration SHORTEST_WORD = Duration.ofMinutes(1);
    private static final double JITTER = 0.25;

    /** The network or the authority comes back by itself, and asking costs nothing. */
    private static final List<Duration> UNREACHABLE = List.of(minutes(1), minutes(5), minutes(15), minutes(30),
            hours(1));
    /** Records and ports are mended by hand, most of them in the first hour; each try spends failed authorizations. */
    private static final List<Duration> VALIDATION = List.of(minutes(5), minutes(15), hours(1), hours(3), hours(12),
            hours(24));
    /** Only where the authority gives no time of its own. */
    private static final List<Duration> RATE_LIMITED = List.of(hours(1), hours(3), hours(12), hours(24));
    /** Only a person can change the authority's mind, and who asks by hand does not wait for this. */
    private static final List<Duration> REFUSED = List.of(hours(6), hours(24));
    /** Space is made by hand or by itself; nothing was spent. */
    private static final List<Duration> STORAGE = List.of(minutes(1), minutes(5), minutes(15), hours(1));
    /** A fault of ours, which is the same the next time. */
    private static final List<Duration> UNEXPECTED = List.of(hours(1), hours(6), hours(24));
    /** The launcher was killed during the order, perhaps by what the order does; the first restart goes on soon. */
    private static final List<Duration> KILLED = List.of(minutes(1), minutes(15), hours(1), hours(3), hours(12),
            hours(24));

    private RetryTable() {}

    /**
     * The waits of one kind; the last one repeats.
     *
     * @param kind empty for an attempt of which no outcome is known
     */
    static List<Duration> waits(Optional<Kind> kind) {
        return kind.map(each -> switch (each) {
            case UNREACHABLE -> UNREACHABLE;
            case VALIDATION -> VALIDATION;
            case RATE_LIMITED -> RATE_LIMITED;
            case REFUSED -> REFUSED;
            case STORAGE -> STORAGE;
            case UNEXPECTED -> UNEXPECTED;
        }).orElse(KILLED);
    }

    /**
     * When to try again after a failure.
     *
     * @param count how many failures of this kind there were since the last success, this one included
     * @param word the authority's own time, which is never undercut
     * @param validUntil when the certificate in use ends: before that we try more often, up to the first wait
     * @param seed which failure it was
     */
    static Instant next(Instant failed, Optional<Kind> kind, int count, Optional<Instant> word,
            Optional<Instant> validUntil, long seed) {
        Optional<Duration> said = word.map(at -> Duration.between(failed, at))
                .filter(wait -> wait.compareTo(SHORTEST_WORD) >= 0)
                .map(wait -> wait.compareTo(LONGEST_WORD) > 0 ? LONGEST_WORD : wait);
        if (kind.equals(Optional.of(Kind.RATE_LIMITED)) && said.isPresent()) {
            return failed.plus(jittered(said.get(), seed, 0.01));
        }
        List<Duration> waits = waits(kind);
        Duration wait = waits.get(Math.clamp(count - 1L, 0, waits.size() - 1));
        if (validUntil.isPresent() && validUntil.get().isAfter(failed)) {
            Duration quarter = Duration.between(failed, validUntil.get()).dividedBy(4);
            wait = shorter(wait, longer(waits.getFirst(), quarter));
        }
        Duration jittered = jittered(wait, seed, JITTER);
        return failed.plus(said.map(at -> longer(at, jittered)).orElse(jittered));
    }

    private static Duration jittered(Duration wait, long seed, double share) {
        return wait.plusSeconds((long) (wait.toSeconds() * share * fraction(seed)));
    }

    /** A number from 0 to 1 that looks random and is always the same for the same seed. */
    static double fraction(long seed) {
        return new SplittableRandom(seed).nextDouble();
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static Duration minutes(long count) {
        return Duration.ofMinutes(count);
    }

    private static Duration hours(long count) {
        return Duration.ofHours(count);
    }
}
