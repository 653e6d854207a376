package org.mathesar.launcher;

import java.time.InstantSource;
import java.util.Optional;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.setup.Addresses;
import org.mathesar.launcher.setup.LiveAddresses;
import org.mathesar.launcher.tls.CertificateFiles;
import org.mathesar.launcher.tls.GivenCertificate;
import org.mathesar.launcher.tls.HostCertificate;

/**
 * The certificate that the owner got elsewhere.
 *
 * @param given in the browser; counts while it is valid and nothing else is set
 * @param files named by settings
 */
record OwnersCertificate(Addresses.Mode mode, GivenCertificate given, Optional<CertificateFiles> files,
        InstantSource clock) {

    /** The one to serve, if there is any. */
    Optional<HostCertificate> current() {
        return switch (mode) {
            case AUTO -> given.current().filter(certificate -> clock.instant().isBefore(certificate.expiry()));
            case FILES -> files.map(CertificateFiles::current);
            case SELF_SIGNED, PLATFORM -> Optional.empty();
        };
    }

    /** The same as the wizard shows it. */
    Optional<Addresses.Certificate> shown() {
        Optional<Problem> problem = files.isPresent() ? files.flatMap(CertificateFiles::problem) : given.problem();
        return (mode == Addresses.Mode.AUTO ? given.current() : current())
                .map(certificate -> LiveAddresses.own(certificate, problem));
    }
}
