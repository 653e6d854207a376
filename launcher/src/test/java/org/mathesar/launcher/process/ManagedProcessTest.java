package org.mathesar.launcher.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mathesar.launcher.problem.ProblemException;
import org.mathesar.launcher.process.ManagedProcess.Vitals;
import org.mathesar.launcher.process.ProcessSpec.StopSignal;

@Timeout(15)
class ManagedProcessTest {
    private static final Vitals NEVER_READY = new Vitals(() -> false, Duration.ofSeconds(5), () -> false,
            Duration.ofSeconds(1));

    @TempDir
    Path directory;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private Supervisor supervisor;

    @BeforeEach
    void open() {
        supervisor = new Supervisor(new Children(directory));
    }

    @AfterEach
    void close() {
        supervisor.close();
    }

    @Test
    void aChildKilledHardIsStartedAgain() throws Exception {
        ManagedProcess child = start("sleep", "sleep 60", vitals(() -> true));
        long first = runningPid(child);
        ProcessHandle.of(first).orElseThrow().destroyForcibly();
        await(() -> child.state() instanceof ProcessState.Running running && running.pid() != first);
        assertFalse(Liveness.isAlive(first));
    }

    @Test
    void aChildThatHangsIsStartedAgain() throws Exception {
        AtomicBoolean healthy = new AtomicBoolean(true);
        ManagedProcess child = start("sleep", "sleep 60", vitals(healthy::get));
        long first = runningPid(child);
        healthy.set(false);
        await(() -> !Liveness.isAlive(first));
        healthy.set(true);
        await(() -> child.state() instanceof ProcessState.Running running && running.pid() != first);
    }

    @Test
    void whatAKilledChildLeftBehindIsEndedBeforeTheNextStart() throws Exception {
        Path pids = directory.resolve("pids");
        ManagedProcess child = start("master", "sleep 61 & echo $! >> " + pids + "; wait", vitals(() -> true));
        long first = runningPid(child);
        await(() -> Files.exists(pids));
        long worker = Long.parseLong(Files.readString(pids).strip());
        Signals.send(worker, "STOP");
        ProcessHandle.of(first).orElseThrow().destroyForcibly();
        await(() -> child.state() instanceof ProcessState.Running running && running.pid() != first);
        assertFalse(Liveness.isAlive(worker));
    }

    @Test
    void oneBadLookIsNoReasonToRestart() throws Exception {
        AtomicBoolean bad = new AtomicBoolean();
        ManagedProcess child = start("sleep", "sleep 60", vitals(() -> !bad.getAndSet(false)));
        long first = runningPid(child);
        bad.set(true);
        Thread.sleep(1_500);
        assertEquals(first, runningPid(child));
    }

    @Test
    void aChildThatKeepsFailingIsStartedMoreAndMoreSlowly() throws Exception {
        ManagedProcess child = start("broken", "echo cannot work; exit 3", NEVER_READY);
        for (int failures = 1; failures <= 3; failures++) {
            int expected = failures;
            await(() -> child.state() instanceof ProcessState.BackingOff off && off.failures() == expected);
            ProcessState.BackingOff off = assertInstanceOf(ProcessState.BackingOff.class, child.state());
            Duration wait = Duration.between(Instant.now(), off.until());
            assertTrue(wait.compareTo(ManagedProcess.BACK_OFF.get(expected - 1)) <= 0, wait.toString());
            assertEquals("broken ended with exit code 3.", off.problem().summary());
            assertTrue(off.problem().detail().contains("cannot work"));
        }
    }

    @Test
    @Tag("endurance")
    @Timeout(60)
    void aChildThatFailsTooOftenIsGivenUpWithItsLastLines() throws Exception {
        ManagedProcess child = start("broken", "echo cannot work; exit 3", NEVER_READY);
        ProblemException problem = assertThrows(ProblemException.class,
                () -> child.awaitRunning(Duration.ofSeconds(55)));
        assertInstanceOf(ProcessState.GaveUp.class, child.state());
        assertTrue(problem.problem().detail().contains("cannot work"));
    }

