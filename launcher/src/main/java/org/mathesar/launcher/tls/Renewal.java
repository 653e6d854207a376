package org.mathesar.launcher.tls;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** When a certificate is to be renewed: by its own lifetime, never by a number of days. */
final class Renewal {
    private static final double LAST_THIRD = 2.0 / 3;
    /** Spread over a quarter of the last third. */
    private static final double JITTER = 1.0 / 12;
    /** Advice beyond this is not followed: it would leave no time for a second try. */
    private static final double LATEST = 0.9;
    private static final Duration SOONEST_ON_ADVICE = Duration.ofDays(1);

    private Renewal() {}

    /**
     * The moment to renew.
     *
     * @param advised the authority's (RFC 9773)
     * @param issued when we got it, by our own clock. However wrong that clock is, a fresh certificate is not renewed at
     *        once, or a server whose clock runs days ahead would order without end
     */
    static Instant at(HostCertificate certificate, Optional<Instant> advised, Optional<Instant> issued) {
        Duration life = life(certificate);
        Optional<Instant> followed = advised.filter(at -> !at.isAfter(partOfLife(certificate, LATEST)));
        Instant wanted = followed.orElseGet(() -> ofItsOwn(certificate));
        Duration least = life.dividedBy(followed.isPresent() ? 6 : 3);
        Duration pause = followed.isPresent() && least.compareTo(SOONEST_ON_ADVICE) > 0 ? SOONEST_ON_ADVICE : least;
        return issued.map(at -> at.plus(pause)).filter(wanted::isBefore).orElse(wanted);
    }

    /** In the last third, at a point that belongs to the certificate, so that a restart does not choose anew. */
    private static Instant ofItsOwn(HostCertificate certificate) {
        double jitter = RetryTable.fraction(certificate.fingerprint().hashCode()) * JITTER;
        return partOfLife(certificate, LAST_THIRD + jitter);
    }

    static Instant partOfLife(HostCertificate certificate, double part) {
        return certificate.leaf().getNotBefore().toInstant()
                .plusMillis((long) (life(certificate).toMillis() * part));
    }

    static Duration life(HostCertificate certificate) {
        return Duration.between(certificate.leaf().getNotBefore().toInstant(), certificate.expiry());
    }
}
