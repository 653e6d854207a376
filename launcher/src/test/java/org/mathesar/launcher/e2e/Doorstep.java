package org.mathesar.launcher.e2e;

import java.time.Duration;
import java.time.Instant;

/** Somebody who asks for the login page again and again, each time on a new connection, and takes the time. */
final class Doorstep {
    private static final Duration LIMIT = Duration.ofSeconds(40);

    private static final int GOOD_ANSWERS = 12;

    private Doorstep() {}

    /** How long until the login page comes for good: a few good answers may still come from what is dying. */
    static Duration untilBack(LaunchedServer server) {
        Instant since = Instant.now();
        Instant good = since;
        for (int inARow = 0; inARow < GOOD_ANSWERS;) {
            if (Duration.between(since, Instant.now()).compareTo(LIMIT) > 0) {
                throw new AssertionError("the login page is not back after " + LIMIT.toSeconds() + " s:\n"
                        + server.log().text());
            }
            Instant asked = Instant.now();
            try (Guest guest = server.guest()) {
                if (guest.status("/auth/login/", Duration.ofSeconds(3)) == 200) {
                    good = inARow == 0 ? asked : good;
                    inARow++;
                } else {
                    inARow = 0;
                }
            }
            KillChain.pause(Duration.ofMillis(200));
        }
        return Duration.between(since, good);
    }
}
