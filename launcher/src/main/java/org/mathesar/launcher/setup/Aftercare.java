package org.mathesar.launcher.setup;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.mathesar.launcher.mathesar.Credentials;
import org.mathesar.launcher.mathesar.MathesarRpc;
import org.mathesar.launcher.mathesar.RpcException;
import org.mathesar.launcher.mathesar.SuperuserSession;
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
    private final Thread loop = Thread.ofVirtual().name("aftercare").unstarted(this::run);
    private final Semaphore wakes = new Semaphore(0);
    private final Map<Chore, List<String>> remaining = new LinkedHashMap<>();

    /** Mathesar as the chores need it. */
    public interface Mathesar {
        /** Whether it runs and answers, so that a session can be had. */
        boolean isUp();

        /** A short session of an administrator. */
        SuperuserSession session() throws InterruptedException;

        MathesarRpc rpc(Credentials credentials);
    }

    public Aftercare(Setup setup, Mathesar mathesar, List<Chore> chores) {
        this.setup = setup;
        this.mathesar = mathesar;
        this.chores = List.copyOf(chores);
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
                awaitUp();
                wakes.drainPermits();
                tries = anythingLeft() ? tries + 1 : 0;
                Duration pause = tries == 0 ? IDLE : AGAIN.get(Math.min(tries, AGAIN.size()) - 1);
                if (wakes.tryAcquire(pause.toSeconds(), TimeUnit.SECONDS)) {
                    tries = 0;
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitUp() throws InterruptedException {
        SetupState state = setup.state();
        while (!(state instanceof SetupState.Ready) || !mathesar.isUp()) {
            state = setup.awaitChange(state, LOOK_AGAIN);
        }
    }

    /** One round; answers whether another may help. */
    private boolean anythingLeft() throws InterruptedException {
        List<Chore> due = chores.stream().filter(Chore::isDue).toList();
        synchronized (remaining) {
            remaining.keySet().retainAll(due);
        }
        if (due.isEmpty()) {
            return false;
        }
        try (SuperuserSession session = mathesar.session(); MathesarRpc rpc = mathesar.rpc(session.credentials())) {
            boolean again = false;
            for (Chore chore : due) {
                again |= keep(chore, work(chore, rpc, session.user()));
            }
            return again;
        } catch (ProblemException e) {
            LOG.warn("the connected databases could not be looked after: {} {}", e.problem().summary(),
                    e.problem().advice());
            return true;
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
        loop.interrupt();
        try {
            loop.join(CLOSE_LIMIT);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
