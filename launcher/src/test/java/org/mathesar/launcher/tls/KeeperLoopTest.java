package org.mathesar.launcher.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mathesar.launcher.tls.KeeperBench.ADDRESS;
import static org.mathesar.launcher.tls.KeeperBench.DOMAIN;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mathesar.launcher.tls.IssueFailed.Kind;
import org.mathesar.launcher.tls.RungStatus.Phase;

/** The real loop on its own thread, and what it says. */
class KeeperLoopTest {
    @TempDir
    private Path directory;

    @Test
    void theLoopRunsAtOnceWhenItIsWokenAndTellsEachChange() throws InterruptedException {
        KeeperBench bench = new KeeperBench(directory);
        LinkedBlockingQueue<List<RungStatus>> seen = new LinkedBlockingQueue<>();
        try (Keeper keeper = bench.keeper) {
            keeper.onChange(() -> {
                throw new IllegalStateException("a page that cannot be drawn");
            });
            keeper.onChange(() -> seen.add(keeper.status()));
            keeper.start();
            bench.wanting(ADDRESS);
            keeper.wake();
            awaitPhase(seen, Phase.WAITING);
            awaitPhase(seen, Phase.ORDERING);
            awaitPhase(seen, Phase.SERVED);
            bench.wanting(DOMAIN);
            keeper.wake();
            awaitPhase(seen, Phase.SERVED);
        }
        assertEquals(2, bench.authority.orders().size());
    }

    @Test
    void closingEndsAnOrderThatHangsAndTheNextStartGoesOn() throws InterruptedException {
        KeeperBench bench = new KeeperBench(directory).wanting(ADDRESS);
        CountDownLatch ordering = new CountDownLatch(1);
        bench.authority.then(_ -> {
            ordering.countDown();
            new CountDownLatch(1).await();
        });
        bench.keeper.start();
        ordering.await();
        bench.keeper.close();
        assertEquals(Phase.ORDERING, bench.status(Rung.ADDRESS).phase());
        bench.restart();
        bench.live(Duration.ofMinutes(2), Duration.ofMinutes(1));
        assertEquals(Phase.SERVED, bench.status(Rung.ADDRESS).phase());
    }

    @Test
    void aKeeperThatWasNeverStartedCloses() {
        new KeeperBench(directory).keeper.close();
    }

    @Test
    void aFaultInTheIssuerIsAProblemAndNotTheEndOfTheLoop() throws InterruptedException {
        KeeperBench bench = new KeeperBench(directory).wanting(ADDRESS);
        bench.authority.then(_ -> {
            throw new IllegalArgumentException("a fault of ours");
        });
        bench.turn();
        assertTrue(bench.status(Rung.ADDRESS).failure().isPresent());
        bench.live(Duration.ofMinutes(76), Duration.ofMinutes(1));
        assertEquals(Phase.SERVED, bench.status(Rung.ADDRESS).phase());
    }

    @Test
    void whatDoesNotChangeIsSaidOnce() throws InterruptedException {
        KeeperBench bench = new KeeperBench(directory).wanting(ADDRESS, DOMAIN);
        bench.authority.always(Optional.of(LocalAuthority.failing(Kind.REFUSED)));
        bench.authority.silent(true);
        List<String> said = new ArrayList<>();
        Logger log = Logger.getLogger("org.mathesar.launcher.tls");
        Handler ear = new Handler() {
            @Override
            public void publish(LogRecord line) {
                said.add(line.getMessage());
            }

            @Override
            public void flush() {
                // Nothing is kept back.
            }

            @Override
            public void close() {
                // Nothing is open.
            }
        };
        log.addHandler(ear);
        try {
            bench.turn();
            int atFirst = said.size();
            bench.turn();
            int waiting = said.size();
            bench.live(Duration.ofHours(5), Duration.ofMinutes(1));
            assertEquals(2, atFirst, said.toString());
            assertEquals(4, waiting, said.toString());
            assertEquals(4, said.size(), said.toString());
        } finally {
            log.removeHandler(ear);
        }
    }

    private static void awaitPhase(LinkedBlockingQueue<List<RungStatus>> seen, Phase phase)
            throws InterruptedException {
        for (List<RungStatus> status = seen.poll(20, TimeUnit.SECONDS);; status = seen.poll(20, TimeUnit.SECONDS)) {
            assertTrue(status != null, "no " + phase + " was seen");
            if (!status.isEmpty() && status.getFirst().phase() == phase) {
                return;
            }
        }
    }
}
