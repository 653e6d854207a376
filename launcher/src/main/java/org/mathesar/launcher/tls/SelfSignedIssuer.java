package org.mathesar.launcher.tls;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.mathesar.launcher.problem.ProblemException;
import org.mathesar.launcher.storage.DataDirectory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The lowest rung of the certificate ladder: a certificate of our own, kept until it ages or the names change. */
public final class SelfSignedIssuer {
    /** Browsers refuse server certificates that live longer. */
    private static final Duration LIFETIME = Duration.ofDays(397);
    private static final Duration RENEW_BEFORE = Duration.ofDays(30);
    private static final Duration CLOCK_SLACK = Duration.ofHours(1);
    private static final Logger LOG = LoggerFactory.getLogger(SelfSignedIssuer.class);
    private static final String FILE = "self-signed";
    private static final List<String> ALWAYS = List.of("localhost", "127.0.0.1", "::1");

    private final PemFiles files;
    private final Clock clock;

    public SelfSignedIssuer(DataDirectory data, Clock clock) {
        this.files = new PemFiles(data);
        this.clock = clock;
    }

    /**
     * The certificate for these host names and IP addresses, always with {@code localhost}, {@code 127.0.0.1} and
     * {@code ::1} too; the saved one while it is good for 30 days or more and has exactly these names.
     */
    public HostCertificate certificate(Collection<String> names) {
        Set<String> wanted = normal(names);
        Optional<HostCertificate> saved = saved().filter(certificate -> isGood(certificate, wanted));
        if (saved.isPresent()) {
            return saved.get();
        }
        HostCertificate fresh = issue(wanted);
        try {
            files.save(FILE, fresh);
        } catch (ProblemException e) {
            // Browsers will warn anew after the next start; without any certificate nobody could come in at all.
            LOG.warn("{} {}", e.problem().summary(), e.problem().advice());
        }
        return fresh;
    }

    private Optional<HostCertificate> saved() {
        try {
            return files.load(FILE);
        } catch (ProblemException e) {
            LOG.warn("{} Another certificate is made.", e.problem().summary());
            return Optional.empty();
        }
    }

    private boolean isGood(HostCertificate certificate, Set<String> wanted) {
        Instant now = clock.instant();
        return certificate.expiry().isAfter(now.plus(RENEW_BEFORE))
                && !certificate.leaf().getNotBefore().toInstant().isAfter(now)
                && namesOf(certificate.leaf()).equals(wanted);
    }

    private HostCertificate issue(Set<String> names) {
        try {
            SecureRandom random = new SecureRandom();
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            KeyPair pair = generator.generateKeyPair();
            X509CertificateHolder holder = builder(names, pair, new BigInteger(127, random).add(BigInteger.ONE))
                    .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()));
            return new HostCertificate(pair.getPrivate(),
                    List.of(new JcaX509CertificateConverter().getCertificate(holder)));
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException("a self-signed certificate could not be made", e);
        }
    }

    private JcaX509v3CertificateBuilder builder(Set<String> names, KeyPair pair, BigInteger serial)
            throws IOException {
        Instant start = clock.instant().minus(CLOCK_SLACK);
        // The serial in the name keeps browsers from mixing this one up with the one they trusted before.
        X500Name name = new X500Name("CN=Mathesar Launcher " + serial.toString(36).substring(0, 8) + ",O=Self-signed");
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(name, serial, Date.from(start),
                Date.from(start.plus(LIFETIME)), name, pair.getPublic());
        builder.addExtension(Extension.subjectAlternativeName, false,
                new GeneralNames(names.stream().map(SelfSignedIssuer::generalName).toArray(GeneralName[]::new)));
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
        return builder;
    }

    private static GeneralName generalName(String name) {
        return new GeneralName(isAddress(name) ? GeneralName.iPAddress : GeneralName.dNSName, name);
    }

    private static Set<String> namesOf(X509Certificate certificate) {
        try {
            return normal(certificate.getSubjectAlternativeNames().stream().map(entry -> (String) entry.get(1))
                    .collect(Collectors.toSet()));
        } catch (GeneralSecurityException | NullPointerException _) {
            return Set.of();
        }
    }

    private static Set<String> normal(Collection<String> names) {
        Set<String> normal = new TreeSet<>();
        for (String name : names) {
            normal.add(normal(name));
        }
        ALWAYS.forEach(name -> normal.add(normal(name)));
        return normal;
    }

    private static String normal(String name) {
        return isAddress(name) ? InetAddress.ofLiteral(name).getHostAddress() : name.toLowerCase(Locale.ROOT);
    }

    private static boolean isAddress(String name) {
        try {
            InetAddress.ofLiteral(name);
            return true;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}
