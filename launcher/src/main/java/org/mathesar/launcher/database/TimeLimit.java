package org.mathesar.launcher.database;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Blocking work that must not take longer than is bearable, whatever the other side does. */
final class TimeLimit {
    private TimeLimit() {}

    /**
     * Runs the work on a thread of its own and waits for it. Work that is late is interrupted, which also closes the
     * socket that it waits for, and is waited for no longer.
     *
     * @throws TimeoutException when it is late
     * @throws ExecutionException with what the work threw
     */
    static <T> T within(Duration limit, String name, Callable<T> work)
            throws TimeoutException, ExecutionException, InterruptedException {
        FutureTask<T> task = new FutureTask<>(work);
        Thread.ofVirtual().name(name).start(task);
        try {
            return task.get(Math.max(1, limit.toMillis()), TimeUnit.MILLISECONDS);
        } finally {
            task.cancel(true);
        }
    }
}
