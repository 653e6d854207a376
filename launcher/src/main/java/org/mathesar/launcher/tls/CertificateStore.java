package org.mathesar.launcher.tls;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.mathesar.launcher.problem.ProblemException;
import org.mathesar.launcher.storage.DataDirectory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The certificates that authorities gave us: {@code certificates/address.pem}, {@code certificates/domain-<name>.pem}. */
public final class CertificateStore {
    private static final Logger LOG = LoggerFactory.getLogger(CertificateStore.class);

    private final PemFiles files;

    public CertificateStore(DataDirectory data) {
        this.files = new PemFiles(data);
    }

    /**
     * The certificate that was kept for the subject, however old it is. One for a domain has all of its names; one for
     * addresses has at least one of them, since an address that could not be verified is left out. A file that cannot be
     * used is put aside as {@code <name>.damaged}, so that it is said once and never in the way.
     */
    public Optional<HostCertificate> load(Subject subject) {
        String name = name(subject);
        try {
            Path file = files.file(name);
            Optional<HostCertificate> loaded = files.load(name);
            if (loaded.isEmpty() && Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                putAside(file, "it is damaged, or its key does not belong to it");
            }
            return loaded.filter(certificate -> isFor(certificate, subject));
        } catch (ProblemException e) {
            LOG.debug("a certificate could not be read", e);
            unreadable(name, e);
            return Optional.empty();
        }
    }

    /** @throws ProblemException when it cannot be kept; what was kept before is still there */
    void save(Subject subject, HostCertificate certificate) {
        files.save(name(subject), certificate);
    }

    private void unreadable(String name, ProblemException cause) {
        try {
            putAside(files.file(name), cause.problem().summary());
        } catch (ProblemException e) {
            LOG.warn("{} {}", e.problem().summary(), e.problem().advice());
        }
    }

    private static void putAside(Path file, String why) {
        Path aside = file.resolveSibling(file.getFileName() + ".damaged");
        try {
            Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
            LOG.warn(
                    "The certificate {} cannot be used ({}) and was put aside as {}. A new one is ordered; until then the"
                            + " next best is served.",
                    file, why, aside.getFileName());
        } catch (IOException e) {
            LOG.warn(
                    "The certificate {} cannot be used ({}). A new one is ordered; until then the next best is served.",
                    file, why);
            LOG.debug("it could not be put aside", e);
        }
    }

    private static boolean isFor(HostCertificate certificate, Subject subject) {
        Set<String> names = names(certificate);
        return switch (subject.rung()) {
            case DOMAIN -> names.containsAll(normal(subject.identifiers()));
            case ADDRESS -> subject.identifiers().stream().map(CertificateStore::normal).anyMatch(names::contains);
            case SELF_SIGNED -> false;
        };
    }

    /** Whether the certificate has all of these names. */
    static boolean covers(HostCertificate certificate, Collection<String> identifiers) {
        return names(certificate).containsAll(normal(identifiers));
    }

    /** Whether the certificate has these names and no others. */
    static boolean isExactlyFor(HostCertificate certificate, Subject subject) {
        return names(certificate).equals(normal(subject.identifiers()));
    }

    private static Set<String> names(HostCertificate certificate) {
        try {
            return Optional.ofNullable(certificate.leaf().getSubjectAlternativeNames()).stream()
                    .flatMap(Collection::stream).map(entry -> entry.get(1)).filter(String.class::isInstance)
                    .map(name -> normal((String) name)).collect(Collectors.toSet());
        } catch (GeneralSecurityException _) {
            return Set.of();
        }
    }

    private static Set<String> normal(Collection<String> identifiers) {
        return identifiers.stream().map(CertificateStore::normal).collect(Collectors.toSet());
    }

    /** One spelling for each IPv6 address. */
    private static String normal(String identifier) {
        try {
            return InetAddress.ofLiteral(identifier).getHostAddress();
        } catch (IllegalArgumentException _) {
            return identifier.toLowerCase(Locale.ROOT);
        }
    }

    private static String name(Subject subject) {
        return switch (subject.rung()) {
            case ADDRESS -> "address";
            case DOMAIN -> "domain-" + subject.identifiers().getFirst().toLowerCase(Locale.ROOT)
                    .replaceAll("[^a-z0-9._-]", "_");
            case SELF_SIGNED -> throw new IllegalArgumentException("no authority signs it");
        };
    }
}
