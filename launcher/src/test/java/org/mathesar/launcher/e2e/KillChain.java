package org.mathesar.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * One data directory whose launcher is killed again and again. After each kill nothing may be left that holds the
 * directory, at the latest once the next launcher serves, and no secret may have changed.
 */
final class KillChain implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Launch launch;
    private final OneWriter oneWriter;
    private final Instant begun = Instant.now();
    private final List<String> points = new ArrayList<>();
    private Map<String, String> secrets = Map.of();
    private List<Long> leftOver = List.of();

    KillChain(Launch launch) {
        this.launch = launch;
        this.oneWriter = new OneWriter(launch.data());
    }

    /** Starts, waits for the line and a while longer, and kills. */
    void killAt(String line, Duration after) throws IOException {
        killAfter(line + (after.isZero() ? "" : " + " + after.toMillis() + " ms"), server -> {
            server.log().await(line, LIMIT);
            pause(after);
        });
    }

    /** Kills this long after the task has begun, or at its end if it is quicker today. */
    void killWithin(String task, Duration after) throws IOException {
        killAfter(task + " + " + after.toMillis() + " ms", server -> {
            Instant until = server.log().await(task + " …", LIMIT).at().plus(after);
            while (Instant.now().isBefore(until) && !server.log().contains(task + ": done")) {
                pause(Duration.ofMillis(2));
            }
        });
    }

    /** Kills this long after the start, before anything was served. */
    void killEarly(Duration after) throws IOException {
        kill("the first " + after.toMillis() + " ms", launch.start(), _ -> pause(after));
    }

    /** Starts, does something, and kills. */
    void killAfter(String name, Consumer<LaunchedServer> deed) throws IOException {
        kill(name, start(), deed);
    }

    /** Starts, and looks that nothing of the former life goes on. */
    LaunchedServer start() {
        LaunchedServer server = launch.start().awaitDoor();
        for (long pid : leftOver) {
            if (Processes.isAlive(pid)) {
                throw new AssertionError(pid + " has survived the next start: " + Processes.commandLine(pid));
            }
        }
        return server;
    }

    private void kill(String name, LaunchedServer server, Consumer<LaunchedServer> deed) throws IOException {
        try {
            deed.accept(server);
            server.kill();
        } catch (RuntimeException | AssertionError e) {
            server.close();
            throw new AssertionError("at " + name + ", after " + points, e);
        }
        points.add(name);
        leftOver = left();
        checkSecrets();
        System.out.println(Duration.between(begun, Instant.now()).toSeconds() + " s, killed at: " + name
                + (leftOver.isEmpty() ? "" : " (" + leftOver.size() + " left over)"));
    }

    /** Most end at once with their launcher; only what they started themselves may need the next one. */
    private List<Long> left() {
        Path data = launch.data();
        for (int i = 0; i < 30 && !Processes.holding(data).isEmpty(); i++) {
            pause(Duration.ofMillis(100));
        }
        assertEquals(List.of(), Processes.postmasters(data), "PostgreSQL outlives its launcher");
        return Processes.holding(data);
    }

    void checkSecrets() throws IOException {
        Map<String, String> now = Files.exists(launch.data()) ? EndState.secrets(launch.data()) : Map.of();
        secrets.forEach((name, value) -> assertEquals(value, now.get(name), "the secret " + name));
        secrets = now;
    }

    int count() {
        return points.size();
    }

    int looks() {
        return oneWriter.looks();
    }

    static void pause(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        oneWriter.close();
    }
}
