package org.mathesar.launcher.setup;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mathesar.launcher.database.Database;
import org.mathesar.launcher.problem.ProblemException;
import org.mathesar.launcher.setup.Administrator.Consents;
import org.mathesar.launcher.setup.Plan.DatabaseChoice;
import org.mathesar.launcher.setup.SetupState.Asking;
import org.mathesar.launcher.setup.SetupState.Blocked;
import org.mathesar.launcher.setup.SetupState.NeedsOwner;
import org.mathesar.launcher.setup.SetupState.Unclaimed;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the owner's answers: checks them, keeps them, and hands the work to the installer. */
public final class Interview implements FirstBoot {
    private static final Logger LOG = LoggerFactory.getLogger(Interview.class);

    private final Setup setup;
    private final Installer installer;
    private final Services services;
    private final DatabaseQuestion question;
    private final Optional<DatabaseChoice> answered;
    private final WayOut wayOut = new WayOut();

    /** @param answered the database, where the environment names it and so answers that question */
    public Interview(Setup setup, Installer installer, Services services, DatabaseQuestion question,
            Optional<DatabaseChoice> answered) {
        this.setup = setup;
        this.installer = installer;
        this.services = services;
        this.question = question;
        this.answered = answered;
    }

    @Override
    public SetupState state() {
        return setup.state();
    }

    @Override
    public Outcome claimed() {
        return outcome(setup.advance(Unclaimed.class, unclaimed -> unclaimed.claim()
                .with(new Plan.Draft(Optional.empty(), answered))));
    }

    @Override
    public Outcome chooseAddress(Plan.Address address) {
        return outcome(setup.advance(Asking.class, asking -> asking.with(asking.draft().with(address))));
    }

    @Override
    public Outcome chooseBundledDatabase() {
        question.forget();
        return choose(new DatabaseChoice.Bundled());
    }

    @Override
    public Outcome chooseExternalDatabase(String text, DatabaseFields typed) {
        if (!(setup.state() instanceof Asking)) {
            return new Outcome.Stale();
        }
        return switch (ExternalAnswer.of(text, typed, services.authorities(), Instant.now())) {
            case ExternalAnswer.Wrong(var messages) -> new Outcome.Refused(messages);
            case ExternalAnswer.Complete(var candidate, _) -> {
                question.examine(candidate, typed.prepare(), this::keep);
                yield new Outcome.Accepted();
            }
        };
    }

    /** Kept once nothing is wrong with it; by then the owner may have gone elsewhere. */
    private void keep(Database.External good) {
        services.keep(good);
        choose(new DatabaseChoice.External(good.host(), good.port(), good.name(), good.user(),
                good.sslMode().libpq()));
    }

    @Override
    public Optional<DatabaseCheck> databaseCheck() {
        return question.check();
    }

    private Outcome choose(DatabaseChoice database) {
        return outcome(setup.advance(Asking.class, asking -> asking.with(asking.draft().with(database))));
    }

    @Override
    public Outcome giveAdministrator(Administrator typed, String repeatedPassword) {
        List<Message> messages = new ArrayList<>(PasswordRules.check(typed.username(), typed.password()));
        if (!typed.password().equals(repeatedPassword)) {
            messages.add(new Message("repeated", "The two passwords differ."));
        }
        if (!messages.isEmpty()) {
            return new Outcome.Refused(messages);
        }
        Administrator administrator = withReachableConsents(typed);
        return switch (setup.state()) {
            case Asking(Plan.Draft draft) when draft.complete().isPresent() -> {
                installer.handover().keep(administrator);
                yield outcome(setup.advance(Asking.class, asking -> asking.draft().complete()
                        .<SetupState>map(asking::confirm).orElse(asking)));
            }
            case NeedsOwner _ -> createNow(administrator);
            case Asking _,Unclaimed _,Blocked _,SetupState.Installing _,SetupState.Ready _ -> new Outcome.Stale();
        };
    }

    private Outcome createNow(Administrator administrator) {
        try {
            return installer.createOwner(administrator);
        } catch (ProblemException e) {
            return new Outcome.Failed(e.problem());
        }
    }

    private Administrator withReachableConsents(Administrator typed) {
        if (typed.consents().equals(Consents.NONE) || wayOut.reachesTelemetry()) {
            return typed;
        }
        LOG.warn("Mathesar's statistics server cannot be reached from here, so nothing will be sent to it");
        return new Administrator(typed.username(), typed.password(), typed.language(), Consents.NONE);
    }

    @Override
    public Outcome retry() {
        return outcome(setup.advance(Blocked.class, Blocked::retry));
    }

    @Override
    public Outcome revise() {
        return outcome(setup.advance(Blocked.class, Blocked::revise));
    }

    @Override
    public Progress progress() {
        return installer.progress();
    }

    @Override
    public boolean hasWayOut() {
        return wayOut.exists();
    }

    @Override
    public boolean hasPendingAdministrator() {
        return installer.handover().pending().isPresent();
    }

    @Override
    public Optional<Outcome.Refused> administratorRefused() {
        return installer.handover().refused();
    }

    @Override
    public Optional<String> takeSessionCookie() {
        return installer.handover().takeSession();
    }

    private static Outcome outcome(boolean moved) {
        return moved ? new Outcome.Accepted() : new Outcome.Stale();
    }
}
