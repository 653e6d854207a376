package org.mathesar.launcher;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Supplier;
import org.mathesar.launcher.tls.HostCertificate;
import org.mathesar.launcher.tls.SelfSignedIssuer;

/** What is served when no authority has certified anything: the owner's own certificate, else one that we signed. */
final class LowestRung {
    private static final Duration RENEW_BEFORE = Duration.ofDays(30);

    private final SelfSignedIssuer issuer;
    private final Supplier<? extends Collection<String>> names;
    private final OwnersCertificate own;
    private final InstantSource clock;
    private volatile HostCertificate selfSigned;

    /**
     * @param names for whom we sign
     * @param own goes before
     */
    LowestRung(SelfSignedIssuer issuer, Supplier<? extends Collection<String>> names, OwnersCertificate own,
            InstantSource clock) {
        this.issuer = issuer;
        this.names = names;
        this.own = own;
        this.clock = clock;
        this.selfSigned = issuer.certificate(names.get());
    }

    /** What to serve now; signs anew before the old one ages. */
    HostCertificate current() {
        if (selfSigned.expiry().isBefore(clock.instant().plus(RENEW_BEFORE))) {
            selfSigned = issuer.certificate(names.get());
        }
        return own().orElse(selfSigned);
    }

    /** The one that we signed. */
    HostCertificate selfSigned() {
        return selfSigned;
    }

    /** The owner's own one. */
    Optional<HostCertificate> own() {
        return own.current();
    }
}
