package org.mathesar.launcher.tls;

import java.util.Objects;
import java.util.Optional;

/** The certificates that the owner wants, as things stand. */
public record Wishes(Optional<Subject> address, Optional<Subject> domain) {
    public Wishes {
        Objects.requireNonNull(address);
        Objects.requireNonNull(domain);
        if (address.filter(subject -> subject.rung() != Rung.ADDRESS).isPresent()
                || domain.filter(subject -> subject.rung() != Rung.DOMAIN).isPresent()) {
            throw new IllegalArgumentException("each wish has its own rung");
        }
    }

    /** Nothing is to be ordered or served, e.g. before the claim gate is shut. */
    public static Wishes none() {
        return new Wishes(Optional.empty(), Optional.empty());
    }
}
