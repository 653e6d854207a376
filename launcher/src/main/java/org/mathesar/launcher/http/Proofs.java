package org.mathesar.launcher.http;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * What this server shows to prove that a name or address leads to it. Asked with tokens of base64url characters only;
 * who does not know a token learns nothing.
 *
 * @param acmeChallenge the key authorization for a token below {@code /.well-known/acme-challenge/} (RFC 8555 §8.3)
 * @param here the answer for a token below {@code /-/here/}
 */
public record Proofs(Function<String, Optional<String>> acmeChallenge, Function<String, Optional<String>> here) {
    /** Nothing to prove. */
    public static final Proofs NONE = new Proofs(_ -> Optional.empty(), _ -> Optional.empty());

    public Proofs {
        Objects.requireNonNull(acmeChallenge);
        Objects.requireNonNull(here);
    }
}
