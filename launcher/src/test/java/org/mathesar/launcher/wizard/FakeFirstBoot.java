package org.mathesar.launcher.wizard;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.mathesar.launcher.database.Finding;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.setup.Administrator;
import org.mathesar.launcher.setup.FirstBoot;
import org.mathesar.launcher.setup.Plan;
import org.mathesar.launcher.setup.Progress;
import org.mathesar.launcher.setup.Progress.Status;
import org.mathesar.launcher.setup.SetupState;
import org.mathesar.launcher.setup.Task;

/** First boot without an installation: tests move it on by hand and read what it was told. */
final class FakeFirstBoot implements FirstBoot {
    private final Instant began = Instant.now();

    private SetupState state = new SetupState.Unclaimed();
    private final List<String> calls = new ArrayList<>();
    private Optional<Outcome> nextAnswer = Optional.empty();
    private Optional<Administrator> pending = Optional.empty();
    private Optional<Outcome.Refused> refused = Optional.empty();
    private Optional<String> session = Optional.empty();
    private String now = "";
    private boolean online = true;
    private RuntimeException fault;
    private boolean slow;
    private Optional<DatabaseCheck> check = Optional.empty();

    synchronized void be(SetupState other) {
        state = other;
    }

    /** The next answer of a form, instead of what would happen. */
    synchronized void answerNext(Outcome outcome) {
        nextAnswer = Optional.of(outcome);
    }

    synchronized void failWith(RuntimeException e) {
        fault = e;
    }

    synchronized void goOffline() {
        online = false;
    }

    synchronized void refuseAdministrator(Message... messages) {
        refused = Optional.of(new Outcome.Refused(List.of(messages)));
        pending = Optional.empty();
    }

    synchronized void forgetAdministrator() {
        pending = Optional.empty();
    }

    synchronized void say(String text) {
        now = text;
    }

    synchronized void giveSession(String value) {
        session = Optional.of(value);
    }

    synchronized List<String> calls() {
        return List.copyOf(calls);
    }

    synchronized Optional<Administrator> administrator() {
        return pending;
    }

    /** The task under way ends; after the last one a pending administrator is created. */
    synchronized void finishTask() {
        if (state instanceof SetupState.Installing installing) {
            state = installing.done();
        }
        if (state instanceof SetupState.NeedsOwner needsOwner && pending.isPresent()) {
            state = needsOwner.owned();
            session = Optional.of("session0fmathesar");
        }
    }

    synchronized void block(Problem problem) {
        state = ((SetupState.Installing) state).blocked(problem);
    }

    @Override
    public synchronized SetupState state() {
        if (fault != null) {
            throw fault;
        }
        return state;
    }

    @Override
    public Outcome claimed() {
        return move("claimed", SetupState.Unclaimed.class, SetupState.Unclaimed::claim);
    }

    @Override
    public Outcome chooseAddress(Plan.Address address) {
        return move("address", SetupState.Asking.class, asking -> asking.with(asking.draft().with(address)));
    }

    @Override
    public Outcome chooseBundledDatabase() {
        return move("bundled", SetupState.Asking.class,
                asking -> asking.with(asking.draft().with(new Plan.DatabaseChoice.Bundled())));
    }

    /** From now on an external database is examined until the test says how that ends. */
    synchronized void examineSlowly() {
        slow = true;
    }

    synchronized void examined(boolean ended, Finding... findings) {
        check = Optional.of(new DatabaseCheck(FakeDatabases.PLACE, List.of(findings), ended));
    }

    /** Nothing is wrong with the database, so it is the answer. */
    synchronized void passCheck() {
        check = Optional.empty();
        state = chosen((SetupState.Asking) state);
    }

    @Override
    public synchronized Optional<DatabaseCheck> databaseCheck() {
        return check;
    }

    @Override
    public synchronized Outcome chooseExternalDatabase(String text, DatabaseFields fields) {
        boolean beginning = slow && nextAnswer.isEmpty();
        Outcome outcome = move("external " + text + " " + fields + " " + fields.password() + fields.authority()
                + (fields.prepare() ? " prepare" : ""), SetupState.Asking.class,
                asking -> slow ? asking : chosen(asking));
        if (beginning && outcome instanceof Outcome.Accepted) {
            examined(false);
        }
        return outcome;
    }

    private static SetupState chosen(SetupState.Asking asking) {
        return asking.with(asking.draft().with(new Plan.DatabaseChoice.External("db.example.org", 5432, "mathesar",
                "mathesar", "require")));
    }

    @Override
    public synchronized Outcome giveAdministrator(Administrator administrator, String repeatedPassword) {
        String call = "administrator " + administrator.username();
        Optional<Administrator> before = pending;
        pending = Optional.of(administrator);
        refused = Optional.empty();
        Outcome outcome = state instanceof SetupState.NeedsOwner
                ? move(call, SetupState.NeedsOwner.class, SetupState.NeedsOwner::owned)
                : move(call, SetupState.Asking.class, asking -> asking.confirm(asking.draft().complete().get()));
        if (!(outcome instanceof Outcome.Accepted)) {
            pending = before;
        }
        return outcome;
    }

    @Override
    public Outcome retry() {
        return move("retry", SetupState.Blocked.class, SetupState.Blocked::retry);
    }

    @Override
    public Outcome revise() {
        return move("revise", SetupState.Blocked.class, SetupState.Blocked::revise);
    }

    private synchronized <S extends SetupState> Outcome move(String call, Class<S> from,
            Function<S, SetupState> transition) {
        calls.add(call);
        if (nextAnswer.isPresent()) {
            Outcome answer = nextAnswer.get();
            nextAnswer = Optional.empty();
            return answer;
        }
        if (!from.isInstance(state)) {
            return new Outcome.Stale();
        }
        state = transition.apply(from.cast(state));
        return new Outcome.Accepted();
    }

    @Override
    public synchronized Progress progress() {
        int current = switch (state) {
            case SetupState.Installing(_, Task task) -> task.ordinal();
            case SetupState.Blocked(_, Task task, _) -> task.ordinal();
            case SetupState.NeedsOwner _,SetupState.Ready _ -> Task.values().length;
            case SetupState.Unclaimed _,SetupState.Asking _ -> -1;
        };
        Status here = state instanceof SetupState.Blocked ? Status.FAILED : Status.RUNNING;
        List<Progress.Step> steps = new ArrayList<>();
        for (Task task : Task.values()) {
            int place = task.ordinal();
            Status status = place < current ? Status.DONE : place == current ? here : Status.WAITING;
            boolean running = status == Status.RUNNING;
            steps.add(new Progress.Step(task.title(), status, running ? now : "", Duration.ofSeconds(90),
                    running ? Optional.of(began) : Optional.empty()));
        }
        return new Progress(steps, Optional.empty());
    }

    @Override
    public synchronized boolean hasWayOut() {
        return online;
    }

    @Override
    public synchronized boolean hasPendingAdministrator() {
        return pending.isPresent();
    }

    @Override
    public synchronized Optional<Outcome.Refused> administratorRefused() {
        return refused;
    }

    @Override
    public synchronized Optional<String> takeSessionCookie() {
        Optional<String> taken = session;
        session = Optional.empty();
        return taken;
    }
}
