package org.mathesar.launcher.http;

import java.util.List;
import java.util.Objects;

/** What {@code /-/ready} answers: one line that says it, then the details, one line each. All of it is public. */
public sealed interface Readiness {

    /** What else is worth knowing, such as the certificate's expiry; not a reason to be ready or not. */
    List<String> details();

    /** The database and Mathesar answer. */
    record Ready(List<String> details) implements Readiness {
        public Ready {
            details = List.copyOf(details);
        }

        /** Without details. */
        public Ready() {
            this(List.of());
        }
    }

    /** Something is missing; the reason is public, so it names no user, password or address of the database. */
    record NotReady(String reason, List<String> details) implements Readiness {
        public NotReady {
            Objects.requireNonNull(reason);
            details = List.copyOf(details);
        }

        /** Without details. */
        public NotReady(String reason) {
            this(reason, List.of());
        }
    }
}
