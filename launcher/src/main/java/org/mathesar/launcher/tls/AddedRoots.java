package org.mathesar.launcher.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.problem.ProblemException;

/** Whom to trust when we talk to an authority: the system's roots and those that the owner adds. */
final class AddedRoots {

    private AddedRoots() {}

    /**
     * A context for clients that trusts the system's roots and those in the file.
     *
     * @throws ProblemException when the file cannot be read or holds no certificate
     */
    static SSLContext context(Optional<Path> file) {
        List<Certificate> trusted = trusted(file);
        try {
            KeyStore roots = KeyStore.getInstance(KeyStore.getDefaultType());
            roots.load(null, null);
            for (Certificate root : trusted) {
                roots.setCertificateEntry(Integer.toString(roots.size()), root);
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, factory(roots).getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("every JDK has key stores and TLS", e);
        }
    }

    /** @throws ProblemException when the file cannot be read or holds no certificate */
    static List<Certificate> trusted(Optional<Path> file) {
        try {
            List<Certificate> trusted = new ArrayList<>();
            for (TrustManager manager : factory(null).getTrustManagers()) {
                if (manager instanceof X509TrustManager system) {
                    trusted.addAll(List.of(system.getAcceptedIssuers()));
                }
            }
            file.ifPresent(each -> trusted.addAll(read(each)));
            return trusted;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has trust managers", e);
        }
    }

    private static TrustManagerFactory factory(KeyStore roots) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(roots);
        return factory;
    }

    private static Collection<? extends Certificate> read(Path file) {
        try {
            Collection<? extends Certificate> found = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file)));
            if (!found.isEmpty()) {
                return found;
            }
            throw unusable(file, "it holds no certificate", "");
        } catch (IOException e) {
            throw unusable(file, "it cannot be read", e.toString());
        } catch (CertificateException e) {
            throw unusable(file, "it is not in PEM", e.toString());
        }
    }

    private static ProblemException unusable(Path file, String cause, String detail) {
        return new ProblemException(new Problem.Fixable(
                "The file " + file + " that MATHESAR_LAUNCHER_ACME_CA_FILE names is of no use: " + cause + ".",
                "Put the root certificate of your certificate authority there, in PEM, readable for the launcher.",
                detail));
    }
}
