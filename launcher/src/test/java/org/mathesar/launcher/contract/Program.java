package org.mathesar.launcher.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program that was started, with what it has printed so far. */
record Program(String name, Process process, Path log) implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    /** Starts it as the unprivileged user, with this environment and no more. */
    static Program start(List<String> command, Path directory, Map<String, String> environment, Path logs) {
        return started(Unprivileged.command(command), directory, environment, logs);
    }

    /** Starts it as the user who runs the tests, in the environment of the tests. */
    static Program startAsTester(List<String> command, Path directory, Path logs) {
        return started(command, directory, System.getenv(), logs);
    }

    private static Program started(List<String> command, Path directory, Map<String, String> environment, Path logs) {
        try {
            Path log = Files.createTempFile(logs, "program-", ".log");
            ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile())
                    .redirectErrorStream(true).redirectOutput(log.toFile());
            builder.environment().clear();
            builder.environment().putAll(environment);
            return new Program(String.join(" ", command), builder.start(), log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for its end and tells the exit code. */
    int exitCode() throws InterruptedException {
        if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            close();
            throw new AssertionError(name + " did not end:\n" + output());
        }
        return process.exitValue();
    }

    /** Waits for its end, which must be a success. */
    void succeed() throws InterruptedException {
        assertEquals(0, exitCode(), () -> name + " failed:\n" + output());
    }

    void signal(String signal) throws InterruptedException {
        Program kill = startAsTester(List.of("/bin/sh", "-c", "kill -s \"$1\" \"$2\"", "kill", signal,
                Long.toString(process.pid())), log.getParent(), log.getParent());
        kill.succeed();
    }

    boolean isRunning() {
        return process.isAlive();
    }

    String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends it and all that it has started, at once. */
    @Override
    public void close() {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
