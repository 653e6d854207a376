package org.mathesar.launcher.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether a process still does anything; one that only waits to be reaped by its parent is dead. */
final class Liveness {
    private Liveness() {}

    static boolean isAlive(long pid) {
        try {
            return !Files.readString(Path.of("/proc", Long.toString(pid), "stat")).contains(") Z ");
        } catch (IOException _) {
            return false;
        }
    }
}
