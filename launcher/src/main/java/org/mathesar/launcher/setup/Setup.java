package org.mathesar.launcher.setup;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one mover of {@link SetupState}: checks that the move is still due, saves, then shows. */
public final class Setup {
    private static final Logger LOG = LoggerFactory.getLogger(Setup.class);

    private final SetupStore store;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private SetupState state;

    /** Goes on from the stored state, or begins with the given one. */
    public Setup(SetupStore store, SetupState beginning) {
        this.store = store;
        this.state = store.load().orElseGet(() -> {
            store.save(beginning);
            return beginning;
        });
    }

    public synchronized SetupState state() {
        return state;
    }

    /**
     * Moves on if the state is of the expected kind.
     *
     * @return false when it is not, as after a form that was sent twice
     */
    public synchronized <S extends SetupState> boolean advance(Class<S> expected, Function<S, SetupState> move) {
        if (!expected.isInstance(state)) {
            return false;
        }
        SetupState next = move.apply(expected.cast(state));
        store.save(next);
        state = next;
        LOG.info("setup: {}", describe(next));
        notifyAll();
        listeners.forEach(Runnable::run);
        return true;
    }

    /** Runs this after each move, on the thread that moved; it must be quick. */
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /** Waits until the state differs from the given one, at most this long; the state then. */
    public synchronized SetupState awaitChange(SetupState from, Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (state.equals(from)) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                break;
            }
            wait(left);
        }
        return state;
    }

    /** A few words for the log. */
    static String describe(SetupState state) {
        return switch (state) {
            case SetupState.Unclaimed _ -> "waiting to be claimed";
            case SetupState.Asking _ -> "asking the owner";
            case SetupState.Installing(_, Task task) -> "task " + task + " begins";
            case SetupState.Blocked(_, Task task, var problem) -> "task " + task + " is blocked: " + problem.summary();
            case SetupState.NeedsOwner _ -> "all tasks are done; waiting for the administrator";
            case SetupState.Ready _ -> "ready";
        };
    }
}
