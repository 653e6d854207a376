package org.mathesar.launcher.mathesar;

import java.nio.file.Path;
import java.util.Objects;

/**
 * An installed Mathesar, or the sample application that keeps its contract.
 *
 * @param home the unpacked release: the directory that holds {@code manage.py}
 * @param python the interpreter whose environment has its requirements
 * @param version as its package says, e.g. {@code 0.11.0}
 */
public record Application(Kind kind, Path home, Path python, String version) {

    /** Where it came from. */
    public enum Kind {
        /** A directory that the owner of the machine prepared. */
        GIVEN,
        /** Mathesar's official release, installed by the launcher. */
        RELEASE,
        /** Our stand-in. */
        SAMPLE
    }

    public Application {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(home);
        Objects.requireNonNull(python);
        Objects.requireNonNull(version);
    }

    /** For log lines, e.g. "Mathesar 0.11.0". */
    public String title() {
        return (kind == Kind.SAMPLE ? "Sample application " : "Mathesar ") + version;
    }
}
