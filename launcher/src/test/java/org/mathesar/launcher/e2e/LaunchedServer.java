package org.mathesar.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A running launcher: the real program in its own process, with what it prints and what it started. */
public final class LaunchedServer implements AutoCloseable {
    public static final String ADMIN = "ada";
    public static final String PASSWORD = "correct-horse-9";

    private static final Duration FIRST_START = Duration.ofSeconds(90);

    private final Launch launch;
    private final Process process;
    private final LiveLog log;

    LaunchedServer(Launch launch, Process process, String name) {
        this.launch = launch;
        this.process = process;
        this.log = new LiveLog(process, name);
    }

    public LiveLog log() {
        return log;
    }

    public long pid() {
        return process.pid();
    }

    public Path data() {
        return launch.data();
    }

    public URI url() {
        return launch.url();
    }

    public Guest guest() {
        return new Guest(url());
    }

    public boolean isRunning() {
        return process.isAlive();
    }

    /** Everything that it has started and that still runs. */
    public List<Long> children() {
        return Processes.holding(data()).stream().filter(pid -> pid != process.pid()).toList();
    }

    public long resident() {
        return Processes.resident(process.pid());
    }

    /** Waits until the front door answers at all. */
    public LaunchedServer awaitDoor() {
        log.await("serving https://", FIRST_START);
        return this;
    }

    /** Waits until visitors can work. */
    public LaunchedServer awaitReady() {
        awaitDoor();
        try (Guest guest = guest()) {
            Processes.await("/-/ready answers 200; the log is\n" + log.text(), FIRST_START,
                    () -> guest.status("/-/ready", Duration.ofSeconds(5)) == 200 || !process.isAlive());
            assertEquals(200, guest.status("/-/ready", Duration.ofSeconds(5)), log.text());
        }
        return this;
    }

    /** The address that claims this server, as the log shows it. */
    public URI claimUrl() {
        String line = log.await("/-/setup/claim?code=", FIRST_START).text();
        return url().resolve(line.substring(line.indexOf("/-/setup/claim?code=")));
    }

    String setupCode() {
        return claimUrl().getQuery().substring("code=".length());
    }

    /** Asks it to stop as an init system does, and returns its exit code. */
    public int stop() {
        Processes.signal("TERM", process.pid());
        return awaitEnd(Duration.ofSeconds(60));
    }

    /** As a power cut does. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd(Duration.ofSeconds(10));
    }

    int awaitEnd(Duration limit) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("the launcher did not end within " + limit.toSeconds() + " s:\n" + log.text());
            }
            log.awaitEnd();
            return process.exitValue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Ends it in whatever state it is, with everything it has started. */
    @Override
    public void close() {
        if (process.isAlive()) {
            try {
                stop();
            } catch (AssertionError _) {
                process.destroyForcibly();
            }
        }
        Processes.holding(data()).forEach(pid -> Processes.signal("KILL", pid));
        Processes.await("nothing is left of the launcher", Duration.ofSeconds(10),
                () -> Processes.holding(data()).isEmpty());
    }
}
