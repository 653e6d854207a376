package org.mathesar.launcher.tls;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** A certificate with its key and the certificates up to, but not including, the root. */
public record HostCertificate(PrivateKey key, List<X509Certificate> chain) {
    public HostCertificate {
        Objects.requireNonNull(key);
        chain = List.copyOf(chain);
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("a certificate chain has at least one certificate");
        }
    }

    /** The certificate of the server itself. */
    public X509Certificate leaf() {
        return chain.getFirst();
    }

    /** The moment after which browsers refuse it. */
    public Instant expiry() {
        return leaf().getNotAfter().toInstant();
    }

    /** SHA-256 of the certificate as browsers show it: {@code AB:CD:…}. */
    public String fingerprint() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(leaf().getEncoded());
            return HexFormat.ofDelimiter(":").formatHex(digest).toUpperCase(Locale.ROOT);
        } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
            throw new IllegalStateException("every JDK has SHA-256 and a parsed certificate has its encoding", e);
        }
    }

    @Override
    public String toString() {
        return "HostCertificate[" + fingerprint() + " until " + expiry() + "]";
    }
}
