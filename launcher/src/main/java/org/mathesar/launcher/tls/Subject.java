package org.mathesar.launcher.tls;

import java.util.List;
import java.util.Objects;

/**
 * What one certificate of an authority is for.
 *
 * @param identifiers domain names in ASCII or IP address literals (RFC 8555 §7.1.3, RFC 8738), in a stable order
 */
public record Subject(Rung rung, List<String> identifiers) {
    public Subject {
        Objects.requireNonNull(rung);
        identifiers = List.copyOf(identifiers);
        if (identifiers.isEmpty() || rung == Rung.SELF_SIGNED) {
            throw new IllegalArgumentException("an authority certifies at least one identifier");
        }
    }
}
