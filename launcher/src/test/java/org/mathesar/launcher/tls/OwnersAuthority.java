package org.mathesar.launcher.tls;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;

/** A certificate authority for tests: a root or an intermediate with its key. */
record OwnersAuthority(KeyPair keys, X509Certificate certificate) {
    static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    private static final Instant END = NOW.plus(Duration.ofDays(1000));

    /** What a certificate is to look like. */
    record Wish(String commonName, Instant from, Instant until, Optional<KeyPurposeId> purpose, String... names) {
        static Wish forHosts(String... names) {
            return new Wish("Server of tests", NOW.minus(Duration.ofDays(1)), NOW.plus(Duration.ofDays(90)),
                    Optional.of(KeyPurposeId.id_kp_serverAuth), names);
        }

        Wish valid(Instant start, Instant end) {
            return new Wish(commonName, start, end, purpose, names);
        }

        Wish only(KeyPurposeId other) {
            return new Wish(commonName, from, until, Optional.of(other), names);
        }
    }

    static OwnersAuthority root(String name) {
        KeyPair keys = ec("secp256r1");
        return new OwnersAuthority(keys, authority(name, keys, "CN=" + name, keys.getPrivate(), END));
    }

    OwnersAuthority intermediate(String name) {
        return intermediate(name, END);
    }

    OwnersAuthority intermediate(String name, Instant until) {
        KeyPair own = ec("secp256r1");
        return new OwnersAuthority(own, authority(name, own, subject(), keys.getPrivate(), until));
    }

    /** The same authority with the same key, signed by another one. */
    OwnersAuthority crossSignedBy(OwnersAuthority other) {
        String name = subject().substring("CN=".length());
        return new OwnersAuthority(keys, authority(name, keys, other.subject(), other.keys.getPrivate(), END));
    }

    X509Certificate sign(KeyPair server, Wish wish) {
        return signed(builder(wish.commonName(), server, subject(), wish.from(), wish.until()), wish,
                keys.getPrivate());
    }

    static X509Certificate selfSigned(KeyPair server, Wish wish) {
        return signed(builder(wish.commonName(), server, "CN=" + wish.commonName(), wish.from(), wish.until()), wish,
                server.getPrivate());
    }

    private String subject() {
        return certificate.getSubjectX500Principal().getName();
    }

    private static X509Certificate authority(String name, KeyPair keys, String issuer, PrivateKey signer,
            Instant until) {
        try {
            JcaX509v3CertificateBuilder builder = builder(name, keys, issuer, NOW.minus(Duration.ofDays(100)),
                    until);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
            return finish(builder, signer);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JcaX509v3CertificateBuilder builder(String name, KeyPair keys, String issuer, Instant from,
            Instant until) {
        return new JcaX509v3CertificateBuilder(new X500Name(issuer), new BigInteger(120, new SecureRandom()),
                Date.from(from), Date.from(until), new X500Name("CN=" + name), keys.getPublic());
    }

    private static X509Certificate signed(JcaX509v3CertificateBuilder builder, Wish wish, PrivateKey signer) {
        try {
            if (wish.names().length > 0) {
                builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(
                        Arrays.stream(wish.names()).map(OwnersAuthority::name).toArray(GeneralName[]::new)));
            }
            if (wish.purpose().isPresent()) {
                builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(wish.purpose().get()));
            }
            return finish(builder, signer);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static GeneralName name(String name) {
        return new GeneralName(name.matches("[0-9.]+|.*:.*") ? GeneralName.iPAddress : GeneralName.dNSName, name);
    }

    private static X509Certificate finish(JcaX509v3CertificateBuilder builder, PrivateKey signer) {
        try {
            String algorithm = signer.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder(algorithm).build(signer)));
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    static KeyPair ec(String curve) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(curve));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static KeyPair rsa(int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Certificates as PEM; private keys as PKCS#1 or SEC1, which is what the writer makes of them. */
    static String pem(Object... parts) {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
            for (Object part : parts) {
                pem.writeObject(part);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return text.toString();
    }

    static String pkcs8(PrivateKey key) {
        return pem(new PemObject("PRIVATE KEY", key.getEncoded()));
    }
}
