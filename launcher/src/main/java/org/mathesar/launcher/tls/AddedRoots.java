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
import java.security.cert.X509Certificate;
import java.util.Collection;
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
        try {
            KeyStore roots = KeyStore.getInstance(KeyStore.getDefaultType());
            roots.load(null, null);
            for (TrustManager manager : factory(null).getTrustManagers()) {
                if (manager instanceof X509TrustManager system) {
                    for (X509Certificate root : system.getAcceptedIssuers()) {
                        add(roots, root);
                    }
                }
            }
            if (file.isPresent()) {
                for (Certificate root : read(file.get())) {
                    add(roots, root);
                }
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, factory(roots).getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("every JDK has key stores and TLS", e);
        }
    }

    private static void add(KeyStore roots, Certificate root) throws GeneralSecurityException {
        roots.setCertificateEntry(Integer.toString(roots.size()), root);
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
