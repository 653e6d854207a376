package org.mathesar.launcher.tls;

import java.time.Instant;
import java.util.Objects;

/** Whether an order may be spent now. */
public sealed interface Permission {

    /** It may. */
    record Granted() implements Permission {}

    /**
     * It must wait.
     *
     * @param at the earliest moment, as things stand
     * @param why one sentence for the owner
     */
    record NotBefore(Instant at, String why) implements Permission {
        public NotBefore {
            Objects.requireNonNull(at);
            Objects.requireNonNull(why);
        }
    }
}
