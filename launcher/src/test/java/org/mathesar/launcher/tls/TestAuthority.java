package org.mathesar.launcher.tls;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A root, one authority below it, and the certificates they issue; all in memory. */
public final class TestAuthority {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final ASN1ObjectIdentifier ACME_IDENTIFIER = new ASN1ObjectIdentifier("1.3.6.1.5.5.7.1.31");

    private final X509Certificate root;
    private final KeyPair middleKey = keys("EC");
    private final X509Certificate middle;

    public TestAuthority() {
        KeyPair rootKey = keys("EC");
        root = certify("Test Root", rootKey.getPublic(), "Test Root", rootKey, List.of(), true);
        middle = certify("Test Intermediate", middleKey.getPublic(), "Test Root", rootKey, List.of(), true);
    }

    /** What clients trust. */
    public X509Certificate root() {
        return root;
    }

    /** Leaf and intermediate for these DNS names or IP addresses. The key is {@code EC} or {@code RSA}. */
    public HostCertificate issue(String algorithm, String... names) {
        KeyPair pair = keys(algorithm);
        X509Certificate leaf = certify(names[0], pair.getPublic(), "Test Intermediate", middleKey, List.of(names),
                false);
        return new HostCertificate(pair.getPrivate(), List.of(leaf, middle));
    }

    /** What tls-alpn-01 wants to see (RFC 8737 §3), for one identifier. */
    public static HostCertificate validation(String algorithm, String name, String keyAuthorization) {
        try {
            KeyPair pair = keys(algorithm);
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(keyAuthorization.getBytes());
            JcaX509v3CertificateBuilder builder = builder(name, pair.getPublic(), name, List.of(name), false);
            builder.addExtension(ACME_IDENTIFIER, true, new DEROctetString(digest));
            return new HostCertificate(pair.getPrivate(), List.of(sign(builder, pair)));
        } catch (GeneralSecurityException | CertIOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** {@link Challenges#answerTls} for tests of other packages. */
    public static Challenges.Held answerTls(Challenges challenges, String serverName, HostCertificate validation) {
        return challenges.answerTls(serverName, validation);
    }

    private static KeyPair keys(String algorithm) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (algorithm.equals("EC")) {
                generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
            } else {
                generator.initialize(2048, RANDOM);
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static X509Certificate certify(String subject, PublicKey key, String issuer, KeyPair issuerKey,
            List<String> names, boolean authority) {
        try {
            return sign(builder(subject, key, issuer, names, authority), issuerKey);
        } catch (CertIOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JcaX509v3CertificateBuilder builder(String subject, PublicKey key, String issuer,
            List<String> names, boolean authority) throws CertIOException {
        Instant start = Instant.now().minus(Duration.ofHours(1));
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(new X500Name("CN=" + issuer),
                new BigInteger(127, RANDOM).add(BigInteger.ONE), Date.from(start),
                Date.from(start.plus(Duration.ofDays(90))), new X500Name("CN=" + subject), key);
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
        if (!names.isEmpty()) {
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(
                    names.stream().map(TestAuthority::generalName).toArray(GeneralName[]::new)));
        }
        return builder;
    }

    private static GeneralName generalName(String name) {
        boolean address = name.matches("[0-9.]+|.*:.*");
        return new GeneralName(address ? GeneralName.iPAddress : GeneralName.dNSName, name);
    }

    private static X509Certificate sign(JcaX509v3CertificateBuilder builder, KeyPair key) {
        String algorithm = key.getPrivate().getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA";
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder(algorithm).build(key.getPrivate())));
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }
}
