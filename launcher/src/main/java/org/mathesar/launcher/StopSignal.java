package org.mathesar.launcher;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.mathesar.launcher.problem.ExitStatus;

/** Turns SIGTERM and SIGINT into an orderly end with an exit code of its own, PID 1 or not. */
final class StopSignal implements AutoCloseable {
    private final CountDownLatch requested = new CountDownLatch(1);
    private final CountDownLatch finished = new CountDownLatch(1);

    /** @param limit how long the end may take before the process goes anyway */
    StopSignal(Duration limit) {
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(() -> {
            if (finished.getCount() == 0) {
                // The program ends by itself, with a status of its own.
                return;
            }
            requested.countDown();
            try {
                if (finished.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                    // The JVM would report the signal; the stop was clean, and platforms read the number.
                    Runtime.getRuntime().halt(ExitStatus.CLEAN.code());
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }));
    }

    void await() throws InterruptedException {
        requested.await();
    }

    /** Everything is closed. */
    @Override
    public void close() {
        finished.countDown();
    }
}
