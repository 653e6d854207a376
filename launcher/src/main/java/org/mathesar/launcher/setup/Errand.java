package org.mathesar.launcher.setup;

import java.time.Duration;
import java.util.Optional;

/** What is done in the background for a talk, one thing at a time; a new one takes the place of the one before. */
final class Errand implements AutoCloseable {
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(1);

    private Optional<Thread> running = Optional.empty();

    /** Something that may be interrupted. */
    interface Work {
        void run() throws InterruptedException;
    }

    /** Interrupts what is under way, and begins this. */
    synchronized void begin(String name, Work work) {
        stop();
        Thread thread = Thread.ofVirtual().name(name).unstarted(() -> {
            try {
                work.run();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            } finally {
                ended(Thread.currentThread());
            }
        });
        running = Optional.of(thread);
        thread.start();
    }

    /** A thread that has ended would keep what it worked with, passwords among it. */
    private synchronized void ended(Thread thread) {
        running = running.filter(other -> other != thread);
    }

    /** Interrupts what is under way; answers what that was. */
    synchronized Optional<Thread> stop() {
        Optional<Thread> before = running;
        before.ifPresent(Thread::interrupt);
        running = Optional.empty();
        return before;
    }

    /** Waits a moment for it, too. */
    @Override
    public void close() {
        stop().ifPresent(left -> {
            try {
                left.join(CLOSE_LIMIT);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
    }
}
