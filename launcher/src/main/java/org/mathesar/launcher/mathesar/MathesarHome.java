package org.mathesar.launcher.mathesar;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.problem.ProblemException;

/** Recognises an unpacked Mathesar release. */
public final class MathesarHome {
    private static final List<String> PARTS = List.of("manage.py", "config/wsgi.py", "mathesar/__init__.py",
            "mathesar/install.py", "requirements.txt");
    private static final Pattern VERSION = Pattern.compile("__version__\\s*=\\s*['\"]([^'\"]+)['\"]");

    private MathesarHome() {}

    /** Checks that the directory holds a release, built as it is published. */
    public static void check(Path home) {
        if (!Files.isDirectory(home)) {
            throw ProblemException.fixable("There is no directory " + home + " to take Mathesar from.",
                    "Name an unpacked Mathesar release with --mathesar DIR or MATHESAR_HOME.");
        }
        List<String> missing = PARTS.stream().filter(part -> !Files.isReadable(home.resolve(part))).toList();
        if (!missing.isEmpty()) {
            throw ProblemException.fixable(home + " is not an unpacked Mathesar release: it lacks "
                    + String.join(", ", missing) + ".",
                    "Name the directory that holds manage.py with --mathesar DIR or MATHESAR_HOME.");
        }
    }

    /** The version that the release says of itself. */
    static String version(Path home) {
        try {
            Matcher matcher = VERSION.matcher(Files.readString(home.resolve("mathesar/__init__.py")));
            if (matcher.find()) {
                return matcher.group(1);
            }
            throw ProblemException.fixable(home + "/mathesar/__init__.py names no version.",
                    "Use an unpacked release of Mathesar.");
        } catch (IOException e) {
            throw new ProblemException(new Problem.Fixable(home + "/mathesar/__init__.py cannot be read.",
                    "Let the launcher's user read the directory.", e.toString()), e);
        }
    }
}
