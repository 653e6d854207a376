package org.mathesar.launcher.process;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.problem.ProblemException;

/** Runs a program to its end, such as initdb or a migration. */
public final class OneShot {
    private final Children children;

    public OneShot(Children children) {
        this.children = children;
    }

    /** How a program ended: its exit code and the last lines it printed. */
    public record Result(int exitCode, String output) {}

    /**
     * Runs it and hands each printed line to {@code lines}.
     *
     * @throws ProblemException when it cannot be started or takes longer than the limit
     */
    public Result run(ProcessSpec spec, Duration limit, Consumer<String> lines) throws InterruptedException {
        return run(spec, "", limit, lines);
    }

    /** As above, with this text (UTF-8) on its standard input, which may hold a secret: other users cannot read it there. */
    public Result run(ProcessSpec spec, String input, Duration limit, Consumer<String> lines)
            throws InterruptedException {
        LastLines output = new LastLines(lines);
        Child child = children.start(spec, output, input.getBytes(StandardCharsets.UTF_8));
        try {
            if (!child.await(limit)) {
                throw new ProblemException(new Problem.Fixable(
                        spec.name() + " did not end within "
                                + (limit.toMinutes() > 0 ? limit.toMinutes() + " min." : limit.toSeconds() + " s."),
                        "Look at the last lines below, then try again.", output.text()));
            }
            child.awaitOutput();
            return new Result(child.await(), output.text());
        } finally {
            child.kill();
        }
    }

    /** As {@link #run}, but an exit code other than 0 is a Problem whose detail is the last lines. */
    public String succeed(ProcessSpec spec, Duration limit, Consumer<String> lines) throws InterruptedException {
        Result result = run(spec, limit, lines);
        if (result.exitCode() != 0) {
            throw new ProblemException(new Problem.Fixable(spec.name() + " failed with exit code "
                    + result.exitCode() + ".", "Look at the last lines below, then try again.", result.output()));
        }
        return result.output();
    }
}
