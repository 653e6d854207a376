package org.mathesar.launcher.http;

import java.util.Objects;

/** What {@code /-/ready} answers. */
public sealed interface Readiness {

    /** The database and Mathesar answer. */
    record Ready() implements Readiness {}

    /** Something is missing; the reason is public, so it names no host, user or address. */
    record NotReady(String reason) implements Readiness {
        public NotReady {
            Objects.requireNonNull(reason);
        }
    }
}
