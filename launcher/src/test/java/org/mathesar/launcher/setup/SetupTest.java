package org.mathesar.launcher.setup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.problem.ProblemException;
import org.mathesar.launcher.setup.Plan.Address;
import org.mathesar.launcher.setup.Plan.DatabaseChoice;
import org.mathesar.launcher.setup.SetupState.Asking;
import org.mathesar.launcher.setup.SetupState.Blocked;
import org.mathesar.launcher.setup.SetupState.Installing;
import org.mathesar.launcher.setup.SetupState.NeedsOwner;
import org.mathesar.launcher.setup.SetupState.Ready;
import org.mathesar.launcher.setup.SetupState.Unclaimed;
import org.mathesar.launcher.storage.DataDirectory;

@Timeout(20)
class SetupTest {
    private static final Plan PLAN = new Plan(new Address.AsReached(), new DatabaseChoice.Bundled());
    private static final Problem PROBLEM = new Problem.Fixable("It stands.", "Start it.");

    @TempDir
    Path directory;

    private SetupStore store;

    @BeforeEach
    void openStore() {
        store = new SetupStore(DataDirectory.open(directory, false));
    }

    @Test
    void firstBootGoesFromUnclaimedToReady() {
        Setup setup = new Setup(store, new Unclaimed());
        assertTrue(setup.advance(Unclaimed.class, Unclaimed::claim));
        assertTrue(setup.advance(Asking.class, asking -> asking.with(asking.draft().with(PLAN.address()))));
        assertTrue(setup.advance(Asking.class, asking -> asking.with(asking.draft().with(PLAN.database()))));
        assertTrue(setup.advance(Asking.class, asking -> asking.confirm(asking.draft().complete().orElseThrow())));
        for (Task task : Task.values()) {
            assertEquals(new Installing(PLAN, task), setup.state());
            assertTrue(setup.advance(Installing.class, Installing::done));
        }
        assertEquals(new NeedsOwner(PLAN), setup.state());
        assertTrue(setup.advance(NeedsOwner.class, NeedsOwner::owned));
        assertEquals(new Ready(PLAN), setup.state());
        assertTrue(setup.advance(Ready.class, Ready::upgrade));
        assertEquals(new Installing(PLAN, Task.MIGRATE), setup.state());
    }

    @Test
    void aBlockedTaskIsTriedAgainOrTheAnswersAreRevised() {
        Blocked blocked = new Installing(PLAN, Task.MIGRATE).blocked(PROBLEM);
        assertEquals(new Installing(PLAN, Task.MIGRATE), blocked.retry());
        assertEquals(new Asking(PLAN.draft()), blocked.revise());
    }

    @Test
    void aMoveWhoseMomentHasPassedIsRefusedAndNotMade() {
        Setup setup = new Setup(store, new Unclaimed());
        setup.advance(Unclaimed.class, Unclaimed::claim);
        assertFalse(setup.advance(Unclaimed.class, _ -> {
            throw new AssertionError("must not be asked");
        }));
        assertEquals(new Asking(Plan.Draft.EMPTY), setup.state());
    }

    @Test
    void ofManyEqualMovesAtOnceOneIsMade() throws Exception {
        Setup setup = new Setup(store, new Unclaimed());
        AtomicInteger made = new AtomicInteger();
        Thread[] owners = new Thread[50];
        for (int i = 0; i < owners.length; i++) {
            owners[i] = Thread.ofVirtual().start(
                    () -> made.addAndGet(setup.advance(Unclaimed.class, Unclaimed::claim) ? 1 : 0));
        }
        for (Thread owner : owners) {
            owner.join();
        }
        assertEquals(1, made.get());
    }

    @Test
    void aStateIsSavedBeforeItIsShown() {
        Setup setup = new Setup(store, new Unclaimed());
        setup.advance(Unclaimed.class, unclaimed -> {
            assertEquals(Optional.of(new Unclaimed()), store.load());
            return unclaimed.claim();
        });
        assertEquals(Optional.of(setup.state()), store.load());
    }

    @Test
    void aStateThatCannotBeSavedIsNotShown() throws Exception {
        Setup setup = new Setup(store, new Unclaimed());
        Files.createDirectories(directory.resolve("setup.properties.new/in the way"));
        assertThrows(ProblemException.class, () -> setup.advance(Unclaimed.class, Unclaimed::claim));
        assertEquals(new Unclaimed(), setup.state());
        assertEquals(Optional.of(new Unclaimed()), store.load());
    }

    @Test
    void aRestartGoesOnWithTheStoredStateAndNotWithTheBeginning() {
        new Setup(store, new Unclaimed()).advance(Unclaimed.class, Unclaimed::claim);
        assertEquals(new Asking(Plan.Draft.EMPTY), new Setup(store, new Unclaimed()).state());
    }

    @Test
    void aBeginningIsStoredAtOnce() {
        assertEquals(new Installing(PLAN, Task.first()),
                new Setup(store, new Unclaimed().claim().confirm(PLAN)).state());
        assertEquals(Optional.of(new Installing(PLAN, Task.first())), store.load());
    }

    @Test
    void whoWaitsForAChangeIsToldAtOnce() throws Exception {
        Setup setup = new Setup(store, new Unclaimed());
        Thread owner = Thread.ofVirtual().start(() -> setup.advance(Unclaimed.class, Unclaimed::claim));
        assertEquals(new Asking(Plan.Draft.EMPTY), setup.awaitChange(new Unclaimed(), Duration.ofMinutes(5)));
        owner.join();
    }

    @Test
    void whoWaitsForNothingGetsTheStateThatHolds() throws Exception {
        Setup setup = new Setup(store, new Unclaimed());
        assertEquals(new Unclaimed(), setup.awaitChange(new Unclaimed(), Duration.ofMillis(20)));
        assertEquals(new Unclaimed(), setup.awaitChange(new Unclaimed(), Duration.ofSeconds(-1)));
        assertEquals(new Unclaimed(), setup.awaitChange(new Ready(PLAN), Duration.ofMinutes(5)));
    }

    @Test
    void everyStateIsDescribedWithoutItsPlan() {
        SetupStoreTest.everyState().forEach(state -> assertFalse(Setup.describe(state).contains("example.org")));
        assertEquals("task MIGRATE is blocked: It stands.", Setup.describe(new Blocked(PLAN, Task.MIGRATE, PROBLEM)));
    }
}
