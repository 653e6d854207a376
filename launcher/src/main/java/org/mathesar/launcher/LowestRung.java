package org.mathesar.launcher;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Supplier;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.setup.Addresses;
import org.mathesar.launcher.setup.LiveAddresses;
import org.mathesar.launcher.tls.CertificateFiles;
import org.mathesar.launcher.tls.GivenCertificate;
import org.mathesar.launcher.tls.HostCertificate;
import org.mathesar.launcher.tls.SelfSignedIssuer;

/** What is served when no authority has certified anything: the owner's own certificate, else one that we signed. */
final class LowestRung {
    private static final Duration RENEW_BEFORE = Duration.ofDays(30);

    private final SelfSignedIssuer issuer;
    private final Supplier<? extends Collection<String>> names;
    private final GivenCertificate given;
    private final Optional<CertificateFiles> files;
    private final InstantSource clock;
    private volatile HostCertificate selfSigned;

    /**
     * @param names for whom we sign
     * @param given by the owner in the browser
     * @param files named by settings; they go before
     */
    LowestRung(SelfSignedIssuer issuer, Supplier<? extends Collection<String>> names, GivenCertificate given,
            Optional<CertificateFiles> files, InstantSource clock) {
        this.issuer = issuer;
        this.names = names;
        this.given = given;
        this.files = files;
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
        return files.map(CertificateFiles::current).or(given::current);
    }

    /** The same as the wizard shows it. */
    Optional<Addresses.Certificate> shown() {
        Optional<Problem> problem = files.isPresent() ? files.flatMap(CertificateFiles::problem) : given.problem();
        return own().map(certificate -> LiveAddresses.own(certificate, problem));
    }
}
