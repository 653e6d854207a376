package org.mathesar.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A command about a server that takes its time and tells meanwhile. */
final class Command implements AutoCloseable {
    private final Process process;
    private final LiveLog told;

    private Command(Process process, String name) {
        this.process = process;
        this.told = new LiveLog(process, name);
    }

    /** Begins it with the settings of the server. */
    static Command begin(Launch launch, String... words) {
        try {
            return new Command(Program.prepare(List.of(), about(launch, words), launch.settings()).start(),
                    "command-" + words[0]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a short one to its end. */
    static Program.Ended run(Launch launch, String... words) {
        return Program.run(launch.settings(), about(launch, words).toArray(String[]::new));
    }

    private static List<String> about(Launch launch, String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--data", launch.data().toString()));
        return all;
    }

    LiveLog told() {
        return told;
    }

    void endsWith(int code, Duration limit) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("it goes on after " + limit.toSeconds() + " s:\n" + told.text());
            }
            told.awaitEnd();
            assertEquals(code, process.exitValue(), told.text());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
