package org.mathesar.launcher.setup;

import java.util.Optional;
import org.mathesar.launcher.problem.Problem;

/**
 * Where first boot stands. A transition is a method on the one state that allows it, so an illegal move does not
 * compile. None of the states ever holds a password.
 *
 * <pre>
 * Unclaimed ─claim▶ Asking ─confirm▶ Installing ─done…▶ NeedsOwner ─owned▶ Ready
 *                     ▲                 ⇅ retry                             │ upgrade
 *                     └──revise──── Blocked                 Installing(MIGRATE) ◀┘
 * </pre>
 */
public sealed interface SetupState {

    /** Nobody has proven that the server is theirs. */
    record Unclaimed() implements SetupState {
        public Asking claim() {
            return new Asking(Plan.Draft.EMPTY);
        }
    }

    /** The owner is answering. */
    record Asking(Plan.Draft draft) implements SetupState {
        public Asking with(Plan.Draft changed) {
            return new Asking(changed);
        }

        public Installing confirm(Plan plan) {
            return new Installing(plan, Task.first());
        }
    }

    /** The answers are confirmed; {@code task} is under way, those before it are done. */
    record Installing(Plan plan, Task task) implements SetupState {
        public SetupState done() {
            Optional<Task> next = task.next();
            return next.isPresent() ? new Installing(plan, next.get()) : new NeedsOwner(plan);
        }

        public Blocked blocked(Problem problem) {
            return new Blocked(plan, task, problem);
        }
    }

    /** A task failed; a person or time must help. */
    record Blocked(Plan plan, Task task, Problem problem) implements SetupState {
        public Installing retry() {
            return new Installing(plan, task);
        }

        public Asking revise() {
            return new Asking(plan.draft());
        }
    }

    /** Mathesar runs and has no administrator yet. */
    record NeedsOwner(Plan plan) implements SetupState {
        public Ready owned() {
            return new Ready(plan);
        }
    }

    /** Set up. */
    record Ready(Plan plan) implements SetupState {
        public Installing upgrade() {
            return new Installing(plan, Task.MIGRATE);
        }
    }
}
