package org.mathesar.launcher.problem;

/** Carries a {@link Problem} up a call, with its cause for the log at debug level. */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    public ProblemException(Problem problem) {
        super(problem.summary());
        this.problem = problem;
    }

    public ProblemException(Problem problem, Throwable cause) {
        super(problem.summary(), cause);
        this.problem = problem;
    }

    /** Shorthand for the commonest kind. */
    public static ProblemException fixable(String summary, String action) {
        return new ProblemException(new Problem.Fixable(summary, action));
    }

    public Problem problem() {
        return problem;
    }
}
