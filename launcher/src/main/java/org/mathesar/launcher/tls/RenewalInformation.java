package org.mathesar.launcher.tls;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.mathesar.launcher.tls.Issuer.RenewalAdvice;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.connector.Connection;
import org.shredzone.acme4j.connector.Resource;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeProtocolException;
import org.shredzone.acme4j.exception.AcmeServerException;
import org.shredzone.acme4j.toolbox.AcmeUtils;
import org.shredzone.acme4j.toolbox.JSON;

/** Renewal information (ARI, RFC 9773). It is public, so that asking needs no account. */
final class RenewalInformation {
    private static final Duration ASK_AGAIN = Duration.ofHours(6);
    private static final Duration SOONEST = Duration.ofMinutes(1);
    private static final Duration LATEST = Duration.ofDays(1);

    private RenewalInformation() {}

    /** The name of the certificate (RFC 9773 §4.1); empty where the certificate does not say who signed it. */
    static Optional<String> certificateId(HostCertificate certificate) {
        try {
            return Optional.of(AcmeUtils.getRenewalUniqueIdentifier(certificate.leaf()));
        } catch (AcmeProtocolException _) {
            return Optional.empty();
        }
    }

    /** The authority's advice; empty where it gives none for this certificate. */
    static Optional<RenewalAdvice> ask(AcmeWire wire, HostCertificate certificate, InstantSource clock)
            throws AcmeException {
        Session session = wire.session();
        Optional<String> id = certificateId(certificate);
        Optional<URI> base = session.resourceUrlOptional(Resource.RENEWAL_INFO)
                .map(url -> URI.create(url.toString().replaceFirst("/$", "") + "/"));
        if (id.isEmpty() || base.isEmpty()) {
            return Optional.empty();
        }
        try (Connection connection = session.connect()) {
            connection.sendRequest(base.get().resolve(id.get()).toURL(), session, null);
            JSON window = connection.readJsonResponse().get("suggestedWindow").asObject();
            Instant now = clock.instant();
            return Optional.of(new RenewalAdvice(
                    moment(window.get("start").asInstant(), window.get("end").asInstant()),
                    now.plus(limited(wire.retryAfter()))));
        } catch (AcmeServerException e) {
            if (AcmeFailure.isPassing(e)) {
                throw e;
            }
            // A certificate of another authority.
            return Optional.empty();
        } catch (java.net.MalformedURLException e) {
            throw new AcmeProtocolException("the address for renewal information is none", e);
        }
    }

    private static Instant moment(Instant start, Instant end) {
        if (end.isBefore(start)) {
            throw new AcmeProtocolException("the suggested window ends before it starts");
        }
        return start.plusMillis(ThreadLocalRandom.current().nextLong(Duration.between(start, end).toMillis() + 1));
    }

    /** RFC 9773 §4.3 wants limits to what the authority says. */
    private static Duration limited(Duration said) {
        Duration wait = said.isZero() ? ASK_AGAIN : said;
        if (wait.compareTo(SOONEST) < 0) {
            return SOONEST;
        }
        return wait.compareTo(LATEST) > 0 ? LATEST : wait;
    }
}
