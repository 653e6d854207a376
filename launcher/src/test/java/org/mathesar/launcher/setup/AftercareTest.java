package org.mathesar.launcher.setup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mathesar.launcher.mathesar.MathesarRpc;
import org.mathesar.launcher.mathesar.RpcException;
import org.mathesar.launcher.problem.ProblemException;
import org.mathesar.launcher.setup.Plan.Address;
import org.mathesar.launcher.setup.Plan.DatabaseChoice;
import org.mathesar.launcher.storage.DataDirectory;

@Timeout(30)
class AftercareTest {
    private static final Plan PLAN = new Plan(new Address.AsReached(), new DatabaseChoice.Bundled());

    @TempDir
    Path directory;

    /** Each wait is handed over here; the test says when and how it ends. */
    private final SynchronousQueue<Duration> waits = new SynchronousQueue<>();
    private final SynchronousQueue<Boolean> woken = new SynchronousQueue<>();
    private final Running mathesar = new Running();
    private final List<HandmadeChore> chores = new ArrayList<>();
    private Setup setup;
    private Aftercare aftercare;

    /** Mathesar as the chores see it, up or down as the test wants. */
    private static final class Running implements Aftercare.Mathesar {
        final AtomicInteger sessions = new AtomicInteger();
        final AtomicInteger open = new AtomicInteger();
        volatile boolean up = true;
        volatile RuntimeException refusal;
        volatile Runnable whenAsked = () -> {
        };

        @Override
        public boolean isUp() {
            return up;
        }

        @Override
        public Aftercare.Administration administration() {
            if (refusal != null) {
                throw refusal;
            }
            whenAsked.run();
            sessions.incrementAndGet();
            open.incrementAndGet();
            HandmadeMathesar mathesar = new HandmadeMathesar();
            return new Aftercare.Administration() {
                @Override
                public MathesarRpc rpc() {
                    return mathesar.as("ada");
                }

                @Override
                public MathesarRpc.User user() {
                    return HandmadeMathesar.ADA;
                }

                @Override
                public void close() {
                    open.decrementAndGet();
                }
            };
        }
    }

    @BeforeEach
    void open() {
        setup = new Setup(new SetupStore(DataDirectory.open(directory, false)), new SetupState.Ready(PLAN));
        chores.add(new HandmadeChore());
        chores.add(new HandmadeChore());
        aftercare = new Aftercare(setup, mathesar, List.copyOf(chores), (_, pause) -> {
            waits.put(pause);
            return woken.take();
        });
    }

    @AfterEach
    void close() {
        aftercare.close();
    }

    @Test
    void whatIsNotDueCostsNoSession() throws Exception {
        chores.forEach(chore -> chore.due = false);
        aftercare.start();
        assertEquals(Duration.ofHours(6), waits.take());
        assertEquals(0, mathesar.sessions.get());
    }

    @Test
    void allThatIsDueIsDoneInOneSessionThatEnds() throws Exception {
        aftercare.start();
        assertEquals(Duration.ofHours(6), waits.take());
        assertEquals(List.of(1, 1), chores.stream().map(chore -> chore.done.get()).toList());
        assertEquals(1, mathesar.sessions.get());
        assertEquals(0, mathesar.open.get());
    }

    @Test
    void oneFailureHoldsUpNoOtherAndIsTold() throws Exception {
        for (RuntimeException failure : List.of(ProblemException.fixable("It is closed.", "Open it."),
                new RpcException("databases.upgrade_sql", -1, "no"), new IllegalStateException("our own fault"))) {
            chores.getFirst().failure = failure;
            if (failure instanceof ProblemException) {
                aftercare.start();
            } else {
                woken.put(true);
            }
            assertEquals(Duration.ofMinutes(1), waits.take());
            assertEquals(chores.getFirst().done.get(), chores.getLast().done.get());
            assertEquals(List.of(switch (failure) {
                case ProblemException _ -> "It is closed. Open it.";
                case RpcException _ -> "Mathesar refused databases.upgrade_sql: no";
                default -> "Something unexpected happened while looking after the connected databases.";
            }), aftercare.remaining());
        }
        chores.getFirst().failure = null;
        woken.put(false);
        assertEquals(Duration.ofHours(6), waits.take());
        assertEquals(List.of(), aftercare.remaining());
    }

