package org.mathesar.launcher.process;

import java.time.Instant;
import org.mathesar.launcher.problem.Problem;

/** Where a supervised child stands. Derived from the process, never stored. */
public sealed interface ProcessState {
    record Stopped() implements ProcessState {}

    /** Started, not yet ready. */
    record Starting(Instant since) implements ProcessState {}

    record Running(long pid, Instant since) implements ProcessState {}

    /** It ended or hung; the next start is at {@code until}. */
    record BackingOff(int failures, Instant until, Problem problem) implements ProcessState {}

    /** It failed too often in a row; one start is still tried now and then, at {@code retryAt} next. */
    record GaveUp(Problem problem, Instant retryAt) implements ProcessState {}
}
