package org.mathesar.launcher.setup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.setup.Progress.Status;
import org.mathesar.launcher.setup.Progress.Step;

class ProgressBoardTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Problem PROBLEM = new Problem.Fixable("It stands.", "Start it.");

    private final ProgressBoard board = new ProgressBoard(() -> NOW);

    @Test
    void everyTaskAndTheAdministratorWaitAtFirst() {
        assertEquals(Task.values().length + 1, board.progress().steps().size());
        assertTrue(board.progress().steps().stream().allMatch(step -> step.status() == Status.WAITING));
        assertFalse(board.progress().isDone());
    }

    @Test
    void aStepRunsSaysWhatItDoesAndEnds() {
        board.begins(Task.MIGRATE);
        board.says(Task.MIGRATE, "  Applying one…\n");
        Step running = step(Task.MIGRATE);
        assertEquals(Status.RUNNING, running.status());
        assertEquals("Applying one…", running.now());
        assertEquals(Optional.of(NOW), running.since());

        board.ends(Task.MIGRATE);
        assertEquals(new Step(running.title(), Status.DONE, "", running.usually(), Optional.empty()),
                step(Task.MIGRATE));
    }

    @Test
    void aLongLineIsCutAndALateOneIsDropped() {
        board.begins(Task.MIGRATE);
        board.says(Task.MIGRATE, "x".repeat(10_000));
        assertEquals(160, step(Task.MIGRATE).now().length());
        board.ends(Task.MIGRATE);
        board.says(Task.MIGRATE, "still here");
        assertEquals("", step(Task.MIGRATE).now());
    }

    @Test
    void aFailureShowsItsProblemUntilTheNextTry() {
        board.begins(Task.MIGRATE);
        board.fails(Task.MIGRATE, PROBLEM);
        assertEquals(Status.FAILED, step(Task.MIGRATE).status());
        assertEquals(Optional.of(PROBLEM), board.progress().problem());
        board.begins(Task.MIGRATE);
        assertEquals(Optional.empty(), board.progress().problem());
    }

    @Test
    void allIsDoneOnceMathesarHasItsOwner() {
        List.of(Task.values()).forEach(board::ends);
        assertFalse(board.progress().isDone());
        board.owned();
        assertTrue(board.progress().isDone());
    }

    @Test
    void anotherDatabaseUndoesTheLaterSteps() {
        List.of(Task.values()).forEach(board::ends);
        board.again(Task.PREPARE_DATABASE);
        assertEquals(Status.DONE, step(Task.FETCH_APPLICATION).status());
        assertEquals(Status.WAITING, step(Task.PREPARE_DATABASE).status());
        assertEquals(Status.WAITING, board.progress().steps().getLast().status());
    }

    private Step step(Task task) {
        return board.progress().steps().get(task.ordinal());
    }
}
