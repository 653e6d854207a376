package org.mathesar.launcher.mathesar;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Breaks off when nothing has come for a while; Java's HTTP client limits only the time until the headers. */
final class SteadyStream extends FilterInputStream {
    private final Duration limit;
    private final AtomicLong lastRead = new AtomicLong(System.nanoTime());
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean stalled;

    SteadyStream(InputStream in, Duration limit) {
        super(in);
        this.limit = limit;
        Thread.ofVirtual().name("stall-guard").start(this::guard);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        try {
            int read = super.read(buffer, offset, length);
            lastRead.set(System.nanoTime());
            return read;
        } catch (IOException e) {
            throw stalled ? new IOException("nothing came for " + limit.toSeconds() + " s", e) : e;
        }
    }

    private void guard() {
        try {
            while (!closed.await(limit.toMillis() / 10, TimeUnit.MILLISECONDS)) {
                if (System.nanoTime() - lastRead.get() > limit.toNanos()) {
                    stalled = true;
                    in.close();
                    return;
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        super.close();
    }
}
