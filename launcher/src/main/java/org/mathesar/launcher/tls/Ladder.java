package org.mathesar.launcher.tls;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.mathesar.launcher.storage.DataDirectory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what {@link ServingKey} presents: the best rung whose certificate has not expired.
 *
 * <p>A certificate that is not valid yet is served: authorities never date them ahead, so that it is our clock which is
 * behind, as on machines that start in 1970. Visitors judge by their own clocks, and every lower rung would warn them.
 */
public final class Ladder {
    private static final Logger LOG = LoggerFactory.getLogger(Ladder.class);

    /** What a domain is served with. */
    private record Named(String name, HostCertificate certificate) {}

    private final ServingKey serving;
    private final HoldNote hold;
    private final InstantSource clock;
    private HostCertificate selfSigned;
    private Optional<HostCertificate> address = Optional.empty();
    private Optional<Named> domain = Optional.empty();
    private Optional<Named> served = Optional.empty();

    /** @param serving what it presents at this moment is the lowest rung */
    public Ladder(ServingKey serving, DataDirectory data, InstantSource clock) {
        this.serving = serving;
        this.hold = new HoldNote(data);
        this.clock = clock;
        this.selfSigned = serving.fallback();
    }

    /** Another certificate for the lowest rung, e.g. since it has aged. */
    public synchronized void selfSigned(HostCertificate certificate) {
        selfSigned = Objects.requireNonNull(certificate);
        show(clock.instant());
    }

    /** The certificate of the addresses, good or not; empty when there is none. */
    synchronized void address(Optional<HostCertificate> certificate) {
        address = certificate;
        show(clock.instant());
    }

    /** The certificate of the domain, good or not. */
    synchronized void domain(String name, HostCertificate certificate) {
        domain = Optional.of(new Named(name.toLowerCase(Locale.ROOT), certificate));
        show(clock.instant());
    }

    /** There is none for any domain. */
    synchronized void noDomain() {
        domain = Optional.empty();
        show(clock.instant());
    }

    /** Looks at the clock again, once all rungs are known. */
    synchronized void settle() {
        Instant now = clock.instant();
        show(now);
        hold.settle(served.map(Named::name), now);
    }

    private void show(Instant now) {
        HostCertificate fallback = address.filter(certificate -> isGood(certificate, now)).orElse(selfSigned);
        if (!fallback.fingerprint().equals(serving.fallback().fingerprint())) {
            LOG.info("Visitors who ask for no known name now get the {} certificate, good until {}.",
                    fallback.equals(selfSigned) ? "self-signed" : "addresses'", fallback.expiry());
            serving.swap(fallback);
        }
        Optional<Named> best = domain.filter(named -> isGood(named.certificate(), now));
        if (!best.map(Ladder::identity).equals(served.map(Ladder::identity))) {
            served.filter(old -> best.filter(named -> named.name().equals(old.name())).isEmpty())
                    .ifPresent(this::withdraw);
            best.ifPresent(this::serve);
            served = best;
        }
    }

    /**
     * Whether the host is the domain and has been served with a good certificate for so long without a break, so that
     * browsers may be told to insist on HTTPS (RFC 6797).
     */
    public synchronized boolean heldFor(String host, Duration time) {
        Instant now = clock.instant();
        return served.filter(named -> named.name().equalsIgnoreCase(host) && isGood(named.certificate(), now))
                .isPresent() && hold.since(host).filter(since -> !since.plus(time).isAfter(now)).isPresent();
    }

    static boolean isGood(HostCertificate certificate, Instant now) {
        return now.isBefore(certificate.expiry());
    }

    private void serve(Named named) {
        LOG.info("{} is now served with its certificate, good until {}.", named.name(), named.certificate().expiry());
        serving.serve(named.name(), named.certificate());
    }

    private void withdraw(Named named) {
        LOG.info("{} has no certificate of its own any more.", named.name());
        serving.withdraw(named.name());
    }

    private static String identity(Named named) {
        return named.name() + " " + named.certificate().fingerprint();
    }
}
