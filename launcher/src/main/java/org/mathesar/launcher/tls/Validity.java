package org.mathesar.launcher.tls;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.mathesar.launcher.problem.Problem;

/** What the dates of a certificate of the owner's say. */
final class Validity {
    private static final Duration NOTICE = Duration.ofDays(10);
    private static final String RENEW = "Get a new certificate from whoever issued this one and put it in its place; it"
            + " is served at once.";

    private Validity() {}

    /**
     * Why browsers refuse it at this moment, for its own dates or its issuer's. Links above may have ended: browsers that
     * know a newer root do without them.
     */
    static Optional<Problem.Fixable> refusal(HostCertificate certificate, Instant now) {
        return certificate.chain().stream().limit(2).flatMap(link -> refusal(link, now).stream()).findFirst();
    }

    private static Optional<Problem.Fixable> refusal(X509Certificate link, Instant now) {
        Instant from = link.getNotBefore().toInstant();
        Instant to = link.getNotAfter().toInstant();
        if (now.isBefore(from)) {
            return Optional.of(new Problem.Fixable(
                    "The certificate of " + Chain.nameOf(link) + " is not valid before " + from + ".",
                    "This server's clock says " + now + ". Put the clock right if it is wrong, else wait."));
        }
        return now.isBefore(to)
                ? Optional.empty()
                : Optional.of(new Problem.Fixable(
                        "The certificate of " + Chain.nameOf(link) + " expired on " + day(to) + ".", RENEW));
    }

    /**
     * What its owner should know: that browsers refuse it, or that it ends within ten days; one that lives shorter is
     * named in the last third of its life.
     */
    static Optional<Problem.Fixable> warning(HostCertificate certificate, Instant now) {
        Instant start = certificate.leaf().getNotBefore().toInstant();
        Duration third = Duration.between(start, certificate.expiry()).dividedBy(3);
        Duration notice = third.compareTo(NOTICE) < 0 ? third : NOTICE;
        return refusal(certificate, now).or(() -> now.isBefore(certificate.expiry().minus(notice))
                ? Optional.empty()
                : Optional.of(new Problem.Fixable("The certificate of " + Chain.nameOf(certificate.leaf())
                        + " expires on " + day(certificate.expiry()) + ".", RENEW)));
    }

    private static String day(Instant time) {
        return time.atZone(ZoneOffset.UTC).toLocalDate().toString();
    }
}
