package org.mathesar.launcher.tls;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1InputStream;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.X509TrustedCertificateBlock;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;

/**
 * What a text in PEM (RFC 7468) holds, in its order. It takes what people have: text around the blocks, indented, on one
 * line, with either kind of line end; what is no use to us is remembered as an {@link Oddity}.
 */
record PemText(List<X509Certificate> certificates, List<PrivateKeyInfo> keys, Set<Oddity> oddities) {
    private static final String DASHES = "-----";
    private static final String BEGIN = DASHES + "BEGIN ";
    private static final String END = DASHES + "END ";

    /** What was found in place of a certificate or a key. */
    enum Oddity {
        ENCRYPTED_KEY,
        DAMAGED,
        PKCS12,
        PKCS7,
        BINARY_CERTIFICATE,
        BINARY_KEY,
        REQUEST,
        PUBLIC_KEY,
        SSH_KEY
    }

    PemText {
        certificates = List.copyOf(certificates);
        keys = List.copyOf(keys);
        oddities = Set.copyOf(oddities);
    }

    /** Reads all blocks; never fails. */
    static PemText of(String text) {
        Reading reading = new Reading();
        int begin = text.indexOf(BEGIN);
        if (begin < 0) {
            reading.binary(text);
        }
        while (begin >= 0) {
            int label = begin + BEGIN.length();
            int body = text.indexOf(DASHES, label);
            int end = body < 0 ? -1 : text.indexOf(DASHES, body + DASHES.length());
            if (end < 0) {
                reading.oddities.add(Oddity.DAMAGED);
                break;
            }
            String name = text.substring(label, body);
            if (text.startsWith(END + name + DASHES, end)) {
                reading.block(name, text.substring(body + DASHES.length(), end));
            } else {
                reading.oddities.add(Oddity.DAMAGED);
            }
            begin = text.indexOf(BEGIN, end);
        }
        return new PemText(reading.certificates, reading.keys, reading.oddities);
    }

    boolean has(Oddity oddity) {
        return oddities.contains(oddity);
    }

    /** Both texts as if they were one. */
    PemText with(PemText other) {
        Reading both = new Reading();
        both.certificates.addAll(certificates);
        both.certificates.addAll(other.certificates);
        both.keys.addAll(keys);
        both.keys.addAll(other.keys);
        both.oddities.addAll(oddities);
        both.oddities.addAll(other.oddities);
        return new PemText(both.certificates, both.keys, both.oddities);
    }

    /** Without what it holds, since that may be a key. */
    @Override
    public String toString() {
        return "PemText[" + certificates.size() + " certificates, " + keys.size() + " keys, " + oddities + "]";
    }

    private static final class Reading {
        private final List<X509Certificate> certificates = new ArrayList<>();
        private final List<PrivateKeyInfo> keys = new ArrayList<>();
        private final Set<Oddity> oddities = EnumSet.noneOf(Oddity.class);

        void block(String label, String body) {
            if (label.equals("ENCRYPTED PRIVATE KEY") || body.toUpperCase(Locale.ROOT).contains("4,ENCRYPTED")) {
                oddities.add(Oddity.ENCRYPTED_KEY);
                return;
            }
            if (label.equals("OPENSSH PRIVATE KEY")) {
                oddities.add(Oddity.SSH_KEY);
                return;
            }
            if (!isOfUse(label)) {
                return;
            }
            try {
                part(parsed(label, body));
            } catch (IOException | CertificateException | RuntimeException _) {
                oddities.add(Oddity.DAMAGED);
            }
        }

        /** Parameters and lists of revoked certificates often lie in the same file. */
        private static boolean isOfUse(String label) {
            return Stream.of("CERTIFICATE", "KEY", "REQUEST", "PKCS7", "CMS").anyMatch(label::endsWith);
        }

        private static Object parsed(String label, String body) throws IOException {
            // Base64 that lost its line ends, or has them escaped as in JSON, is as good as any.
            String lines = body.replace("\\n", "\n").replace("\\r", "").replaceAll("\\s+", "\n");
            String block = BEGIN + label + DASHES + lines + END + label + DASHES + "\n";
            try (PEMParser pem = new PEMParser(new StringReader(block))) {
                Object part = pem.readObject();
                return part == null ? label : part;
            }
        }

        private void part(Object part) throws CertificateException {
            switch (part) {
                case X509CertificateHolder link -> add(link);
                case X509TrustedCertificateBlock link -> add(link.getCertificateHolder());
                case PrivateKeyInfo key -> keys.add(key);
                case PEMKeyPair pair -> keys.add(pair.getPrivateKeyInfo());
                case PKCS10CertificationRequest _ -> oddities.add(Oddity.REQUEST);
                case SubjectPublicKeyInfo _ -> oddities.add(Oddity.PUBLIC_KEY);
                case ContentInfo _ -> oddities.add(Oddity.PKCS7);
                default -> {
                    // An attribute certificate or the like.
                }
            }
        }

        private void add(X509CertificateHolder link) throws CertificateException {
            certificates.add(new JcaX509CertificateConverter().getCertificate(link));
        }

        /** Tells the formats that are no text apart by what their first element is. */
        void binary(String text) {
            if (!text.startsWith("0")) {
                return;
            }
            try (ASN1InputStream in = new ASN1InputStream(text.getBytes(StandardCharsets.ISO_8859_1))) {
                if (in.readObject() instanceof ASN1Sequence parts && parts.size() > 1) {
                    switch (parts.getObjectAt(0)) {
                        case ASN1Integer version -> oddities.add(version.hasValue(3)
                                ? Oddity.PKCS12
                                : Oddity.BINARY_KEY);
                        case ASN1ObjectIdentifier _ -> oddities.add(Oddity.PKCS7);
                        case ASN1Sequence _ -> oddities.add(parts.getObjectAt(1) instanceof ASN1OctetString
                                ? Oddity.BINARY_KEY
                                : Oddity.BINARY_CERTIFICATE);
                        default -> {
                            // Something else; whoever asked for a certificate will miss it.
                        }
                    }
                }
            } catch (IOException | RuntimeException _) {
                // No ASN.1 after all.
            }
        }
    }
}
