package org.mathesar.launcher.tls;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.mathesar.launcher.problem.Problem;

/**
 * How a certificate of an authority stands.
 *
 * @param expiry of the one that is held, whether good or not; empty when there is none
 * @param renewAt when it will be renewed
 * @param failure the last one since the last success
 * @param nextTry the earliest moment of the next order, while one is wanted
 */
public record RungStatus(Rung rung, List<String> identifiers, Phase phase, Optional<Instant> expiry,
        Optional<Instant> renewAt, Optional<Failure> failure, Optional<Instant> nextTry) {

    /** What goes on. */
    public enum Phase {
        /** Waits for its next try. */
        WAITING,
        /** An order on the staging directory shows whether a real one would succeed. */
        REHEARSING,
        /** An order is under way. */
        ORDERING,
        /** A good certificate is served. */
        SERVED
    }

    /** What went wrong, and when. */
    public record Failure(Problem problem, Instant at) {
        public Failure {
            Objects.requireNonNull(problem);
            Objects.requireNonNull(at);
        }
    }

    public RungStatus {
        Objects.requireNonNull(rung);
        identifiers = List.copyOf(identifiers);
        Objects.requireNonNull(phase);
        Objects.requireNonNull(expiry);
        Objects.requireNonNull(renewAt);
        Objects.requireNonNull(failure);
        Objects.requireNonNull(nextTry);
    }
}
