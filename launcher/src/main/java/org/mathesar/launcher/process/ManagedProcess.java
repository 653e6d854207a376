package org.mathesar.launcher.process;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.problem.ProblemException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one child running: starts it, waits until it is ready, looks at its pulse, starts it again when it ended or
 * hung. It stops trying hard after {@link #BACK_OFF} is used up and says why.
 */
public final class ManagedProcess {
    /** Waits between starts. The first is short: most ends are single events, and people are waiting. */
    static final List<Duration> BACK_OFF = List.of(Duration.ofMillis(200), Duration.ofSeconds(1),
            Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(20));

    /** After giving up, a start now and then: a disk may have been freed or a database come back. */
    static final Duration AFTER_GIVING_UP = Duration.ofMinutes(5);

    /** A child that ran this long had no trouble starting; the count of failures begins again. */
    static final Duration GOOD_RUN = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(ManagedProcess.class);

    private final ProcessSpec spec;
    private final Vitals vitals;
    private final Children children;
    private final LastLines output;
    private final CountDownLatch stopRequested = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile ProcessState state = new ProcessState.Stopped();
    private volatile CountDownLatch changed = new CountDownLatch(1);
    private int failures;

    /**
     * How the child is judged.
     *
     * @param readiness true once it does its work
     * @param startLimit how long it may take to become ready
     * @param pulse false when it hangs; looked at every {@code interval}, and two bad looks in a row mean a restart
     */
    public record Vitals(Readiness readiness, Duration startLimit, Readiness pulse, Duration interval) {}

    ManagedProcess(ProcessSpec spec, Vitals vitals, Children children, Consumer<String> lines) {
        this.spec = spec;
        this.vitals = vitals;
        this.children = children;
        this.output = new LastLines(lines);
    }

    void start() {
        Thread.ofVirtual().name("keep-" + spec.name()).start(this::keep);
    }

    public String name() {
        return spec.name();
    }

    public ProcessState state() {
        return state;
    }

    /** Waits until it runs or has given up; the Problem in that case. */
    public void awaitRunning(Duration limit) throws InterruptedException {
        Instant deadline = Instant.now().plus(limit);
        while (true) {
            CountDownLatch next = changed;
            switch (state) {
                case ProcessState.Running _ -> {
                    return;
                }
                case ProcessState.GaveUp(Problem problem, _) -> throw new ProblemException(problem);
                case ProcessState.Stopped _,ProcessState.Starting _,ProcessState.BackingOff _ -> {
                    long left = Duration.between(Instant.now(), deadline).toMillis();
                    if (left <= 0 || !next.await(left, TimeUnit.MILLISECONDS)) {
                        throw new ProblemException(failure("did not become ready within " + limit.toSeconds() + " s"));
                    }
                }
            }
        }
    }

    /** Stops the child within its grace and ends the keeping. */
    void stop() throws InterruptedException {
        stopRequested.countDown();
        ended.await();
    }

    private void keep() {
        try {
            while (stopRequested.getCount() > 0) {
                Problem problem = runOnce();
                if (stopRequested.getCount() > 0) {
                    backOff(problem);
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            show(new ProcessState.Stopped());
            ended.countDown();
        }
    }

    /** One life of the child; what ended it. */
    private Problem runOnce() throws InterruptedException {
        show(new ProcessState.Starting(Instant.now()));
        Child child;
        try {
            child = children.start(spec, output);
        } catch (ProblemException e) {
            return e.problem();
        }
        try {
            return awaitReady(child) ? watch(child) : failure(ending(child));
        } finally {
            if (child.isAlive()) {
                child.stop();
            }
            child.kill();
            children.endStragglers(spec.name());
        }
    }

    private boolean awaitReady(Child child) throws InterruptedException {
        Instant deadline = Instant.now().plus(vitals.startLimit());
        while (child.isAlive() && Instant.now().isBefore(deadline)) {
            if (vitals.readiness().isReady()) {
                return true;
            }
            if (stopRequested.await(100, TimeUnit.MILLISECONDS)) {
                return false;
            }
        }
        return false;
    }

    private Problem watch(Child child) throws InterruptedException {
        Instant since = Instant.now();
        show(new ProcessState.Running(child.pid(), since));
        LOG.info("{} is running (pid {})", spec.name(), child.pid());
        int badLooks = 0;
        while (badLooks < 2) {
            if (pauseUnlessEnded(child)) {
                break;
            }
            badLooks = vitals.pulse().isReady() ? 0 : badLooks + 1;
            if (Duration.between(since, Instant.now()).compareTo(GOOD_RUN) > 0) {
                failures = 0;
            }
        }
        if (badLooks == 2) {
            LOG.warn("{} does not answer any more; it is started again", spec.name());
            child.kill();
            return failure("stopped answering");
        }
        return failure(ending(child));
    }

    /** Waits one interval; true when the child ended or a stop was asked for. */
    private boolean pauseUnlessEnded(Child child) throws InterruptedException {
        Instant until = Instant.now().plus(vitals.interval());
        while (Instant.now().isBefore(until)) {
            if (!child.isAlive() || stopRequested.await(100, TimeUnit.MILLISECONDS)) {
                return true;
            }
        }
        return false;
    }

    private String ending(Child child) throws InterruptedException {
        if (child.isAlive()) {
            return "did not become ready within " + vitals.startLimit().toSeconds() + " s";
        }
        child.awaitOutput();
        return "ended with exit code " + child.await();
    }

    private void backOff(Problem problem) throws InterruptedException {
        failures++;
        boolean givenUp = failures > BACK_OFF.size();
        Duration wait = givenUp ? AFTER_GIVING_UP : BACK_OFF.get(failures - 1);
        Instant until = Instant.now().plus(wait);
        show(givenUp
                ? new ProcessState.GaveUp(problem, until)
                : new ProcessState.BackingOff(failures, until, problem));
        LOG.warn("{} {} Next start in {} ms.", problem.summary(), givenUp ? "That was too often in a row." : "",
                wait.toMillis());
        stopRequested.await(wait.toMillis(), TimeUnit.MILLISECONDS);
    }

    private Problem failure(String what) {
        return new Problem.Fixable(spec.name() + " " + what + ".",
                "Look at its last lines below; it is started again by itself.", output.text());
    }

    private void show(ProcessState next) {
        state = next;
        CountDownLatch before = changed;
        changed = new CountDownLatch(1);
        before.countDown();
    }
}