    @Test
    void whatMayHelpLaterIsTriedLessAndLessOften() throws Exception {
        chores.getFirst().result = new Chore.Result(List.of("It does not answer."), true);
        aftercare.start();
        for (int minutes : new int[]{1, 5, 15, 60, 60}) {
            assertEquals(Duration.ofMinutes(minutes), waits.take());
            woken.put(false);
        }
        assertEquals(Duration.ofHours(1), waits.take());
        woken.put(true);
        assertEquals(Duration.ofMinutes(1), waits.take());
    }

    @Test
    void whatNeedsAPersonIsKeptInMindWithoutTryingAgain() throws Exception {
        chores.getFirst().result = new Chore.Result(List.of("Give the password."), false);
        chores.getLast().result = new Chore.Result(List.of("Open the port."), false);
        aftercare.start();
        assertEquals(Duration.ofHours(6), waits.take());
        assertEquals(List.of("Give the password.", "Open the port."), aftercare.remaining());
        chores.getFirst().due = false;
        woken.put(true);
        waits.take();
        assertEquals(List.of("Open the port."), aftercare.remaining());
    }

    @Test
    void withoutASessionItIsTriedAgain() throws Exception {
        mathesar.refusal = ProblemException.fixable("Mathesar has no active administrator.", "Make one.");
        aftercare.start();
        assertEquals(Duration.ofMinutes(1), waits.take());
        mathesar.refusal = new IllegalStateException("the shell is broken");
        woken.put(false);
        assertEquals(Duration.ofMinutes(5), waits.take());
        mathesar.refusal = null;
        woken.put(false);
        assertEquals(Duration.ofHours(6), waits.take());
        assertEquals(1, chores.getFirst().done.get());
    }

    @Test
    void nothingIsDoneBeforeMathesarIsReady() throws Exception {
        List<SetupState> seen = new CopyOnWriteArrayList<>();
        mathesar.whenAsked = () -> seen.add(setup.state());
        setup.advance(SetupState.Ready.class, SetupState.Ready::upgrade);
        aftercare.start();
        while (setup.state() instanceof SetupState.Installing) {
            setup.advance(SetupState.Installing.class, SetupState.Installing::done);
        }
        setup.advance(SetupState.NeedsOwner.class, SetupState.NeedsOwner::owned);
        waits.take();
        assertEquals(List.of(new SetupState.Ready(PLAN)), seen);
    }

    @Test
    void aWakeEndsTheRealPause() throws Exception {
        CountDownLatch twice = new CountDownLatch(2);
        Chore counted = new Chore() {
            @Override
            public boolean isDue() {
                twice.countDown();
                return false;
            }

            @Override
            public Result work(MathesarRpc rpc, MathesarRpc.User administrator) {
                return Result.DONE;
            }
        };
        try (Aftercare real = new Aftercare(setup, mathesar, List.of(counted))) {
            real.start();
            while (twice.getCount() > 0) {
                real.wake();
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void itEndsInTheMiddleOfAChoreOrBeforeItBegan() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        Chore endless = new Chore() {
            @Override
            public boolean isDue() {
                return true;
            }

            @Override
            public Result work(MathesarRpc rpc, MathesarRpc.User administrator) throws InterruptedException {
                inside.countDown();
                try {
                    new CountDownLatch(1).await();
                    return Result.DONE;
                } finally {
                    interrupted.countDown();
                }
            }
        };
        Aftercare busy = new Aftercare(setup, mathesar, List.of(endless));
        busy.start();
        inside.await();
        busy.close();
        assertEquals(0, interrupted.getCount());
        assertTrue(mathesar.open.get() == 0, "the session has ended");
        new Aftercare(setup, mathesar, List.of(endless)).close();
    }
}
