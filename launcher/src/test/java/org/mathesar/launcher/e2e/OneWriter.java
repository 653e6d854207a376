package org.mathesar.launcher.e2e;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Watches all the time that no data directory ever has two PostgreSQL servers. */
final class OneWriter implements AutoCloseable {
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;
    private volatile String broken = "";
    private volatile int looks;

    OneWriter(Path data) {
        thread = Thread.ofPlatform().daemon(true).name("one-writer").start(() -> watch(data));
    }

    private void watch(Path data) {
        try {
            do {
                List<Long> servers = Processes.postmasters(data);
                looks++;
                if (servers.size() > 1 && broken.isEmpty()) {
                    broken = servers.stream().map(pid -> pid + " " + Processes.commandLine(pid)).toList().toString();
                }
            } while (!closed.await(30, TimeUnit.MILLISECONDS));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    int looks() {
        return looks;
    }

    /** Fails if there ever were two. */
    @Override
    public void close() {
        closed.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        if (!broken.isEmpty()) {
            throw new AssertionError("two PostgreSQL servers at once: " + broken);
        }
    }
}
