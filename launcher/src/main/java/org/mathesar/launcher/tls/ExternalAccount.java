package org.mathesar.launcher.tls;

import java.util.Base64;
import java.util.Objects;
import org.mathesar.launcher.problem.ProblemException;
import org.mathesar.launcher.storage.Secret;

/**
 * The owner's account with an authority that does not serve everybody (external account binding, RFC 8555 §7.3.4).
 *
 * @param keyId the authority's name for the account
 * @param key the authority's key, as base64url text
 */
public record ExternalAccount(String keyId, Secret key) {
    /** HMAC-SHA-256 needs as many bytes (RFC 7518 §3.2). */
    private static final int SHORTEST = 32;

    /** @throws ProblemException when the id is blank or the key is no base64url text of 32 bytes or more */
    public ExternalAccount {
        Objects.requireNonNull(key);
        if (keyId.isBlank()) {
            throw ProblemException.fixable("MATHESAR_LAUNCHER_ACME_EAB_KID is empty.",
                    "Copy the key identifier from your account with the certificate authority.");
        }
        if (decoded(key).length < SHORTEST) {
            throw ProblemException.fixable(
                    "MATHESAR_LAUNCHER_ACME_EAB_KEY is no key: it is not 32 or more bytes in base64url.",
                    "Copy the whole HMAC key from your account with the certificate authority, without quotes.");
        }
    }

    /** The key itself. */
    byte[] hmacKey() {
        return decoded(key);
    }

    private static byte[] decoded(Secret key) {
        try {
            return Base64.getUrlDecoder().decode(key.reveal().strip());
        } catch (IllegalArgumentException _) {
            return new byte[0];
        }
    }
}
