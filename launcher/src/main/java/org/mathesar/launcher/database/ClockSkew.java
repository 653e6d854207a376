package org.mathesar.launcher.database;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** How far the server's clock is from ours. */
final class ClockSkew {
    private static final Duration TOLERATED = Duration.ofSeconds(30);

    private ClockSkew() {}

    /** The answer is taken to be half a way old. */
    static Seen look(Question question, InstantSource clock) throws SQLException {
        Instant before = clock.instant();
        long micros = question.row("SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint AS now")
                .number("now");
        Instant middle = before.plus(Duration.between(before, clock.instant()).dividedBy(2));
        Duration ahead = Duration.between(middle, Instant.EPOCH.plusNanos(Math.multiplyExact(micros, 1000L)));
        if (ahead.abs().compareTo(TOLERATED) <= 0) {
            return Seen.good("The server's clock agrees with this machine's.");
        }
        return Seen.note("The server's clock is " + words(ahead.abs()) + (ahead.isNegative() ? " behind" : " ahead of")
                + " this machine's; one of the two is wrong.");
    }

    private static String words(Duration duration) {
        if (duration.toMinutes() < 2) {
            return duration.toSeconds() + " s";
        }
        return duration.toHours() < 2 ? duration.toMinutes() + " min" : duration.toHours() + " h";
    }
}
