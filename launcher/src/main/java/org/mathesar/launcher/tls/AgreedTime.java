package org.mathesar.launcher.tls;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.mathesar.launcher.problem.Problem;

/** Compares our clock with an authority's before anything is ordered. */
final class AgreedTime {
    private static final Duration CLOCKS_MAY_DIFFER = Duration.ofDays(1);

    private AgreedTime() {}

    /**
     * With a clock that is wrong by days, each certificate looks expired or not yet valid, and is ordered in vain.
     *
     * @throws IssueFailed when the authority's last answer was made at another time than ours
     */
    static void check(AcmeAuthority authority, AcmeWire wire, InstantSource clock) throws IssueFailed {
        Instant now = clock.instant();
        Optional<Instant> theirs = wire.date()
                .filter(date -> Duration.between(date, now).abs().compareTo(CLOCKS_MAY_DIFFER) > 0);
        if (theirs.isPresent()) {
            throw AcmeFailure.of(IssueFailed.Kind.UNREACHABLE, new Problem.Fixable(
                    "This server's clock says " + now + ", but " + authority.name() + " says " + theirs.get() + ".",
                    "Set the server's clock, best by switching on NTP."), Optional.empty());
        }
    }
}
