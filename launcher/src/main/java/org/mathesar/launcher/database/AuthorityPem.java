package org.mathesar.launcher.database;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Certificates that a database server's certificate is judged by, as PEM text (RFC 7468).
 *
 * @param certificates those of authorities, and such as a server made for itself; at least one
 */
public record AuthorityPem(List<X509Certificate> certificates) {
    /** Amazon's file of all its regions' authorities has 170 KB. */
    private static final int LONGEST = 2_000_000;
    private static final Pattern BLOCK = Pattern
            .compile("-----BEGIN (?:X509 )?CERTIFICATE-----([A-Za-z0-9+/=\\s]*)-----END (?:X509 )?CERTIFICATE-----");
    private static final String BEGIN = "-----BEGIN CERTIFICATE-----";
    /** X509_CERT_AUX of OpenSSL: trusted for id-kp-serverAuth (RFC 5280 §4.2.1.12). */
    private static final byte[] FOR_SERVERS = {0x30, 0x0c, 0x30, 0x0a, 0x06, 0x08, 0x2b, 0x06, 0x01, 0x05, 0x05, 0x07,
            0x03, 0x01};

    public AuthorityPem {
        certificates = List.copyOf(certificates);
    }

    /** What was read. */
    public sealed interface Reading {
        record Usable(AuthorityPem authority) implements Reading {}

        /** @param sentence why it is of no use, and what is wanted; quotes nothing of the text */
        record Unusable(String sentence) implements Reading {}
    }

    /** Reads what somebody gave as an authority's certificate; certificates of no use beside useful ones are left out. */
    public static Reading read(String text, Instant now) {
        if (text.contains("PRIVATE KEY-----")) {
            return new Reading.Unusable("This holds a private key, which nobody else should see. Give only the"
                    + " authority’s certificate, which begins with " + BEGIN + ".");
        }
        if (text.contains("-----BEGIN CERTIFICATE REQUEST-----")) {
            return new Reading.Unusable("This is a request for a certificate. Give the certificate of the authority.");
        }
        if (!text.contains(BEGIN) && !text.contains("-----BEGIN X509 CERTIFICATE-----")) {
            return new Reading.Unusable("This is no certificate in PEM, which begins with " + BEGIN + ".");
        }
        if (text.length() > LONGEST) {
            return new Reading.Unusable("This is too long for the certificates of an authority.");
        }
        try {
            return judged(parsed(text), now);
        } catch (CertificateException _) {
            return new Reading.Unusable("The certificate is damaged. Copy it whole, from " + BEGIN
                    + " to -----END CERTIFICATE-----.");
        }
    }

    private static List<X509Certificate> parsed(String text) throws CertificateException {
        List<X509Certificate> found = new ArrayList<>();
        Matcher block = BLOCK.matcher(text);
        while (block.find()) {
            try {
                found.add(certificate(Base64.getMimeDecoder().decode(block.group(1))));
            } catch (IllegalArgumentException e) {
                throw new CertificateException(e);
            }
        }
        long begun = text.lines().filter(line -> line.strip().matches("-----BEGIN (X509 )?CERTIFICATE-----")).count();
        if (found.isEmpty() || begun > found.size()) {
            throw new CertificateException("a certificate has no end");
        }
        return found;
    }

    static X509Certificate certificate(byte[] der) throws CertificateException {
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(der));
    }

    private static Reading judged(List<X509Certificate> found, Instant now) {
        List<X509Certificate> authorities = found.stream().filter(AuthorityPem::mayJudge).toList();
        if (authorities.isEmpty()) {
            return new Reading.Unusable("This is the certificate of a server, not of the authority that signed it.");
        }
        List<X509Certificate> valid = authorities.stream().filter(each -> isValid(each, now)).toList();
        if (!valid.isEmpty()) {
            return new Reading.Usable(new AuthorityPem(valid));
        }
        X509Certificate first = authorities.getFirst();
        return new Reading.Unusable(first.getNotAfter().toInstant().isBefore(now)
                ? "The authority’s certificate expired on " + day(first.getNotAfter().toInstant())
                        + ". Ask for the one that replaced it."
                : "The authority’s certificate is valid only from " + day(first.getNotBefore().toInstant())
                        + " on. Check this server’s clock.");
    }

    static boolean isValid(X509Certificate certificate, Instant now) {
        return !certificate.getNotAfter().toInstant().isBefore(now)
                && !certificate.getNotBefore().toInstant().isAfter(now);
    }

    private static LocalDate day(Instant instant) {
        return LocalDate.ofInstant(instant, ZoneOffset.UTC);
    }

    private static boolean mayJudge(X509Certificate certificate) {
        return isAuthority(certificate) || isSelfSigned(certificate);
    }

    static boolean isAuthority(X509Certificate certificate) {
        return certificate.getBasicConstraints() >= 0;
    }

    static boolean isSelfSigned(X509Certificate certificate) {
        if (!certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())) {
            return false;
        }
        try {
            certificate.verify(certificate.getPublicKey());
            return true;
        } catch (GeneralSecurityException _) {
            return false;
        }
    }

    /** As every reader of PEM takes it. */
    public String text() {
        StringBuilder text = new StringBuilder();
        certificates.forEach(each -> text.append(block("CERTIFICATE", encoded(each))));
        return text.toString();
    }

    /**
     * As libpq takes it. OpenSSL ends a chain at a root only, and so would refuse what an owner who was given an
     * intermediate authority trusts; its own kind of PEM says that this one may end a chain too.
     */
    String textForLibpq() {
        StringBuilder text = new StringBuilder();
        for (X509Certificate each : certificates) {
            byte[] der = encoded(each);
            if (isSelfSigned(each)) {
                text.append(block("CERTIFICATE", der));
            } else {
                byte[] marked = Arrays.copyOf(der, der.length + FOR_SERVERS.length);
                System.arraycopy(FOR_SERVERS, 0, marked, der.length, FOR_SERVERS.length);
                text.append(block("TRUSTED CERTIFICATE", marked));
            }
        }
        return text.toString();
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateException e) {
            throw new IllegalStateException("it was read from its encoding", e);
        }
    }

    private static String block(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder(64, new byte[]{'\n'}).encodeToString(der)
                + "\n-----END " + label + "-----\n";
    }
}
