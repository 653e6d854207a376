package org.mathesar.launcher.tls;

import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.mathesar.launcher.problem.Problem;
import org.shredzone.acme4j.exception.AcmeServerException;

/** What the protocol's error types mean to us (RFC 8555 §6.7). */
final class AcmeFailure {
    private static final Set<String> PASSING = Set.of("serverInternal", "rateLimited", "badNonce");
    /** Said of an order that is refused, whatever it replaces. */
    private static final Set<String> NOT_ABOUT_REPLACING = Set.of("rateLimited", "badNonce", "accountDoesNotExist",
            "externalAccountRequired", "userActionRequired", "rejectedIdentifier", "unsupportedIdentifier", "caa",
            "invalidProfile");

    private AcmeFailure() {}

    static IssueFailed of(IssueFailed.Kind kind, Problem problem, Optional<Instant> retryAt) {
        return new IssueFailed(kind, problem, retryAt, Set.of(), null);
    }

    /** The type without its prefix, e.g. {@code rateLimited}. */
    static String shortType(URI type) {
        String text = type.toString();
        return text.substring(text.lastIndexOf(':') + 1);
    }

    static boolean isOfType(AcmeServerException e, String type) {
        return shortType(e.getType()).equals(type);
    }

    /** It may be over when we ask again. */
    static boolean isPassing(AcmeServerException e) {
        return PASSING.contains(shortType(e.getType()));
    }

    /** Authorities differ in what they say when they do not accept what an order replaces. */
    static boolean mayBeAboutReplacing(AcmeServerException e) {
        return !NOT_ABOUT_REPLACING.contains(shortType(e.getType()));
    }
}
