package org.mathesar.launcher.problem;

/** How the program ends; the numbers are those of BSD's sysexits, so that a platform can tell what to restart. */
public enum ExitStatus {
    CLEAN(0),
    USAGE(64),
    /** What was asked for cannot be used as it is. */
    UNAVAILABLE(69),
    UNEXPECTED(70),
    PASSING(75),
    DATA_REFUSED(78);

    private final int code;

    ExitStatus(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }
}
