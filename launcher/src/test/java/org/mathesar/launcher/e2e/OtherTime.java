package org.mathesar.launcher.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/** Lets a program live at another time than the rest of the machine, by libfaketime. */
final class OtherTime {
    private static final Path LIBRARIES = Path.of("/usr/lib");

    private OtherTime() {}

    /** The launch on a machine whose clock is ahead by this much, or behind. */
    static Launch of(Launch launch, Duration ahead) {
        return launch.with("LD_PRELOAD", library().toString())
                .with("FAKETIME", (ahead.isNegative() ? "-" : "+") + ahead.abs().toSeconds())
                // What the JVM measures waits by goes on as it is, and so do the times of files.
                .with("FAKETIME_DONT_FAKE_MONOTONIC", "1").with("NO_FAKE_STAT", "1")
                // Or every wait with a limit returns at once, and the JVM spins.
                .with("FAKETIME_FORCE_MONOTONIC_FIX", "0");
    }

    private static Path library() {
        try (Stream<Path> found = Files.find(LIBRARIES, 4, (path, _) -> path.endsWith("libfaketimeMT.so.1"))) {
            return found.findFirst().orElseThrow(() -> new AssertionError("These tests put a server's clock ahead and"
                    + " back with libfaketime, which is missing: apt-get install faketime"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
