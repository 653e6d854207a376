package org.mathesar.launcher.claim;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Lets an address try a few times in a row and then slowly, and everybody together somewhat more, so that a guessed code
 * is out of reach while the owner's own typing errors are not. IPv6 addresses count by their /64, since whoever has one
 * has all of it.
 */
final class Throttle {
    private static final double PER_ADDRESS = 10;
    private static final Duration ADDRESS_REFILL = Duration.ofSeconds(6);
    private static final double TOGETHER = 200;
    private static final Duration TOGETHER_REFILL = Duration.ofMillis(500);

    private final InstantSource clock;
    private final Cache<String, Bucket> addresses = Caffeine.newBuilder().maximumSize(10_000)
            .expireAfterAccess(Duration.ofHours(1)).build();
    private final Bucket together;

    Throttle(InstantSource clock) {
        this.clock = clock;
        this.together = new Bucket(TOGETHER, TOGETHER_REFILL, clock.instant());
    }

    /** Counts an attempt; how long to wait when there were too many. */
    Optional<Duration> attempt(InetAddress peer) {
        Instant now = clock.instant();
        Optional<Duration> wait = addresses.get(network(peer), _ -> new Bucket(PER_ADDRESS, ADDRESS_REFILL, now))
                .take(now);
        return wait.isPresent() ? wait : together.take(now);
    }

    private static String network(InetAddress peer) {
        byte[] address = peer.getAddress();
        int significant = peer instanceof Inet6Address ? 8 : 4;
        return HexFormat.of().formatHex(address, 0, significant);
    }

    /** Fills at a steady rate up to its size; each attempt takes one out. */
    private static final class Bucket {
        private final double size;
        private final Duration refill;
        private double level;
        private Instant at;

        Bucket(double size, Duration refill, Instant now) {
            this.size = size;
            this.refill = refill;
            this.level = size;
            this.at = now;
        }

        synchronized Optional<Duration> take(Instant now) {
            if (now.isAfter(at)) {
                level = Math.min(size, level + (double) Duration.between(at, now).toMillis() / refill.toMillis());
                at = now;
            }
            if (level < 1) {
                return Optional.of(Duration.ofMillis((long) Math.ceil((1 - level) * refill.toMillis())));
            }
            level -= 1;
            return Optional.empty();
        }
    }
}
