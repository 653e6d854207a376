package org.mathesar.launcher.concierge;

import java.util.List;
import org.mathesar.launcher.problem.Problem;

/** How connecting or removing ended; the lines say what was done on the way. */
public sealed interface Outcome {

    List<WorkLine> lines();

    /**
     * All is as it was wanted.
     *
     * @param databaseId its number in Mathesar; after removing, the number it had
     * @param changed whether anything had to be done
     * @param notes what the owner should know beside it, one sentence each
     */
    record Done(long databaseId, boolean changed, List<String> notes, List<WorkLine> lines) implements Outcome {
        public Done {
            notes = List.copyOf(notes);
            lines = List.copyOf(lines);
        }
    }

    /**
     * It ended before its end; to do it again is safe and goes on from there.
     *
     * @param notes what state the database and Mathesar were left in, one sentence each
     */
    record Failed(Problem problem, List<String> notes, List<WorkLine> lines) implements Outcome {
        public Failed {
            notes = List.copyOf(notes);
            lines = List.copyOf(lines);
        }
    }
}
