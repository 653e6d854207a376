package org.mathesar.launcher.setup;

import java.util.concurrent.atomic.AtomicInteger;
import org.mathesar.launcher.mathesar.MathesarRpc;

/** Answers what the test has put there. */
final class HandmadeChore implements Chore {
    volatile boolean due = true;
    volatile Result result = Result.DONE;
    volatile RuntimeException failure;
    final AtomicInteger done = new AtomicInteger();

    @Override
    public boolean isDue() {
        return due;
    }

    @Override
    public Result work(MathesarRpc rpc, MathesarRpc.User administrator) {
        done.incrementAndGet();
        if (failure != null) {
            throw failure;
        }
        return result;
    }
}
