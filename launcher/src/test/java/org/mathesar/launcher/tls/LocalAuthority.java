package org.mathesar.launcher.tls;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Date;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.tls.IssueFailed.Kind;

/** An authority in this process, whose certificates are real and whose time, moods and failures are ours. */
public final class LocalAuthority implements Issuer {
    /** What was ordered, and when by the authority's clock. */
    public record Order(Instant at, Subject subject, Optional<HostCertificate> replaces) {}

    /** The launcher dies here, so that nothing after it happens any more. */
    public static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** What happens to an order instead of success. */
    public interface Mishap {
        void strike(Subject subject) throws IssueFailed, InterruptedException;
    }

    private final InstantSource clock;
    private final KeyPair keys = keyPair();
    private final X500Name name = new X500Name("CN=Local authority");
    private final X509Certificate root;
    private final List<Order> orders = new ArrayList<>();
    private final List<Subject> settled = new ArrayList<>();
    private final Deque<Mishap> next = new ArrayDeque<>();
    private Optional<Mishap> always = Optional.empty();
    private Optional<RenewalAdvice> advice = Optional.empty();
    private boolean silent;
    private int asked;
    private Duration lifetime = Duration.ofHours(160);

    public LocalAuthority(InstantSource clock) {
        this.clock = clock;
        this.root = sign(name, keys, new GeneralNames(new GeneralName(GeneralName.dNSName, "local-authority.test")),
                true);
    }

    /** Where it would be found. */
    public static URI directory() {
        return URI.create("https://authority.test/directory");
    }

    public synchronized LocalAuthority lifetime(Duration time) {
        lifetime = time;
        return this;
    }

    /** What happens to the next order without a mishap yet. */
    public synchronized LocalAuthority then(Mishap mishap) {
        next.add(mishap);
        return this;
    }

    /** What happens to all orders from now on; empty for success. */
    public synchronized void always(Optional<Mishap> mishap) {
        always = mishap;
    }

    public static Mishap failing(Kind kind) {
        return _ -> {
            throw failure(kind, Optional.empty(), Set.of());
        };
    }

    public static Mishap failing(Kind kind, Instant retryAt) {
        return _ -> {
            throw failure(kind, Optional.of(retryAt), Set.of());
        };
    }

    /** Cannot verify these, while the order asks for any of them. */
    public static Mishap refusing(Set<String> identifiers) {
        return subject -> {
            Set<String> culprits = new java.util.HashSet<>(identifiers);
            culprits.retainAll(subject.identifiers());
            if (!culprits.isEmpty()) {
                throw failure(Kind.VALIDATION, Optional.empty(), culprits);
            }
        };
    }

    public static Mishap killing() {
        return _ -> {
            throw new Killed();
        };
    }

    public static IssueFailed failure(Kind kind, Optional<Instant> retryAt, Set<String> identifiers) {
        return new IssueFailed(kind, new Problem.Fixable("The authority failed with " + kind + ".", "Wait."), retryAt,
                identifiers, null);
    }

    public synchronized void advise(RenewalAdvice said) {
        advice = Optional.of(said);
    }

    /** Whether it does not answer the question when to renew. */
    public synchronized void silent(boolean now) {
        silent = now;
    }

    public synchronized List<Order> orders() {
        return List.copyOf(orders);
    }

    public synchronized List<Subject> settled() {
        return List.copyOf(settled);
    }

    /** How often it was asked when to renew. */
    public synchronized int asked() {
        return asked;
    }

    @Override
    public HostCertificate issue(Subject subject, Optional<HostCertificate> replaces)
            throws IssueFailed, InterruptedException {
        Optional<Mishap> mishap;
        synchronized (this) {
            orders.add(new Order(clock.instant(), subject, replaces));
            mishap = next.isEmpty() ? always : Optional.of(next.remove());
        }
        if (mishap.isPresent()) {
            mishap.get().strike(subject);
        }
        return certificate(subject);
    }

    @Override
    public synchronized Optional<RenewalAdvice> advice(HostCertificate certificate) throws IssueFailed {
        asked++;
        if (silent) {
            throw failure(Kind.UNREACHABLE, Optional.empty(), Set.of());
        }
        return advice;
    }

    @Override
    public synchronized void settled(Subject subject) {
        settled.add(subject);
    }

    /** A certificate that nobody ordered. */
    public HostCertificate certificate(Subject subject) {
        KeyPair pair = keyPair();
        GeneralName[] names = subject.identifiers().stream().map(LocalAuthority::generalName)
                .toArray(GeneralName[]::new);
        return new HostCertificate(pair.getPrivate(),
                List.of(sign(new X500Name("CN=" + subject.identifiers().getFirst()), pair, new GeneralNames(names),
                        false), root));
    }

    private X509Certificate sign(X500Name owner, KeyPair pair, GeneralNames names, boolean authority) {
        try {
            Instant start = clock.instant().minus(Duration.ofHours(1));
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(name,
                    new BigInteger(100, new java.security.SecureRandom()), Date.from(start),
                    Date.from(start.plus(authority ? Duration.ofDays(3650) : lifetime)), owner, pair.getPublic());
            builder.addExtension(Extension.subjectAlternativeName, false, names);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
            return new JcaX509CertificateConverter().getCertificate(
                    builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
        } catch (GeneralSecurityException | OperatorCreationException | java.io.IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static GeneralName generalName(String identifier) {
        try {
            InetAddress.ofLiteral(identifier);
            return new GeneralName(GeneralName.iPAddress, identifier);
        } catch (IllegalArgumentException _) {
            return new GeneralName(GeneralName.dNSName, identifier);
        }
    }

    private static KeyPair keyPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
