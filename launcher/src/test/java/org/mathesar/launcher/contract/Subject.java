package org.mathesar.launcher.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An application that claims to keep the contract. */
sealed interface Subject {
    /** Where the application is kept; it is run from a copy. */
    Path source();

    String version();

    /** What makes the application behave as this version. */
    Map<String, String> personality();

    /** All that this machine has: our sample application always, a real Mathesar if one is named. */
    static List<Subject> available() {
        List<Subject> subjects = new ArrayList<>(List.of(new Sample("0.11.0"), new Sample("0.12.0")));
        Optional.ofNullable(System.getenv("MATHESAR_HOME")).filter(home -> !home.isEmpty())
                .ifPresent(home -> subjects.add(new Real(Path.of(home))));
        return subjects;
    }

    /** Whether it has health pages and answers unknown paths with 404, as Mathesar does since 0.12. */
    default boolean isAtLeast012() {
        String[] parts = version().split("\\.");
        return Integer.parseInt(parts[0]) > 0 || Integer.parseInt(parts[1]) >= 12;
    }

    /** Our stand-in, in one of its two personalities. */
    record Sample(String version) implements Subject {
        @Override
        public Path source() {
            return Path.of("").toAbsolutePath().resolveSibling("sample-app");
        }

        @Override
        public Map<String, String> personality() {
            return Map.of("SAMPLE_APP_VERSION", version);
        }

        @Override
        public String toString() {
            return "sample application " + version;
        }
    }

    /** An unpacked Mathesar release with its Python environment in {@code mathesar-venv}. */
    record Real(Path source, String version) implements Subject {
        private static final Pattern VERSION = Pattern.compile("__version__\\s*=\\s*['\"]([^'\"]+)['\"]");

        Real(Path source) {
            this(source, read(source.resolve("mathesar/__init__.py")));
        }

        private static String read(Path file) {
            try {
                Matcher matcher = VERSION.matcher(Files.readString(file));
                if (matcher.find()) {
                    return matcher.group(1);
                }
                throw new AssertionError(file + " names no version");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public Map<String, String> personality() {
            return Map.of();
        }

        @Override
        public String toString() {
            return "REAL MATHESAR " + version;
        }
    }
}
