package org.mathesar.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The real program as its start script starts it, in a process of its own and from the classes under test. */
public final class Program {
    private static final Path START_SCRIPT = Path.of("src/main/dist/mathesar-launcher");
    private static final Pattern FLAGS = Pattern.compile("^flags=\\(([^)]*)\\)", Pattern.MULTILINE);
    static final Path REPOSITORY = Path.of("").toAbsolutePath().resolve("..").normalize();

    private Program() {}

    /** How a command ended, and all that it printed. */
    public record Ended(int code, String output) {
        Ended with(int expected, String... texts) {
            assertEquals(expected, code, output);
            Arrays.stream(texts).forEach(text -> assertTrue(output.contains(text), text + " is missing in: " + output));
            return this;
        }
    }

    /** A process that is not started yet, in an environment without settings of whoever runs the tests. */
    static ProcessBuilder prepare(List<String> prefix, List<String> arguments, Map<String, String> settings) {
        List<String> words = new ArrayList<>(prefix);
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(flags());
        words.addAll(List.of("-cp", System.getProperty("java.class.path"), "org.mathesar.launcher.Main"));
        words.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("MATHESAR_") || name.startsWith("POSTGRES_")
                || List.of("DATABASE_URL", "SECRET_KEY", "JAVA_TOOL_OPTIONS", "LC_ALL").contains(name));
        builder.environment().putAll(Map.of("LC_ALL", "C.UTF-8", "MALLOC_ARENA_MAX", "2"));
        builder.environment().putAll(settings);
        return builder;
    }

    /** What the start script gives to Java. */
    private static List<String> flags() {
        try {
            Matcher flags = FLAGS.matcher(Files.readString(START_SCRIPT));
            assertTrue(flags.find(), START_SCRIPT + " has no flags");
            return List.of(flags.group(1).replace("'", "").strip().split("\\s+"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a command of the program to its end. */
    static Ended run(Map<String, String> settings, String... arguments) {
        return run(List.of(), settings, arguments);
    }

    static Ended run(List<String> prefix, Map<String, String> settings, String... arguments) {
        return end(prepare(prefix, List.of(arguments), settings));
    }

    /** Runs any program to its end. */
    static Ended run(String... words) {
        return end(new ProcessBuilder(words).redirectErrorStream(true));
    }

    private static Ended end(ProcessBuilder builder) {
        try {
            Path output = Files.createTempFile("output", ".txt");
            try {
                Process process = builder.redirectOutput(output.toFile()).start();
                if (!process.waitFor(60, TimeUnit.SECONDS)) {
                    process.destroyForcibly().waitFor();
                    throw new AssertionError("it did not end within 60 s: "
                            + Files.readString(output, StandardCharsets.UTF_8));
                }
                return new Ended(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
            } finally {
                Files.delete(output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    /** As root the launcher runs its children as these users; ./check and ./launch make them as well. */
    static void ensureUsers() {
        if (isRoot()) {
            for (String user : List.of("mathesar", "mathesar-db")) {
                if (run("id", user).code() != 0) {
                    run("useradd", "--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", user)
                            .with(0);
                }
            }
        }
    }
}
