package org.mathesar.launcher.tls;

import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.mathesar.launcher.problem.ProblemException;
import org.mathesar.launcher.storage.Secret;

/**
 * A certificate authority that speaks ACME (RFC 8555).
 *
 * @param directory where its directory is, by HTTPS
 * @param caFile certificates in PEM to trust for talking to it, besides the system's
 * @param externalAccount for authorities that demand one
 */
public record AcmeAuthority(URI directory, Optional<Path> caFile, Optional<ExternalAccount> externalAccount) {
    /** Let's Encrypt, whose certificates browsers trust. */
    public static final URI LETS_ENCRYPT = URI.create("https://acme-v02.api.letsencrypt.org/directory");
    /** Let's Encrypt for trying out: generous limits, certificates that nobody trusts. */
    public static final URI LETS_ENCRYPT_STAGING = URI
            .create("https://acme-staging-v02.api.letsencrypt.org/directory");

    /** @throws ProblemException when the directory is no HTTPS address */
    public AcmeAuthority {
        Objects.requireNonNull(caFile);
        Objects.requireNonNull(externalAccount);
        if (!"https".equalsIgnoreCase(directory.getScheme()) || directory.getHost() == null) {
            throw ProblemException.fixable("MATHESAR_LAUNCHER_ACME_DIRECTORY is no https address: " + directory,
                    "Give the whole address of the directory, e.g. " + LETS_ENCRYPT);
        }
    }

    /** How people call it. */
    public String name() {
        if (directory.equals(LETS_ENCRYPT)) {
            return "Let's Encrypt";
        }
        return directory.equals(LETS_ENCRYPT_STAGING) ? "Let's Encrypt (staging)" : directory.getHost();
    }

    /** A file name for what we keep about it. */
    String fileName() {
        String hash = new Secret(directory.toString()).sha256().substring(0, 8);
        return directory.getHost().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.-]", "_") + "-" + hash;
    }
}
