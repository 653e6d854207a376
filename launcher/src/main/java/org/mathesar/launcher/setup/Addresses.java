package org.mathesar.launcher.setup;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.mathesar.launcher.address.DomainName;
import org.mathesar.launcher.address.DomainReport;
import org.mathesar.launcher.address.PublicAddresses;
import org.mathesar.launcher.problem.Problem;

/**
 * Where people reach this server and under which certificate, as the wizard sees it. All of it goes on by itself while
 * nobody looks; the owner may come back to it after set-up too.
 */
public interface Addresses {

    /** How things stand at this moment; answers at once. */
    Snapshot now();

    /**
     * The owner wants this domain; kept, and checked from now on until it leads here. Refused with a message for the
     * field {@code domain}.
     */
    FirstBoot.Outcome wantDomain(String typed);

    /** Goes on though the check could not verify from here that the domain leads here; stale unless it is UNSURE. */
    FirstBoot.Outcome vouchForDomain();

    /** Checks at once instead of at the next turn. */
    FirstBoot.Outcome checkAgain();

    /** Gives the domain up; what is served falls back to the rung below. */
    FirstBoot.Outcome forgetDomain();

    /** The public address as the owner knows it. Refused with a message for the field {@code public-address}. */
    FirstBoot.Outcome givePublicAddress(String typed);

    /**
     * A certificate of the owner's own, served from now on. Refused with messages for the fields {@code certificate} and
     * {@code key}; the key is never shown again.
     */
    FirstBoot.Outcome giveCertificate(String chain, String key);

    /** Goes back to the launcher's own certificates. */
    FirstBoot.Outcome forgetCertificate();

    /** Who takes care of the certificates. */
    enum Mode {
        /** The ladder. */
        AUTO,
        /** Files of the owner's that settings name; a certificate given in the browser leaves the mode as it is. */
        FILES,
        /** Only the launcher's own signature. */
        SELF_SIGNED,
        /** The platform terminates TLS. */
        PLATFORM
    }

    /**
     * @param selfSignedFingerprint SHA-256 of the certificate that we signed, unless the platform terminates TLS
     * @param address the certificate of the public addresses; empty when none will be ordered
     * @param ownCertificate the owner's own one, where there is one: named by settings or given in the browser
     */
    record Snapshot(Mode mode, PublicAddresses here, Optional<String> selfSignedFingerprint,
            Optional<Certificate> address, Optional<Domain> domain, Optional<Certificate> ownCertificate) {
        public Snapshot {
            Objects.requireNonNull(mode);
            Objects.requireNonNull(here);
            Objects.requireNonNull(selfSignedFingerprint);
            Objects.requireNonNull(address);
            Objects.requireNonNull(domain);
            Objects.requireNonNull(ownCertificate);
        }
    }

    /**
     * @param expiry of the good one that is served, also while it is renewed; empty when there is none
     * @param problem why there is none yet, or why it could not be renewed
     * @param nextTry the earliest moment of the next order
     */
    record Certificate(List<String> names, Phase phase, Optional<Instant> expiry, Optional<Problem> problem,
            Optional<Instant> nextTry) {
        public Certificate {
            names = List.copyOf(names);
            Objects.requireNonNull(phase);
            Objects.requireNonNull(expiry);
            Objects.requireNonNull(problem);
            Objects.requireNonNull(nextTry);
        }

        /** Whether visitors get it now. */
        public boolean isServed() {
            return phase == Phase.SERVED
                    || (phase == Phase.REHEARSING || phase == Phase.ORDERING) && expiry.isPresent();
        }
    }

    /** What goes on with a certificate. */
    enum Phase {
        WAITING,
        REHEARSING,
        ORDERING,
        SERVED
    }

    /**
     * A domain that the owner wants or has.
     *
     * @param report the last check's; empty before the first has ended
     * @param confirmed whether the check passed or the owner vouched, so that orders may begin
     * @param certificate empty before it is confirmed
     * @param url where people will reach the server under this name, e.g. {@code https://example.org/}
     * @param fixed whether a setting names it, so that it cannot be changed here
     */
    record Domain(DomainName name, Optional<DomainReport> report, boolean confirmed,
            Optional<Certificate> certificate, String url, boolean fixed) {
        public Domain {
            Objects.requireNonNull(name);
            Objects.requireNonNull(report);
            Objects.requireNonNull(certificate);
            Objects.requireNonNull(url);
        }
    }
}
