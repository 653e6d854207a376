package org.mathesar.launcher.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mathesar.launcher.problem.ProblemException;
import org.mathesar.launcher.process.ProcessSpec.StopSignal;

@Timeout(15)
class OneShotTest {
    @TempDir
    Path directory;

    @Test
    void outputAndExitCodeComeBack() throws Exception {
        for (int i = 0; i < 20; i++) {
            List<String> lines = new ArrayList<>();
            OneShot.Result result = oneShot().run(spec("echo one; echo two >&2; exit 7"), Duration.ofSeconds(10),
                    lines::add);
            assertEquals(7, result.exitCode());
            assertTrue(lines.containsAll(List.of("one", "two")), lines.toString());
        }
    }

    @Test
    void allThatAShortLivedProgramPrintsIsInTheResult() throws Exception {
        for (int i = 0; i < 30; i++) {
            assertEquals("last words", oneShot().run(spec("echo last words"), Duration.ofSeconds(10), _ -> {
            }).output());
        }
    }

    @Test
    void aSignalCountsAsAnExitCodeAbove128() throws Exception {
        assertEquals(128 + 9, oneShot().run(spec("kill -9 $$"), Duration.ofSeconds(10), _ -> {
        }).exitCode());
    }

    @Test
    void failureIsAProblemWithTheLastLines() {
        ProblemException failure = assertThrows(ProblemException.class,
                () -> oneShot().succeed(spec("echo why; exit 2"), Duration.ofSeconds(10), _ -> {
                }));
        assertEquals("once failed with exit code 2.", failure.getMessage());
        assertTrue(failure.problem().detail().contains("why"));
    }

    @Test
    void aProgramThatTakesTooLongIsKilledWithItsChildren() throws Exception {
        List<String> pids = new ArrayList<>();
        Instant before = Instant.now();
        assertThrows(ProblemException.class, () -> oneShot().run(spec("sleep 63 & echo $!; echo $$; wait"),
                Duration.ofSeconds(1), pids::add));
        assertTrue(Duration.between(before, Instant.now()).compareTo(Duration.ofSeconds(5)) < 0);
        Thread.sleep(300);
        for (String pid : pids) {
            assertFalse(Liveness.isAlive(Long.parseLong(pid)));
        }
    }

    @Test
    void aProgramThatDoesNotExistIsAProblem() throws Exception {
        ProcessSpec spec = new ProcessSpec("missing", List.of("/no/such/program"), Map.of(), directory,
                Optional.empty(), StopSignal.TERM, Duration.ofSeconds(1));
        try {
            assertNotEquals(0, oneShot().run(spec, Duration.ofSeconds(5), _ -> {
            }).exitCode());
        } catch (ProblemException e) {
            assertTrue(e.getMessage().contains("could not be started"));
        }
    }

    @Test
    void rootHandsItsPrivilegesOver() throws Exception {
        assumeTrue(System.getProperty("user.name").equals("root"));
        ProcessSpec spec = new ProcessSpec("who", List.of("/bin/sh", "-c",
                "id -u; grep -E '^(CapEff|NoNewPrivs)' /proc/self/status"), Map.of("PATH", "/usr/bin:/bin"),
                Path.of("/"), Optional.of("daemon"), StopSignal.TERM, Duration.ofSeconds(1));
        List<String> lines = oneShot().run(spec, Duration.ofSeconds(5), _ -> {
        }).output().lines().toList();
        assertEquals(List.of("1", "CapEff:\t0000000000000000", "NoNewPrivs:\t1"), lines);
    }

    private OneShot oneShot() {
        return new OneShot(new Children(directory));
    }

    private ProcessSpec spec(String script) {
        return new ProcessSpec("once", List.of("/bin/sh", "-c", script), Map.of("PATH", "/usr/bin:/bin"), directory,
                Optional.empty(), StopSignal.TERM, Duration.ofSeconds(1));
    }
}
