package org.mathesar.launcher.e2e;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Looks once a second how much memory a launcher holds. */
final class MemoryWatch implements AutoCloseable {
    private static final int SETTLED = 5;

    private final LaunchedServer server;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<Long> samples = new ArrayList<>();
    private final Thread thread;
    private int warm;
    private long baseline;

    MemoryWatch(LaunchedServer server) {
        this.server = server;
        this.thread = Thread.ofPlatform().daemon(true).name("memory").start(this::watch);
    }

    private void watch() {
        try {
            do {
                add(server.resident());
            } while (!closed.await(1, TimeUnit.SECONDS));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void add(long bytes) {
        samples.add(bytes);
    }

    /** From now on it counts: takes the middle of the next few samples as what is normal. */
    void warmedUp() {
        KillChain.pause(Duration.ofSeconds(SETTLED + 1));
        synchronized (this) {
            warm = samples.size();
            baseline = samples.subList(warm - SETTLED, warm).stream().sorted().toList().get(SETTLED / 2);
        }
    }

    /** The most that it has held above what was normal. */
    synchronized long growth() {
        return samples.subList(warm, samples.size()).stream().mapToLong(Long::longValue).max().orElseThrow()
                - baseline;
    }

    @Override
    public synchronized String toString() {
        return String.format("%d samples, at the start %s, warmed up %s, most %s, at the end %s", samples.size(),
                mebibytes(samples.getFirst()), mebibytes(baseline), mebibytes(baseline + growth()),
                mebibytes(samples.getLast()));
    }

    private static String mebibytes(long bytes) {
        return String.format("%.1f MiB", bytes / 1048576.0);
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
