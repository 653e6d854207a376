package org.mathesar.launcher;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.mathesar.launcher.http.Door;
import org.mathesar.launcher.http.Readiness;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.problem.ProblemException;
import org.mathesar.launcher.process.ProcessState;
import org.mathesar.launcher.setup.Installer;
import org.mathesar.launcher.setup.Services;
import org.mathesar.launcher.setup.Setup;
import org.mathesar.launcher.setup.SetupState;
import org.mathesar.launcher.storage.DataDirectory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks every few seconds whether visitors can be served, for the door, for {@code /-/ready} and for status. */
final class Watch implements AutoCloseable {
    private static final Duration INTERVAL = Duration.ofSeconds(3);
    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);

    private final DataDirectory data;
    private final Setup setup;
    private final Services services;
    private final Installer installer;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread loop = Thread.ofVirtual().name("watch").unstarted(this::run);
    private volatile Readiness readiness = new Readiness.NotReady("starting");
    private volatile boolean databaseIsGone;
    private final Certificates certificates;
    private final Supplier<List<String>> databases;
    private volatile String written = "";
    /** Told to whoever asks, so that no request has to find them out. */
    private volatile List<String> lines = List.of();

    Watch(DataDirectory data, Setup setup, Services services, Installer installer,
            Certificates certificates, Supplier<List<String>> databases) {
        this.data = data;
        this.setup = setup;
        this.services = services;
        this.installer = installer;
        this.certificates = certificates;
        this.databases = databases;
    }

    /** Begins to look, and to say where this server is found. */
    void start() {
        turn();
        loop.start();
    }

    Readiness readiness() {
        return switch (readiness) {
            case Readiness.Ready _ -> new Readiness.Ready(lines);
            case Readiness.NotReady(String reason, _) -> new Readiness.NotReady(reason, lines);
        };
    }

    /** Where the front door leads now. */
    Door door() {
        if (!(setup.state() instanceof SetupState.Ready)) {
            return new Door.Closed();
        }
        Optional<Problem> trouble = installer.trouble().or(() -> services.notRunning().map(Watch::problem))
                .or(() -> databaseIsGone ? Optional.of(databaseGone()) : Optional.empty());
        return trouble.<Door>map(Door.Troubled::new)
                .or(() -> services.upstream().map(Door.Open::new))
                .orElseGet(() -> new Door.Troubled(starting()));
    }

    private static Problem problem(ProcessState state) {
        return switch (state) {
            case ProcessState.Stopped _,ProcessState.Starting _,ProcessState.Running _ -> starting();
            case ProcessState.BackingOff(_, Instant until, _) ->
                new Problem.Passing("A part of Mathesar ended and is being started again.", until);
            case ProcessState.GaveUp(Problem problem, Instant retryAt) ->
                new Problem.Passing("A part of Mathesar does not start: " + problem.summary(), retryAt);
        };
    }

    private static Problem databaseGone() {
        return new Problem.Passing("Mathesar's database cannot be reached. Nothing is lost; whoever looks after the"
                + " database should see whether it runs.", Instant.now().plus(INTERVAL));
    }

    private static Problem starting() {
        return new Problem.Passing("Mathesar is starting.", Instant.now().plusSeconds(5));
    }

    private void run() {
        try {
            do {
                turn();
            } while (!closed.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void turn() {
        try {
            Readiness before = readiness;
            readiness = look();
            if (!before.equals(readiness)) {
                LOG.info("ready: {}", describe(readiness));
            }
            write();
        } catch (RuntimeException e) {
            LOG.error("a look at whether visitors can be served failed; this is tried again", e);
        }
    }

    private Readiness look() {
        if (!(setup.state() instanceof SetupState.Ready)) {
            return new Readiness.NotReady("set-up is not finished");
        }
        if (installer.trouble().isPresent()) {
            return new Readiness.NotReady("Mathesar cannot be started");
        }
        if (services.upstream().isEmpty() || services.notRunning().isPresent()) {
            return new Readiness.NotReady("Mathesar or PostgreSQL is starting");
        }
        try {
            boolean ready = services.client().isReady();
            // A busy Mathesar may be slow to answer us while it serves its visitors; only a dead database shuts the door.
            databaseIsGone = !ready && !services.databaseAnswers();
            return ready
                    ? new Readiness.Ready()
                    : new Readiness.NotReady((databaseIsGone ? "the database" : "Mathesar") + " does not answer");
        } catch (ProblemException _) {
            return new Readiness.NotReady("Mathesar is starting");
        }
    }

    private static String describe(Readiness readiness) {
        return switch (readiness) {
            case Readiness.Ready _ -> "yes";
            case Readiness.NotReady(String reason, _) -> "no, " + reason;
        };
    }

    /** Leaves what the owner's commands tell, whenever it has changed. */
    private void write() {
        StringBuilder facts = new StringBuilder("url=" + certificates.url() + "\nready="
                + PropertyText.of(describe(readiness)) + "\n");
        certificates.settings().facts()
                .forEach((key, value) -> facts.append(key).append('=').append(value).append('\n'));
        services.application()
                .ifPresent(application -> facts.append("application=").append(PropertyText.of(application.title()))
                        .append('\n'));
        lines = certificates.lines();
        append(facts, "certificate.", lines);
        append(facts, "database.", databases.get());
        if (!facts.toString().equals(written)) {
            try {
                data.write(data.path("run", "status.properties"), facts.toString());
                written = facts.toString();
            } catch (ProblemException e) {
                LOG.warn("{}", e.problem().summary());
            }
        }
    }

    private static void append(StringBuilder facts, String key, List<String> lines) {
        for (int i = 0; i < lines.size(); i++) {
            facts.append(key).append(i).append('=').append(PropertyText.of(lines.get(i))).append('\n');
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
