package org.mathesar.launcher.tls;

import java.net.InetAddress;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.GeneralName;

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

    /**
     * The hosts it is for: domain names in lower case, a wildcard as {@code *.example.org} (RFC 9525 §6.3), and IP
     * addresses as {@link InetAddress#getHostAddress} writes them. Empty when it names none; browsers ignore the common
     * name.
     */
    public List<String> names() {
        try {
            Collection<List<?>> alternatives = leaf().getSubjectAlternativeNames();
            return alternatives == null
                    ? List.of()
                    : alternatives.stream().flatMap(HostCertificate::host).distinct().toList();
        } catch (CertificateParsingException _) {
            return List.of();
        }
    }

    /**
     * Whether it is for this host, written as {@link #names} does; a wildcard stands for one label, never for none or
     * two.
     */
    public boolean covers(String host) {
        List<String> names = names();
        int dot = host.indexOf('.');
        return names.contains(host) || dot > 0 && names.contains("*" + host.substring(dot));
    }

    private static Stream<String> host(List<?> alternative) {
        return switch ((Integer) alternative.get(0)) {
            case GeneralName.dNSName -> Stream.of(((String) alternative.get(1)).toLowerCase(Locale.ROOT));
            case GeneralName.iPAddress ->
                Stream.of(InetAddress.ofLiteral((String) alternative.get(1)).getHostAddress());
            default -> Stream.empty();
        };
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
