package org.mathesar.launcher.http;

import java.net.InetSocketAddress;
import java.util.Objects;
import org.mathesar.launcher.problem.Problem;

/** Where the way into Mathesar leads right now. */
public sealed interface Door {

    /** Nobody has set this server up yet: only the wizard answers. */
    record Closed() implements Door {}

    /** Mathesar runs, or is about to, at {@code upstream}. */
    record Open(InetSocketAddress upstream) implements Door {
        public Open {
            Objects.requireNonNull(upstream);
        }
    }

    /** Mathesar cannot run; visitors read why. */
    record Troubled(Problem problem) implements Door {
        public Troubled {
            Objects.requireNonNull(problem);
        }
    }
}
