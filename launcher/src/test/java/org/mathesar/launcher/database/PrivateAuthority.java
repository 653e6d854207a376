package org.mathesar.launcher.database;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** An authority of a company of its own, whom nobody else knows, and the certificates that it signs for servers. */
public final class PrivateAuthority {
    private final Optional<PrivateAuthority> above;
    private final X500Name name;
    private final KeyPair keys = pair();
    private final X509Certificate certificate;

    private PrivateAuthority(String name, Optional<PrivateAuthority> above, Instant from, Instant until) {
        this.above = above;
        this.name = new X500Name("CN=" + name);
        this.certificate = above.orElse(this).sign(this.name, keys, from, until, true);
    }

    /** A root that is valid for years. */
    public static PrivateAuthority named(String name) {
        return valid(name, Instant.now().minus(Duration.ofDays(400)), Instant.now().plus(Duration.ofDays(4000)));
    }

    /** A root that is valid for that time. */
    public static PrivateAuthority valid(String name, Instant from, Instant until) {
        return new PrivateAuthority(name, Optional.empty(), from, until);
    }

    /** An intermediate that this authority vouches for. */
    public PrivateAuthority below(String intermediate) {
        return new PrivateAuthority(intermediate, Optional.of(this), Instant.now().minus(Duration.ofDays(300)),
                Instant.now().plus(Duration.ofDays(3000)));
    }

    /** Writes its own certificate as PEM. */
    public Path write(Path file) throws IOException {
        return Files.writeString(file, pem(certificate));
    }

    /** Writes a server's certificate, with the intermediates above it, and its key, which the server can read. */
    public void issue(Path chain, Path key, Instant from, Instant until, String... names) throws IOException {
        KeyPair pair = pair();
        StringBuilder text = new StringBuilder(
                pem(sign(new X500Name("CN=" + names[0]), pair, from, until, false, names)));
        for (Optional<PrivateAuthority> authority = Optional.of(this); authority.get().above
                .isPresent(); authority = authority
                        .get().above) {
            text.append(pem(authority.get().certificate));
        }
        Files.writeString(chain, text.toString());
        Files.writeString(key, "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(pair.getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        new Account(TestPostgres.user()).give(key);
    }

    private X509Certificate sign(X500Name owner, KeyPair pair, Instant from, Instant until, boolean authority,
            String... names) {
        try {
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(name,
                    new BigInteger(100, new SecureRandom()), Date.from(from), Date.from(until), owner,
                    pair.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
            if (names.length > 0) {
                builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(
                        Stream.of(names).map(PrivateAuthority::generalName).toArray(GeneralName[]::new)));
            }
            return new JcaX509CertificateConverter().getCertificate(
                    builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static GeneralName generalName(String name) {
        try {
            InetAddress.ofLiteral(name);
            return new GeneralName(GeneralName.iPAddress, name);
        } catch (IllegalArgumentException _) {
            return new GeneralName(GeneralName.dNSName, name);
        }
    }

    private static String pem(Object thing) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(thing);
        }
        return text.toString();
    }

    private static KeyPair pair() {
        try {
            return KeyPairGenerator.getInstance("EC").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
