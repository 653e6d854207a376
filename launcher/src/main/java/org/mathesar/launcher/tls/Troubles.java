package org.mathesar.launcher.tls;

import java.time.Instant;
import java.util.Optional;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.tls.RungStatus.Failure;

/** What is wrong with one certificate; each source clears what it said itself. */
final class Troubles {
    private Optional<Failure> order = Optional.empty();
    private Optional<Failure> storing = Optional.empty();
    private Optional<Failure> clock = Optional.empty();

    /** Something else is wanted, of which perhaps this is known already. */
    void begin(Optional<Failure> known) {
        order = known;
        storing = Optional.empty();
        clock = Optional.empty();
    }

    /** The last order failed; empty when it did not. */
    void order(Optional<Problem> problem, Instant now) {
        order = kept(order, problem, now);
    }

    /** The certificate is served but not stored; empty when it is. */
    void storing(Optional<Problem> problem, Instant now) {
        storing = kept(storing, problem, now);
    }

    /** By our clock, the certificate is not valid, and it must be the clock; empty when it is. */
    void clock(Optional<Problem> problem, Instant now) {
        clock = kept(clock, problem, now);
    }

    /** The one to show. */
    Optional<Failure> worst() {
        return clock.or(() -> order).or(() -> storing);
    }

    /** What was said keeps its time. */
    private static Optional<Failure> kept(Optional<Failure> before, Optional<Problem> problem, Instant now) {
        return problem.map(each -> before.filter(failure -> failure.problem().equals(each))
                .orElseGet(() -> new Failure(each, now)));
    }
}
