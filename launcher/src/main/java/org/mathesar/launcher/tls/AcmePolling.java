package org.mathesar.launcher.tls;

import java.time.Duration;
import java.util.Set;
import org.shredzone.acme4j.PollableResource;
import org.shredzone.acme4j.Status;
import org.shredzone.acme4j.exception.AcmeException;

/**
 * Waits for an authority. The library's own waiting stumbles when {@code Retry-After} lies in the past of our clock; here
 * it counts from now, by a clock that nobody sets.
 */
final class AcmePolling {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final AcmeWire wire;
    private final Duration limit;

    AcmePolling(AcmeWire wire, Duration limit) {
        this.wire = wire;
        this.limit = limit;
    }

    /** It goes on at the authority, which may be asked again later. */
    static final class Undecided extends Exception {
        private static final long serialVersionUID = 1L;

        Undecided() {
            super("undecided");
        }
    }

    /** Looks at least once. */
    Status until(PollableResource resource, Set<Status> wanted)
            throws AcmeException, Undecided, InterruptedException {
        long start = System.nanoTime();
        Duration pause = FIRST_PAUSE;
        while (true) {
            resource.fetch();
            if (wanted.contains(resource.getStatus())) {
                return resource.getStatus();
            }
            Duration wait = pause.compareTo(wire.retryAfter()) < 0 ? wire.retryAfter() : pause;
            if (Duration.ofNanos(System.nanoTime() - start).plus(wait).compareTo(limit) > 0) {
                throw new Undecided();
            }
            Thread.sleep(wait);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
        }
    }
}
