package org.mathesar.launcher.database;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;

/** Reads files of certificate authorities, PEM or DER. */
final class Authorities {
    private Authorities() {}

    /**
     * The authorities in the file.
     *
     * @throws IOException when there is no such file, or it holds no certificate
     */
    static List<X509Certificate> read(Path file) throws IOException {
        try (InputStream input = Files.newInputStream(file)) {
            List<X509Certificate> found = CertificateFactory.getInstance("X.509").generateCertificates(input).stream()
                    .map(X509Certificate.class::cast).toList();
            if (found.isEmpty()) {
                throw new IOException(file + " holds no certificate");
            }
            return found;
        } catch (CertificateException e) {
            throw new IOException(file + " holds no certificates: " + e.getMessage(), e);
        }
    }
}
