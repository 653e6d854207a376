package org.mathesar.launcher.setup;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.mathesar.launcher.mathesar.MathesarRpc;
import org.mathesar.launcher.mathesar.RpcException;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.problem.ProblemException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does the {@link Chore}s whenever Mathesar has come up, and when it is woken. What could not be done is tried
 * again, less and less often; nothing of it keeps anybody from working.
 */
public final class Aftercare implements AutoCloseable {
    private static final List<Duration> AGAIN = List.of(Duration.ofMinutes(1), Duration.ofMinutes(5),
            Duration.ofMinutes(15), Duration.ofHours(1));
    private static final Duration IDLE = Duration.ofHours(6);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);
    private static final Logger LOG = LoggerFactory.getLogger(Aftercare.class);

    private final Setup setup;
    private final Mathesar mathesar;
    private final List<Chore> chores;
    private final Pause pause;
    private final Thread loop = Thread.ofVirtual().name("aftercare").unstarted(this::run);
    private final Semaphore wakes = new Semaphore(0);
    private final Map<Chore, List<String>> remaining = new LinkedHashMap<>();

    /** Mathesar as the chores need it. */
    public interface Mathesar {
        /** Whether it runs and answers, so that a session can be had. */
        boolean isUp();

        /** Speaks to it as an administrator, for a short while. */
        Administration administration() throws InterruptedException;
    }

    /** A short session of an administrator. */
    public interface Administration extends AutoCloseable {
        MathesarRpc rpc();

        MathesarRpc.User user();

        @Override
        void close();
    }

    /** How it waits for the next round. */
    interface Pause {
        /** Whether it was woken before the time was over. */
        boolean wokenWithin(Semaphore wakes, Duration pause) throws InterruptedException;
    }

    public Aftercare(Setup setup, Mathesar mathesar, List<Chore> chores) {
        this(setup, mathesar, chores, (wakes, pause) -> wakes.tryAcquire(pause.toSeconds(), TimeUnit.SECONDS));
    }

    Aftercare(Setup setup, Mathesar mathesar, List<Chore> chores, Pause pause) {
        this.setup = setup;
        this.mathesar = mathesar;
        this.chores = List.copyOf(chores);
        this.pause = pause;
    }

    public void start() {
        loop.start();
    }

    /** What is left for the owner to do, one sentence each. */
    public List<String> remaining() {
        synchronized (remaining) {
            return remaining.values().stream().flatMap(List::stream).toList();
        }
    }

    /** Looks again at once, since something was done by hand. */
    public void wake() {
        wakes.release();
    }

    private void run() {
        try {
            int tries = 0;
            while (true) {
                tries = round() ? tries + 1 : 0;
                Duration next = tries == 0 ? IDLE : AGAIN.get(Math.min(tries, AGAIN.size()) - 1);
                if (pause.wokenWithin(wakes, next)) {
                    tries = 0;
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether another round may help; whatever happens in this one, there will be others. */
    private boolean round() throws InterruptedException {
        try {
            awaitUp();
            wakes.drainPermits();
            return anythingLeft();
        } catch (ProblemException e) {
            LOG.warn("the connected databases could not be looked after: {} {}", e.problem().summary(),
                    e.problem().advice());
            return true;
        } catch (RuntimeException e) {
            Problem.Unexpected.told("The connected databases could not be looked after.", e, LOG);
            return true;
        }
    }

    private void awaitUp() throws InterruptedException {
        SetupState state = setup.state();
        while (!(state instanceof SetupState.Ready) || !mathesar.isUp()) {
            state = setup.awaitChange(state, LOOK_AGAIN);
        }
    }

    private boolean anythingLeft() throws InterruptedException {
        List<Chore> due = chores.stream().filter(Chore::isDue).toList();
        synchronized (remaining) {
            remaining.keySet().retainAll(due);
        }
        if (due.isEmpty()) {
            return false;
        }
        try (Administration administration = mathesar.administration()) {
            boolean again = false;
            for (Chore chore : due) {
                again |= keep(chore, work(chore, administration.rpc(), administration.user()));
            }
            return again;
        }
    }

    private static Chore.Result work(Chore chore, MathesarRpc rpc, MathesarRpc.User administrator)
            throws InterruptedException {
        Function<String, Chore.Result> failed = sentence -> new Chore.Result(List.of(sentence), true);
        try {
            return chore.work(rpc, administrator);
        } catch (ProblemException e) {
            return failed.apply(e.problem().summary() + " " + e.problem().advice());
        } catch (RpcException e) {
            return failed.apply("Mathesar refused " + e.method() + ": " + e.getMessage());
        } catch (RuntimeException e) {
            return failed.apply(Problem.Unexpected
                    .told("Something unexpected happened while looking after the connected databases.", e, LOG)
                    .summary());
        }
    }

    private boolean keep(Chore chore, Chore.Result result) {
        synchronized (remaining) {
            List<String> news = new ArrayList<>(result.remaining());
            news.removeAll(remaining.getOrDefault(chore, List.of()));
            news.forEach(sentence -> LOG.warn("{}", sentence));
            remaining.put(chore, result.remaining());
        }
        return result.again();
    }

    @Override
    public void close() {
        if (loop.getState() == Thread.State.NEW) {
            return;
        }
        loop.interrupt();
        try {
            loop.join(CLOSE_LIMIT);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
