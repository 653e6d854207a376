package org.mathesar.launcher.tls;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.problem.ProblemException;
import org.mathesar.launcher.tls.IssueFailed.Kind;
import org.shredzone.acme4j.Identifier;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeLazyLoadingException;
import org.shredzone.acme4j.exception.AcmeNetworkException;
import org.shredzone.acme4j.exception.AcmeProtocolException;
import org.shredzone.acme4j.exception.AcmeServerException;
import org.shredzone.acme4j.exception.AcmeUserActionRequiredException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Why an authority gave no certificate, in words for the owner. */
final class AcmeVerdict {
    private static final Logger LOG = LoggerFactory.getLogger(AcmeVerdict.class);
    /** Said where the authority names no time; whoever orders has a table of his own. */
    private static final Duration SOON = Duration.ofMinutes(10);
    private static final Duration WHEN_LIMITED = Duration.ofHours(1);

    private final AcmeAuthority authority;
    private final InstantSource clock;

    AcmeVerdict(AcmeAuthority authority, InstantSource clock) {
        this.authority = authority;
        this.clock = clock;
    }

    /** @param asked what the authority's last answer said in {@code Retry-After}; zero for nothing */
    IssueFailed of(Throwable fault, Duration asked) {
        Optional<Instant> retryAt = asked.isZero() ? Optional.empty() : Optional.of(clock.instant().plus(asked));
        return switch (fault) {
            case IssueFailed already -> already;
            case ProblemException kept ->
                new IssueFailed(Kind.STORAGE, kept.problem(), Optional.empty(), Set.of(), kept);
            case AcmePolling.Undecided undecided -> failed(Kind.UNREACHABLE, passing(
                    authority.name() + " has not decided yet; the same order goes on.", retryAt, SOON, ""), retryAt,
                    undecided);
            case AcmeServerException told -> told(told, retryAt);
            case AcmeNetworkException network -> unreachable(network, retryAt);
            case AcmeLazyLoadingException late when late.getCause() != null -> of(late.getCause(), asked);
            case AcmeProtocolException garbled -> failed(Kind.UNREACHABLE, new Problem.Fixable(
                    authority.directory() + " answers, but not as a certificate authority does.",
                    "Check MATHESAR_LAUNCHER_ACME_DIRECTORY, and that no proxy or login page is in between.",
                    garbled.toString()), retryAt, garbled);
            case AcmeException strange -> failed(Kind.UNREACHABLE, passing(
                    authority.name() + " answered with an error.", retryAt, SOON, strange.toString()), retryAt,
                    strange);
            default -> failed(Kind.UNEXPECTED, Problem.Unexpected.told(
                    "Something unforeseen happened while a certificate was ordered from " + authority.name() + ".",
                    fault, LOG), retryAt, fault);
        };
    }

    private IssueFailed told(AcmeServerException e, Optional<Instant> retryAt) {
        String name = authority.name();
        String words = StrangersText.shown(e.getProblem().toString());
        Set<String> identifiers = identifiers(e.getProblem());
        String which = identifiers.isEmpty() ? "a name" : String.join(", ", identifiers);
        return switch (AcmeFailure.shortType(e.getType())) {
            case "rateLimited" -> failed(Kind.RATE_LIMITED, passing(
                    name + " accepts no more orders for a while: " + sentence(words), retryAt, WHEN_LIMITED, words),
                    retryAt, e);
            case "serverInternal", "badNonce" -> failed(Kind.UNREACHABLE, passing(
                    name + " has a problem of its own: " + sentence(words), retryAt, SOON, words), retryAt, e);
            case "caa" -> refused("The DNS of " + which + " forbids " + name + " to issue certificates (CAA).",
                    "Remove the CAA record, or add one that allows " + name + ".", words, identifiers, retryAt, e);
            case "rejectedIdentifier", "unsupportedIdentifier" -> refused(
                    name + " does not certify " + which + ": " + sentence(words),
                    "Use another domain name, or another authority: MATHESAR_LAUNCHER_ACME_DIRECTORY.", words,
                    identifiers, retryAt, e);
            case "externalAccountRequired" -> externalAccount(words, retryAt, e);
            case "userActionRequired" -> refused(name + " wants something from you first: " + sentence(words),
                    e instanceof AcmeUserActionRequiredException action && action.getProblem().getInstance().isPresent()
                            ? "Open " + action.getProblem().getInstance().get() + " in a browser."
                            : "Read what the authority says, then try again.",
                    words, identifiers, retryAt, e);
            case "unauthorized", "malformed", "badSignatureAlgorithm" -> refused(
                    name + " refused the order: " + sentence(words),
                    "Read what the authority says; if it speaks of the account, remove the directory "
                            + "acme/" + authority.fileName() + " from the data directory, and a new one is opened.",
                    words, identifiers, retryAt, e);
            default -> failed(Kind.UNEXPECTED, new Problem.Fixable(name + " refused: " + sentence(words),
                    "Read what the authority says; if it is no fault of the server's address, please report it.",
                    e.getType() + " " + words), retryAt, e);
        };
    }

