package org.mathesar.launcher;

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
 * @param given in the browser; counts while nothing else is set
 * @param files named by settings
 */
record OwnersCertificate(Addresses.Mode mode, GivenCertificate given, Optional<CertificateFiles> files) {

    /** The one to serve, if there is any. */
    Optional<HostCertificate> current() {
        return switch (mode) {
            case AUTO -> given.current();
            case FILES -> files.map(CertificateFiles::current);
            case SELF_SIGNED, PLATFORM -> Optional.empty();
        };
    }

    /** The same as the wizard shows it. */
    Optional<Addresses.Certificate> shown() {
        Optional<Problem> problem = files.isPresent() ? files.flatMap(CertificateFiles::problem) : given.problem();
        return current().map(certificate -> LiveAddresses.own(certificate, problem));
    }
}
