package org.mathesar.launcher.tls;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/** A certificate authority that we may order from. */
public interface Issuer {

    /**
     * Gets a certificate with a fresh key, going on with an order that a killed launcher left behind. Blocks until the
     * authority has decided.
     *
     * @param replaces the certificate that this one renews (RFC 9773 §5)
     */
    HostCertificate issue(Subject subject, Optional<HostCertificate> replaces) throws IssueFailed, InterruptedException;

    /** The certificate of this subject is stored; its order need not be picked up again. */
    default void settled(Subject subject) {}

    /** When the authority wants the certificate renewed (RFC 9773 §4); empty when it does not say. */
    Optional<RenewalAdvice> advice(HostCertificate certificate) throws IssueFailed, InterruptedException;

    /**
     * The authority's advice.
     *
     * @param renewAt a moment of the suggested window, chosen at random; may be past
     * @param askAgainAt when to ask again
     */
    record RenewalAdvice(Instant renewAt, Instant askAgainAt) {
        public RenewalAdvice {
            Objects.requireNonNull(renewAt);
            Objects.requireNonNull(askAgainAt);
        }
    }
}