    /** The authority does not serve everybody, or does not know the account that the settings name. */
    IssueFailed externalAccount(String words, Optional<Instant> retryAt, Throwable cause) {
        String name = authority.name();
        return authority.externalAccount().isEmpty()
                ? refused(name + " serves only those who have an account with it.",
                        "Get a key identifier and an HMAC key there and set MATHESAR_LAUNCHER_ACME_EAB_KID and"
                                + " MATHESAR_LAUNCHER_ACME_EAB_KEY.",
                        words, Set.of(), retryAt, cause)
                : refused(name + " does not accept the account that the settings name: " + sentence(words),
                        "Correct MATHESAR_LAUNCHER_ACME_EAB_KID and MATHESAR_LAUNCHER_ACME_EAB_KEY; some"
                                + " authorities let each key be used only once.",
                        words, Set.of(), retryAt, cause);
    }

    private IssueFailed unreachable(AcmeNetworkException e, Optional<Instant> retryAt) {
        String name = authority.name();
        Throwable cause = e.getCause();
        if (cause instanceof AcmeWire.PlainError error) {
            return plain(error, retryAt);
        }
        String words = causes(e).map(Throwable::toString).distinct().collect(Collectors.joining("; "));
        if (causes(e).anyMatch(SSLException.class::isInstance) && words.contains("CertPath")) {
            return failed(Kind.UNREACHABLE, new Problem.Fixable(
                    "The directory " + authority.directory()
                            + " identifies itself with a certificate that this server does not trust.",
                    authority.caFile().isEmpty()
                            ? "If it is your own authority, put its root certificate into a file and name it in"
                                    + " MATHESAR_LAUNCHER_ACME_CA_FILE."
                            : "Put the root certificate that signed it into the file that"
                                    + " MATHESAR_LAUNCHER_ACME_CA_FILE names.",
                    words), retryAt, e);
        }
        return failed(Kind.UNREACHABLE, new Problem.Fixable(name + " cannot be reached.",
                "It is tried again by itself. If it stays so, check that this server may open connections to "
                        + authority.directory().getHost() + " (firewall, DNS, proxy).",
                words), retryAt, e);
    }

    private IssueFailed plain(AcmeWire.PlainError error, Optional<Instant> retryAt) {
        String name = authority.name();
        int status = error.status();
        if (status == 429) {
            return failed(Kind.RATE_LIMITED, passing(name + " accepts no more orders for a while.", retryAt,
                    WHEN_LIMITED, error.toString()), retryAt, error);
        }
        if (status >= 500) {
            return failed(Kind.UNREACHABLE, passing(name + " is out of order for now (HTTP " + status + ").", retryAt,
                    SOON, error.toString()), retryAt, error);
        }
        return failed(Kind.UNREACHABLE, new Problem.Fixable(
                "There is no certificate authority at " + authority.directory() + " (HTTP " + status + ").",
                "Correct MATHESAR_LAUNCHER_ACME_DIRECTORY.", error.toString()), retryAt, error);
    }

    private static IssueFailed refused(String summary, String action, String detail, Set<String> identifiers,
            Optional<Instant> retryAt, Throwable cause) {
        return new IssueFailed(Kind.REFUSED, new Problem.Fixable(summary, action, detail), retryAt, identifiers,
                cause);
    }

    private static IssueFailed failed(Kind kind, Problem problem, Optional<Instant> retryAt, Throwable cause) {
        return new IssueFailed(kind, problem, retryAt, Set.of(), cause);
    }

    private Problem passing(String summary, Optional<Instant> retryAt, Duration otherwise, String detail) {
        return new Problem.Passing(summary, retryAt.orElseGet(() -> clock.instant().plus(otherwise)), detail);
    }

    private static Set<String> identifiers(org.shredzone.acme4j.Problem problem) {
        return Stream.concat(Stream.of(problem), problem.getSubProblems().stream())
                .flatMap(each -> each.getIdentifier().stream()).map(Identifier::getValue).map(StrangersText::shown)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String sentence(String words) {
        String stripped = words.strip();
        return stripped.isEmpty() || stripped.endsWith(".") ? stripped : stripped + ".";
    }

    private static Stream<Throwable> causes(Throwable fault) {
        return Stream.iterate(fault, each -> each != null, Throwable::getCause).limit(20);
    }
}
