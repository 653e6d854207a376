package org.mathesar.launcher.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXCertPathBuilderResult;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Certificates at which a chain may end (RFC 5280 §6). */
record Anchors(List<X509Certificate> certificates) {
    private static final List<Path> SYSTEM = List.of(Path.of("/etc/ssl/certs/ca-certificates.crt"),
            Path.of("/etc/pki/tls/certs/ca-bundle.crt"), Path.of("/etc/ssl/ca-bundle.pem"),
            Path.of("/etc/ssl/cert.pem"));

    Anchors {
        certificates = List.copyOf(certificates);
    }

    /** The file of those that this system trusts; empty where it keeps none. */
    static Optional<Path> systemFile() {
        return SYSTEM.stream().filter(Files::isReadable).findFirst();
    }

    /** Those that this system trusts. */
    static Anchors system(Instant now) {
        return new Anchors(systemFile().flatMap(Anchors::text)
                .map(text -> AuthorityPem.read(text, now) instanceof AuthorityPem.Reading.Usable(var authority)
                        ? authority.certificates()
                        : List.<X509Certificate>of())
                .orElse(List.of()));
    }

    private static Optional<String> text(Path file) {
        try {
            return Optional.of(Files.readString(file));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /** Where this chain ends, if it ends at one of these and is valid now. */
    Optional<X509Certificate> endOf(PresentedChain chain, Instant now) {
        if (certificates.contains(chain.server())) {
            return Optional.of(chain.server());
        }
        if (certificates.isEmpty()) {
            return Optional.empty();
        }
        try {
            X509CertSelector server = new X509CertSelector();
            server.setCertificate(chain.server());
            PKIXBuilderParameters parameters = new PKIXBuilderParameters(certificates.stream()
                    .map(each -> new TrustAnchor(each, null)).collect(Collectors.toSet()), server);
            parameters.addCertStore(CertStore.getInstance("Collection",
                    new CollectionCertStoreParameters(chain.certificates())));
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(now));
            PKIXCertPathBuilderResult path = (PKIXCertPathBuilderResult) CertPathBuilder.getInstance("PKIX")
                    .build(parameters);
            return Optional.of(path.getTrustAnchor().getTrustedCert());
        } catch (GeneralSecurityException _) {
            return Optional.empty();
        }
    }
}
