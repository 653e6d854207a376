package org.mathesar.launcher.setup;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.mathesar.launcher.concierge.Outcome;
import org.mathesar.launcher.concierge.RowSecurity;
import org.mathesar.launcher.concierge.WantedConnection;
import org.mathesar.launcher.concierge.WorkLine;
import org.mathesar.launcher.database.Database;
import org.mathesar.launcher.database.Finding;
import org.mathesar.launcher.database.Finding.Verdict;
import org.mathesar.launcher.database.Purpose;
import org.mathesar.launcher.database.Report;
import org.mathesar.launcher.database.Step;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.setup.Databases.Preparation;
import org.mathesar.launcher.setup.Databases.RoleCheck;
import org.mathesar.launcher.storage.Secret;

/** Does nothing, and ends as the test wants: well, badly, with an exception, or not before the gate is opened. */
final class HandmadeWork implements ConnectWork {
    static final Problem TROUBLE = new Problem.Fixable("It is closed.", "Open it.");
    static final String MADE = "the-password-that-the-sql-gives";

    final List<WantedConnection> connected = new ArrayList<>();
    final List<Database.External> checked = new ArrayList<>();
    /** Those that examine. */
    final List<Thread> threads = new CopyOnWriteArrayList<>();
    volatile boolean usable = true;
    volatile boolean roleIsGood = true;
    volatile Outcome outcome = new Outcome.Done(1, true, List.of(), List.of());
    volatile RuntimeException examineFails;
    volatile RuntimeException createsFails;
    volatile RuntimeException connectFails;
    volatile RuntimeException rowsFail;
    /** Deaf to interrupts, as a call over the network is. */
    volatile CountDownLatch gate = new CountDownLatch(0);

    private static void fail(RuntimeException wanted) {
        if (wanted != null) {
            throw wanted;
        }
    }

    private void passGate() {
        boolean interrupted = false;
        while (true) {
            try {
                gate.await();
                break;
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    static Finding bad(Step step) {
        return new Finding(step, Verdict.BAD, TROUBLE.summary(), Optional.of(TROUBLE), Duration.ZERO);
    }

    @Override
    public Report examine(Database.External candidate, Purpose purpose, Consumer<Finding> live) {
        threads.add(Thread.currentThread());
        Finding first = new Finding(Step.DETAILS, Verdict.GOOD, "They are complete.", Optional.empty(), Duration.ZERO);
        live.accept(first);
        passGate();
        fail(examineFails);
        return new Report(usable ? List.of(first) : List.of(first, bad(Step.REACH)), Optional.empty());
    }

    @Override
    public List<String> creates(WantedConnection wanted) {
        fail(createsFails);
        return List.of("Roles: " + wanted.roles().stream().map(WantedConnection.WorkingRole::name).toList());
    }

    @Override
    public Prepared preparation(Database.External installer) {
        return new Prepared(new Preparation("installer", "working", "mathesar_installer", "mathesar_editor"),
                new Secret(MADE + " on " + installer.host()));
    }

    @Override
    public RoleCheck checkRole(Database.External role) {
        checked.add(role);
        return new RoleCheck(role.user(), roleIsGood ? List.of() : List.of(bad(Step.PRIVILEGES)), Optional.empty());
    }

    @Override
    public List<String> users() {
        return List.of("ada", "bo");
    }

    @Override
    public Outcome connect(WantedConnection wanted, Consumer<List<WorkLine>> progress) {
        progress.accept(List.of(new WorkLine("Beginning", WorkLine.Mark.DONE, "Begun.", Optional.empty())));
        passGate();
        fail(connectFails);
        connected.add(wanted);
        return outcome;
    }

    @Override
    public Optional<RowSecurity> rows(Database.External role) {
        fail(rowsFail);
        return Optional.empty();
    }
}
