package org.mathesar.launcher.tls;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.mathesar.launcher.problem.Problem;

/** The authority's advice on one certificate (RFC 9773), asked for when it says so. */
final class Advice {
    /** Between these, whatever the authority says (RFC 9773 §4.3.1 leaves it to us). */
    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofDays(1);
    private static final Duration AFTER_FAILURE = Duration.ofHours(1);
    private static final Duration WITHOUT_ANY = Duration.ofHours(6);

    private final Issuer issuer;
    private final InstantSource clock;
    private final RungLog log;
    private Optional<Instant> renewAt = Optional.empty();
    private Instant asked = Instant.MAX;
    private Instant askAgain = Instant.MIN;

    Advice(Issuer issuer, InstantSource clock, RungLog log) {
        this.issuer = issuer;
        this.clock = clock;
        this.log = log;
    }

    /** Another certificate is in use. */
    void forget() {
        renewAt = Optional.empty();
        asked = Instant.MAX;
    }

    /** What is known without asking. */
    Optional<Instant> known() {
        return renewAt;
    }

    /** The advised moment; the last one known when asking fails. */
    Optional<Instant> renewAt(HostCertificate certificate) throws InterruptedException {
        Instant now = clock.instant();
        if (!now.isBefore(asked) && now.isBefore(askAgain)) {
            return renewAt;
        }
        asked = now;
        askAgain = now.plus(AFTER_FAILURE);
        try {
            Optional<Issuer.RenewalAdvice> advice = issuer.advice(certificate);
            renewAt = advice.map(Issuer.RenewalAdvice::renewAt);
            askAgain = now.plus(advice.map(said -> between(Duration.between(now, said.askAgainAt())))
                    .orElse(WITHOUT_ANY));
            log.advised();
        } catch (IssueFailed e) {
            log.notAdvised(e.problem());
        } catch (RuntimeException e) {
            log.notAdvised(new Problem.Unexpected(e.toString(), ""));
        }
        return renewAt;
    }

    private static Duration between(Duration wait) {
        return wait.compareTo(SHORTEST) < 0 ? SHORTEST : wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }
}
