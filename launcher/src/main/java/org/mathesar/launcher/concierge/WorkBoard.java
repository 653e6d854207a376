package org.mathesar.launcher.concierge;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.mathesar.launcher.concierge.WorkLine.Mark;
import org.mathesar.launcher.problem.Problem;

/** The lines of one piece of work, done from the first to the last; tells all of them whenever one changes. */
final class WorkBoard {
    private final List<WorkLine> lines = new ArrayList<>();
    private final Consumer<List<WorkLine>> told;
    private int current = -1;

    WorkBoard(List<String> titles, Consumer<List<WorkLine>> told) {
        titles.forEach(title -> lines.add(new WorkLine(title, Mark.WAITING, "", Optional.empty())));
        this.told = told;
        told.accept(lines());
    }

    List<WorkLine> lines() {
        return List.copyOf(lines);
    }

    /** The next line is what is being done now. */
    void next() {
        current++;
        set(Mark.RUNNING, "", Optional.empty());
    }

    /** The current line is done, with this to say. */
    void done(String sentence) {
        set(Mark.DONE, sentence, Optional.empty());
    }

    /** The current line is where it ended. */
    void failed(Problem problem) {
        current = Math.max(0, current);
        set(Mark.FAILED, problem.summary(), Optional.of(problem));
    }

    private void set(Mark mark, String sentence, Optional<Problem> problem) {
        lines.set(current, new WorkLine(lines.get(current).title(), mark, sentence, problem));
        told.accept(lines());
    }
}
