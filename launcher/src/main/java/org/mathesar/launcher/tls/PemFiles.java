package org.mathesar.launcher.tls;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Optional;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.util.io.pem.PemObject;
import org.mathesar.launcher.storage.DataDirectory;

/** One certificate on disk: {@code <name>.pem} holds key and chain together, so that they cannot be torn apart. */
final class PemFiles {
    private final DataDirectory data;

    PemFiles(DataDirectory data) {
        this.data = data;
    }

    void save(String name, HostCertificate certificate) {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
            pem.writeObject(new PemObject("PRIVATE KEY", certificate.key().getEncoded()));
            for (X509Certificate link : certificate.chain()) {
                pem.writeObject(link);
            }
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory does not fail", e);
        }
        data.write(file(name), text.toString());
    }

    /** The saved certificate, or empty when there is none or its key does not belong to it. */
    Optional<HostCertificate> load(String name) {
        return data.read(file(name)).flatMap(PemFiles::parse);
    }

    Path file(String name) {
        return data.directory("certificates").resolve(name + ".pem");
    }

    private static Optional<HostCertificate> parse(String text) {
        PemText found = PemText.of(text);
        if (found.keys().isEmpty() || found.certificates().isEmpty() || !found.oddities().isEmpty()) {
            return Optional.empty();
        }
        try {
            PrivateKey key = PrivateKeys.of(found.keys().getFirst());
            return PrivateKeys.belongs(key, found.certificates().getFirst().getPublicKey())
                    ? Optional.of(new HostCertificate(key, found.certificates()))
                    : Optional.empty();
        } catch (GeneralSecurityException _) {
            return Optional.empty();
        }
    }
}
