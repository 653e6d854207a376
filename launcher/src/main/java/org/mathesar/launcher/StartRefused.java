package org.mathesar.launcher;

import org.mathesar.launcher.problem.ExitStatus;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.problem.ProblemException;

/** A start that ends before it began, with the exit status its cause asks for. */
final class StartRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ExitStatus status;
    private final transient Problem problem;

    StartRefused(ExitStatus status, ProblemException cause) {
        super(cause.getMessage(), cause);
        this.status = status;
        this.problem = cause.problem();
    }

    ExitStatus status() {
        return status;
    }

    Problem problem() {
        return problem;
    }
}
