package org.mathesar.launcher.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A child process as a value.
 *
 * @param name short name for log lines, e.g. {@code postgres}
 * @param command program and arguments; never a secret, since every user of the machine can read it
 * @param environment the whole environment of the child; nothing is inherited
 * @param directory working directory
 * @param user system user to run as when the launcher is root; empty to stay who we are
 * @param stop signal that asks it to end
 * @param grace how long it may take to end before it is killed
 */
public record ProcessSpec(String name, List<String> command, Map<String, String> environment, Path directory,
        Optional<String> user, StopSignal stop, Duration grace) {

    /** The signals that ask a process to end. PostgreSQL: INT is a fast shutdown, TERM waits for its clients. */
    public enum StopSignal {
        TERM,
        INT
    }

    public ProcessSpec {
        Objects.requireNonNull(name);
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        Objects.requireNonNull(directory);
        Objects.requireNonNull(user);
        Objects.requireNonNull(stop);
        Objects.requireNonNull(grace);
    }

    /** Without the environment, which holds secrets. */
    @Override
    public String toString() {
        return name + ": " + String.join(" ", command);
    }
}