    @Test
    void aChildThatNeverBecomesReadyIsStoppedAndSaysSo() throws Exception {
        ManagedProcess child = start("slow", "exec sleep 60",
                new Vitals(() -> false, Duration.ofMillis(500), () -> true, Duration.ofSeconds(1)));
        await(() -> child.state() instanceof ProcessState.BackingOff);
        ProcessState.BackingOff off = assertInstanceOf(ProcessState.BackingOff.class, child.state());
        assertTrue(off.problem().summary().startsWith("slow did not become ready"));
    }

    @Test
    void theSupervisorStopsInReverse() throws Exception {
        for (String name : List.of("first", "second", "third")) {
            start(name, "trap 'echo stopped " + name + "; exit 0' TERM; echo up; while :; do sleep 0.1; done",
                    new Vitals(() -> lines.contains(name + ": up"), Duration.ofSeconds(10), () -> true,
                            Duration.ofSeconds(1)));
            supervisor.find(name).orElseThrow().awaitRunning(Duration.ofSeconds(10));
        }
        supervisor.close();
        assertEquals(List.of("third: stopped third", "second: stopped second", "first: stopped first"),
                lines.stream().filter(line -> line.contains("stopped")).toList());
    }

    @Test
    void aChildThatIgnoresItsStopSignalIsKilledAfterItsGrace() throws Exception {
        ManagedProcess child = start("stubborn", "trap '' TERM; echo up; while :; do sleep 0.1; done",
                new Vitals(() -> lines.contains("stubborn: up"), Duration.ofSeconds(10), () -> true,
                        Duration.ofSeconds(1)));
        long pid = runningPid(child);
        Instant before = Instant.now();
        supervisor.close();
        assertFalse(Liveness.isAlive(pid));
        assertTrue(Duration.between(before, Instant.now()).compareTo(Duration.ofSeconds(6)) < 0);
    }

    @Test
    void grandchildrenEndWithAChildThatHadToBeKilled() throws Exception {
        Path pid = directory.resolve("grandchild");
        ManagedProcess child = start("parent", "trap '' TERM; sleep 61 & echo $! > " + pid + "; wait; wait; sleep 62",
                new Vitals(() -> Files.exists(pid), Duration.ofSeconds(10), () -> true, Duration.ofSeconds(1)));
        runningPid(child);
        long grandchild = Long.parseLong(Files.readString(pid).strip());
        assertTrue(Liveness.isAlive(grandchild));
        supervisor.close();
        await(() -> !Liveness.isAlive(grandchild));
    }

    @Test
    void aSecondStartOfTheSameNameGivesTheFirst() throws Exception {
        ManagedProcess child = start("sleep", "sleep 60", vitals(() -> true));
        assertEquals(child, start("sleep", "sleep 60", vitals(() -> true)));
    }

    @Test
    void aClosedSupervisorStartsNothing() {
        supervisor.close();
        assertThrows(IllegalStateException.class, () -> start("sleep", "sleep 60", vitals(() -> true)));
    }

    @Test
    void aChildWorksInItsDirectoryWithItsEnvironmentAlone() throws Exception {
        start("print", "pwd; env; exec sleep 60", vitals(() -> true));
        await(() -> lines.stream().anyMatch(line -> line.startsWith("print: GIVEN=")));
        assertTrue(lines.contains("print: " + directory.toRealPath()));
        assertTrue(lines.contains("print: GIVEN=value"));
        assertTrue(lines.stream().noneMatch(line -> line.startsWith("print: JAVA_HOME")));
    }

    private ManagedProcess start(String name, String script, Vitals vitals) {
        ProcessSpec spec = new ProcessSpec(name, List.of("/bin/sh", "-c", script),
                Map.of("PATH", "/usr/bin:/bin", "GIVEN", "value"), directory, Optional.empty(), StopSignal.TERM,
                Duration.ofSeconds(2));
        return supervisor.start(spec, vitals, line -> lines.add(name + ": " + line));
    }

    private static Vitals vitals(Readiness pulse) {
        return new Vitals(() -> true, Duration.ofSeconds(5), pulse, Duration.ofMillis(300));
    }

    private static long runningPid(ManagedProcess child) throws InterruptedException {
        child.awaitRunning(Duration.ofSeconds(10));
        return assertInstanceOf(ProcessState.Running.class, child.state()).pid();
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < 1_200 && !condition.getAsBoolean(); i++) {
            Thread.sleep(10);
        }
        assertTrue(condition.getAsBoolean());
    }
}
