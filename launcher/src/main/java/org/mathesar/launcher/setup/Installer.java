package org.mathesar.launcher.setup;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.problem.ProblemException;
import org.mathesar.launcher.setup.FirstBoot.Outcome;
import org.mathesar.launcher.setup.Plan.DatabaseChoice;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the server to the state that {@link Setup} names, and at a later start back to it: one loop that looks at the
 * state, does what it asks for, and moves it on. Slow work for the recommended answers begins before anyone has claimed
 * the server.
 */
public final class Installer implements AutoCloseable {
    /** Waits between attempts to bring a set-up server up again; the last one repeats. */
    private static final List<Duration> RETRY = List.of(Duration.ofSeconds(2), Duration.ofSeconds(5),
            Duration.ofSeconds(10), Duration.ofSeconds(30));
    private static final Duration LOOK_AGAIN = Duration.ofMinutes(1);
    private static final Logger LOG = LoggerFactory.getLogger(Installer.class);

    private final Setup setup;
    private final Services services;
    private final ProgressBoard board;
    private final Handover handover;
    private final DatabaseChoice likely;
    private final Set<Task> done = EnumSet.noneOf(Task.class);
    private final Thread loop;
    private Optional<DatabaseChoice> inUse = Optional.empty();
    private volatile Optional<Problem> trouble = Optional.empty();
    private Runnable ahead = () -> {};
    private int failures;
    private boolean earlyWorkFailed;

    /** @param likely the database where the environment names one, else the recommended one */
    public Installer(Setup setup, Services services, InstantSource clock, Optional<Administrator> administrator,
            DatabaseChoice likely) {
        this.setup = setup;
        this.services = services;
        this.board = new ProgressBoard(clock);
        this.handover = new Handover(administrator);
        this.likely = likely;
        this.loop = Thread.ofVirtual().name("installer").unstarted(this::run);
    }

    /** @param whenAhead called once when all that can be done before the owner comes is done */
    public void start(Runnable whenAhead) {
        ahead = whenAhead;
        loop.start();
    }

    Progress progress() {
        return board.progress();
    }

    /** What keeps a server that is set up from working; empty when nothing does. */
    public Optional<Problem> trouble() {
        return trouble;
    }

