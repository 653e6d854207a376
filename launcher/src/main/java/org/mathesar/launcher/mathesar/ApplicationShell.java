package org.mathesar.launcher.mathesar;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.problem.ProblemException;
import org.mathesar.launcher.process.OneShot;

/** Runs a few lines of Python inside the application, as its own {@code manage.py shell} does. */
record ApplicationShell(Workplace workplace, List<String> command, Path home, Map<String, String> environment) {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String MARK = "mathesar-launcher: ";

    /**
     * What the script printed after the mark; empty where it printed no such line. The script is given on standard input,
     * and nothing that it prints gets into a log or an exception unless it fails without such a line.
     */
    Optional<String> answer(String script) throws InterruptedException {
        AtomicReference<Optional<String>> answer = new AtomicReference<>(Optional.empty());
        OneShot.Result result = workplace.feed("mathesar-shell", command, home, environment,
                "MARK = \"" + MARK + "\"\n" + script, LIMIT, line -> {
                    if (line.startsWith(MARK)) {
                        answer.set(Optional.of(line.substring(MARK.length())));
                    }
                });
        if (result.exitCode() != 0 && answer.get().isEmpty()) {
            throw new ProblemException(new Problem.Fixable("Mathesar's own shell did not run.",
                    "Look at the last lines below, then try again.", result.output()));
        }
        return answer.get();
    }
}
