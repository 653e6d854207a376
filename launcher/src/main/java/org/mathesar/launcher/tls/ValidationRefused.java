package org.mathesar.launcher.tls;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.shredzone.acme4j.Problem;

/** The authority looked and was not convinced. */
final class ValidationRefused extends Exception {
    private static final long serialVersionUID = 1L;
    /** What may be different on the other port. */
    private static final Set<String> ONE_WAY_ONLY = Set.of("connection", "unauthorized", "tls", "incorrectResponse",
            "malformed");

    /**
     * @param kind how it looked
     * @param type the kind of error (RFC 8555 §6.7), without its prefix
     * @param detail the authority's own words
     */
    record Refusal(String identifier, ChallengeKind kind, String type, String detail) {
        static Refusal of(String identifier, ChallengeKind kind, Problem problem) {
            return new Refusal(identifier, kind, AcmeFailure.shortType(problem.getType()),
                    StrangersText.shown(problem.getDetail().orElseGet(problem::toString)));
        }
    }

    private final transient List<Refusal> refusals;

    ValidationRefused(List<Refusal> refusals) {
        super(refusals.toString());
        this.refusals = List.copyOf(refusals);
    }

    List<Refusal> refusals() {
        return refusals;
    }

    Set<String> identifiers() {
        return refusals.stream().map(Refusal::identifier).collect(Collectors.toSet());
    }

    Set<ChallengeKind> kinds() {
        return refusals.stream().map(Refusal::kind).collect(Collectors.toSet());
    }

    /** Whether it may succeed when it looks in another way; not where the DNS itself is wrong or forbids it. */
    boolean anotherWayMayHelp() {
        return refusals.stream().allMatch(refusal -> ONE_WAY_ONLY.contains(refusal.type));
    }
}
