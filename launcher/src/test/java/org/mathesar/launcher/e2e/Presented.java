package org.mathesar.launcher.e2e;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** The certificates that a server presents, its own first. */
record Presented(List<X509Certificate> chain) {

    static Presented in(SSLSession session) throws SSLPeerUnverifiedException {
        return new Presented(Arrays.stream(session.getPeerCertificates()).map(X509Certificate.class::cast).toList());
    }

    X509Certificate leaf() {
        return chain.getFirst();
    }

    /** Whether the chain, in its order and at this moment, ends in the root. */
    boolean isTrustedBy(X509Certificate root) {
        try {
            PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(root, null)));
            parameters.setRevocationEnabled(false);
            CertPathValidator.getInstance("PKIX").validate(
                    CertificateFactory.getInstance("X.509").generateCertPath(List.copyOf(chain)), parameters);
            return true;
        } catch (GeneralSecurityException _) {
            return false;
        }
    }

    boolean isSelfSigned() {
        return chain.size() == 1 && leaf().getIssuerX500Principal().equals(leaf().getSubjectX500Principal());
    }

    /** What it is for. */
    Set<String> names() {
        try {
            return Optional.ofNullable(leaf().getSubjectAlternativeNames()).stream().flatMap(Collection::stream)
                    .map(name -> name.get(1).toString()).collect(Collectors.toSet());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The whole life, not what is left of it. */
    Duration life() {
        return Duration.between(leaf().getNotBefore().toInstant(), leaf().getNotAfter().toInstant());
    }

    /** SHA-256 in hex. */
    String fingerprint() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(leaf().getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return leaf().getSubjectX500Principal() + " for " + names() + " by " + leaf().getIssuerX500Principal() + ", "
                + leaf().getNotBefore().toInstant() + " to " + leaf().getNotAfter().toInstant() + ", "
                + fingerprint().substring(0, 16);
    }
}
