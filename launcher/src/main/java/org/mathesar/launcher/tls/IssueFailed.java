package org.mathesar.launcher.tls;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.mathesar.launcher.problem.Problem;

/** Why an authority gave no certificate. */
public final class IssueFailed extends Exception {
    private static final long serialVersionUID = 1L;

    /** What kind of failure it was; decides when to try again. */
    public enum Kind {
        /** The directory does not answer, or answers 5xx. */
        UNREACHABLE,
        /** The authority counts too many orders (RFC 8555 §6.6). */
        RATE_LIMITED,
        /** It could not verify an identifier. */
        VALIDATION,
        /** It does not want to: CAA, a forbidden name, an account that is missing. */
        REFUSED,
        /** We could not keep what it gave us, e.g. a full disk. */
        STORAGE,
        UNEXPECTED
    }

    private final transient Problem problem;
    private final Kind kind;
    private final transient Optional<Instant> retryAt;
    private final transient Set<String> identifiers;

    /**
     * @param retryAt the authority's own word, from {@code Retry-After}
     * @param identifiers those that failed, where it is known
     */
    public IssueFailed(Kind kind, Problem problem, Optional<Instant> retryAt, Set<String> identifiers,
            Throwable cause) {
        super(problem.summary(), cause);
        this.kind = kind;
        this.problem = problem;
        this.retryAt = retryAt;
        this.identifiers = Set.copyOf(identifiers);
    }

    public Kind kind() {
        return kind;
    }

    public Problem problem() {
        return problem;
    }

    public Optional<Instant> retryAt() {
        return retryAt;
    }

    public Set<String> identifiers() {
        return identifiers;
    }
}