    Handover handover() {
        return handover;
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                step(setup.state());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void step(SetupState state) throws InterruptedException {
        try {
            switch (state) {
                case SetupState.Unclaimed _ -> workAhead(state, Plan.Draft.EMPTY);
                case SetupState.Asking(Plan.Draft draft) -> workAhead(state, draft);
                case SetupState.Installing(Plan plan, Task task) -> install(plan, task);
                case SetupState.Blocked(_, _, Problem problem) -> waitForHelp(state, problem);
                case SetupState.NeedsOwner(Plan plan) -> giveOwner(state, plan);
                case SetupState.Ready(Plan plan) -> bringUp(state, plan);
            }
        } catch (RuntimeException e) {
            endIfInterrupted();
            stumble(state, e instanceof ProblemException known
                    ? known.problem()
                    : Problem.Unexpected.told("Something unexpected happened while setting up.", e, LOG));
        }
    }

    /** A task that fails because the launcher stops has not failed. */
    private static void endIfInterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    /** Does for the recommended answers what can be done before they are given. */
    private void workAhead(SetupState state, Plan.Draft draft) throws InterruptedException {
        DatabaseChoice database = draft.database().orElse(likely);
        for (Task task : Task.values()) {
            boolean needsChoice = task != Task.FETCH_APPLICATION;
            if (earlyWorkFailed || needsChoice && !(database instanceof DatabaseChoice.Bundled)
                    || !setup.state().equals(state)) {
                break;
            }
            perform(task, database);
        }
        ahead.run();
        ahead = () -> {};
        setup.awaitChange(state, LOOK_AGAIN);
    }

    private void install(Plan plan, Task task) throws InterruptedException {
        performUpTo(task, plan.database());
        setup.advance(SetupState.Installing.class, SetupState.Installing::done);
    }

    private void waitForHelp(SetupState state, Problem problem) throws InterruptedException {
        if (problem instanceof Problem.Passing passing) {
            if (setup.awaitChange(state, Duration.between(Instant.now(), passing.retryAt())).equals(state)) {
                setup.advance(SetupState.Blocked.class, SetupState.Blocked::retry);
            }
        } else {
            setup.awaitChange(state, LOOK_AGAIN);
        }
    }

    private void giveOwner(SetupState state, Plan plan) throws InterruptedException {
        performUpTo(Task.START_APPLICATION, plan.database());
        if (services.client().hasOwner()) {
            owned();
            return;
        }
        Optional<Administrator> administrator = handover.pending();
        if (administrator.isPresent()) {
            createOwner(administrator.get());
        } else {
            setup.awaitChange(state, LOOK_AGAIN);
        }
    }

    /** Creates the first user now; the state must be NeedsOwner. */
    synchronized Outcome createOwner(Administrator administrator) {
        if (!(setup.state() instanceof SetupState.NeedsOwner)) {
            return new Outcome.Stale();
        }
        Outcome outcome = handover.create(administrator, services.client());
        if (outcome instanceof Outcome.Accepted) {
            owned();
        }
        return outcome;
    }

    private void owned() {
        setup.advance(SetupState.NeedsOwner.class, SetupState.NeedsOwner::owned);
        board.owned();
    }

    private void bringUp(SetupState state, Plan plan) throws InterruptedException {
        perform(Task.FETCH_APPLICATION, plan.database());
        perform(Task.PREPARE_DATABASE, plan.database());
        if (!done.contains(Task.MIGRATE) && !services.isInstalled()) {
            setup.advance(SetupState.Ready.class, SetupState.Ready::upgrade);
            return;
        }
        done.add(Task.MIGRATE);
        performUpTo(Task.START_APPLICATION, plan.database());
        board.owned();
        failures = 0;
        trouble = Optional.empty();
        setup.awaitChange(state, LOOK_AGAIN);
    }

    private void performUpTo(Task last, DatabaseChoice database) throws InterruptedException {
        for (Task task : EnumSet.range(Task.first(), last)) {
            perform(task, database);
        }
    }

    private void perform(Task task, DatabaseChoice database) throws InterruptedException {
        switchTo(database);
        if (done.contains(task)) {
            board.ends(task);
            return;
        }
        board.begins(task);
        LOG.info("{} …", task.title());
        try {
            services.perform(task, database, line -> board.says(task, line));
        } catch (ProblemException e) {
            board.fails(task, e.problem());
            throw e;
        }
        done.add(task);
        board.ends(task);
        LOG.info("{}: done", task.title());
    }

    /** Another database than the one the work so far was done on makes all but the first task undone. */
    private void switchTo(DatabaseChoice database) throws InterruptedException {
        if (inUse.isPresent() && !inUse.get().equals(database)) {
            services.leaveDatabase();
            done.retainAll(EnumSet.of(Task.FETCH_APPLICATION));
            board.again(Task.PREPARE_DATABASE);
        }
        inUse = Optional.of(database);
    }

    private void stumble(SetupState state, Problem problem) throws InterruptedException {
        LOG.warn("{} {}", problem.summary(), problem.advice());
        problem.detail().lines().forEach(line -> LOG.warn("  {}", line));
        switch (state) {
            // The owner has decided nothing yet; it is tried again once the answers are confirmed.
            case SetupState.Unclaimed _,SetupState.Asking _ -> earlyWorkFailed = true;
            case SetupState.Installing _ -> block(problem);
            case SetupState.Blocked _,SetupState.NeedsOwner _,SetupState.Ready _ -> trouble = Optional.of(problem);
        }
        setup.awaitChange(state, RETRY.get(Math.min(failures++, RETRY.size() - 1)));
    }

    /** A full disk takes no new state either; until it does, the task is tried again. */
    private void block(Problem problem) {
        try {
            setup.advance(SetupState.Installing.class, installing -> installing.blocked(problem));
        } catch (ProblemException e) {
            LOG.warn("{}", e.problem().summary());
        }
    }

    @Override
    public void close() {
        loop.interrupt();
        try {
            loop.join(Duration.ofSeconds(5));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
