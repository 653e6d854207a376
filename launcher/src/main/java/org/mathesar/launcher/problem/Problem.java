package org.mathesar.launcher.problem;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;

/**
 * What went wrong, told to a person: one sentence about the cause and, where there is one, the next action. Technical
 * text goes into {@link #detail()}, which pages fold away; none of the parts ever holds a secret or a stack trace.
 */
public sealed interface Problem {

    /** One sentence that names the cause. */
    String summary();

    /** Technical text for whoever wants it; empty where there is none. */
    String detail();

    /** The person can cure it: {@code action} says how. */
    record Fixable(String summary, String action, String detail) implements Problem {
        public Fixable {
            Objects.requireNonNull(summary);
            Objects.requireNonNull(action);
            Objects.requireNonNull(detail);
        }

        public Fixable(String summary, String action) {
            this(summary, action, "");
        }
    }

    /** It may cure itself: it is tried again at {@code retryAt}. */
    record Passing(String summary, Instant retryAt, String detail) implements Problem {
        public Passing {
            Objects.requireNonNull(summary);
            Objects.requireNonNull(retryAt);
            Objects.requireNonNull(detail);
        }

        public Passing(String summary, Instant retryAt) {
            this(summary, retryAt, "");
        }
    }

    /** A fault of ours: {@code reference} finds it again in the log. */
    record Unexpected(String summary, String reference, String detail) implements Problem {
        public Unexpected {
            Objects.requireNonNull(summary);
            Objects.requireNonNull(reference);
            Objects.requireNonNull(detail);
        }

        public Unexpected(String summary, String reference) {
            this(summary, reference, "");
        }

        /** Logs the fault with its trace under a new reference that the person can pass on. */
        public static Unexpected told(String summary, Throwable fault, Logger log) {
            String reference = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
            log.error("unexpected failure {}", reference, fault);
            return new Unexpected(summary, reference, fault.toString());
        }
    }

    /** What to do now, as a sentence for every kind. */
    default String advice() {
        return switch (this) {
            case Fixable fixable -> fixable.action();
            case Passing passing ->
                "It is tried again by itself at " + passing.retryAt().truncatedTo(ChronoUnit.SECONDS) + ".";
            case Unexpected unexpected -> "This should not happen. Please report it with the reference "
                    + unexpected.reference() + " and the log lines around it.";
        };
    }
}
