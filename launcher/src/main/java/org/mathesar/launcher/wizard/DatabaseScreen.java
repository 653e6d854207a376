package org.mathesar.launcher.wizard;

import java.util.List;
import java.util.Optional;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.setup.FirstBoot;
import org.mathesar.launcher.setup.FirstBoot.DatabaseCheck;
import org.mathesar.launcher.setup.FirstBoot.DatabaseFields;
import org.mathesar.launcher.setup.FirstBoot.Message;
import org.mathesar.launcher.setup.FirstBoot.Outcome;
import org.mathesar.launcher.setup.Plan;
import org.mathesar.launcher.setup.SetupState;

/**
 * Asks where Mathesar keeps its own data, and shows how an existing server is examined. What was typed comes back after
 * an error, except passwords.
 */
record DatabaseScreen(FirstBoot firstBoot, Outcomes outcomes, AnswerWriter writer, Latest<TypedDatabase> typed)
        implements
            LiveScreen {
    private static final String BUNDLED = "bundled";
    private static final String EXISTING = "existing";
    private static final String OWNER = "owner";
    private static final String CHECKING = "checking";
    /** Where whoever watches a check is led on from once it went well. */
    private static final String WATCH = Page.DATABASE.path() + "?watch=1";
    private static final List<String> FIELDS = List.of("choice", "text", "host", "port", "database", "user",
            "password", "sslMode", "authority", "prepare");
    private static final List<String> WITH_TEXT = List.of("choice", "text", "sslMode", "authority", "prepare");

    DatabaseScreen(FirstBoot firstBoot, Outcomes outcomes, AnswerWriter writer) {
        this(firstBoot, outcomes, writer, new Latest<>());
    }

    @Override
    public Answer show(Visit visit) {
        Optional<DatabaseCheck> check = firstBoot.databaseCheck();
        if (check.isEmpty()) {
            return visit.watching() ? Answer.moveOn(outcomes.whereabouts().page()) : Answer.show(stored());
        }
        return Answer.show(check.get().ended() ? failed(check.get()) : running(check.get()));
    }

    @Override
    public Answer submit(Visit visit, Form form) {
        Outcome outcome = choose(form);
        boolean examined = outcome instanceof Outcome.Accepted && form.text("choice").equals(EXISTING);
        if (examined) {
            typed.keep(OWNER, TypedDatabase.of(form));
        }
        return examined
                ? Answer.moveOn(elsewhere())
                : outcomes.answer(outcome, (errors, problem) -> again(form, errors, problem));
    }

    @Override
    public Optional<String> parts(Visit visit, String showing) {
        return firstBoot.databaseCheck().filter(check -> !check.ended() && showing.equals(CHECKING))
                .map(check -> writer.ticks(Tick.running(check.findings())));
    }

    @Override
    public String elsewhere() {
        return firstBoot.databaseCheck().isPresent() ? WATCH : outcomes.whereabouts().page().path();
    }

    private Outcome choose(Form form) {
        return switch (form.text("choice")) {
            case BUNDLED -> firstBoot.chooseBundledDatabase();
            case EXISTING -> firstBoot.chooseExternalDatabase(form.text("text"), TypedDatabase.fields(form));
            default -> new Outcome.Refused(List.of(new Message("choice", "Choose one of the two databases.")));
        };
    }

    private View stored() {
        Frame frame = Frame.of(Page.DATABASE);
        if (firstBoot.state() instanceof SetupState.Asking(Plan.Draft draft) && draft.database()
                .orElse(new Plan.DatabaseChoice.Bundled()) instanceof Plan.DatabaseChoice.External chosen) {
            DatabaseFields fields = new DatabaseFields(chosen.host(), Integer.toString(chosen.port()),
                    chosen.database(), chosen.user(), "", chosen.sslMode(), "", false);
            return new View.Database(frame, EXISTING, new TypedDatabase("", fields, true, "", ""),
                    Optional.empty());
        }
        return new View.Database(frame, BUNDLED, TypedDatabase.NOTHING, Optional.empty());
    }

    private static View running(DatabaseCheck check) {
        return new View.Watching(Frame.of(Page.DATABASE).headed("Looking at the database"),
                List.of(check.place() + " is examined, which usually takes 2 seconds and 15 at most. This page moves on"
                        + " by itself."),
                Tick.running(check.findings()), Page.DATABASE.path() + LiveEvents.NAME + "?showing=" + CHECKING, WATCH);
    }

    private View failed(DatabaseCheck check) {
        Optional<Problem> problem = check.findings().stream().flatMap(finding -> finding.problem().stream())
                .reduce((_, last) -> last);
        return new View.Database(Frame.of(Page.DATABASE).with(TryAgain.told(problem)), EXISTING,
                typed.of(OWNER).orElse(TypedDatabase.NOTHING),
                Optional.of(Examined.of(check.place(), check.findings())));
    }

    private static View again(Form form, FormErrors errors, Optional<Problem> problem) {
        boolean text = !form.text("text").isEmpty();
        FormErrors placed = text ? errors.movedTo("text", WITH_TEXT) : errors.movedTo("host", FIELDS);
        return new View.Database(Frame.of(Page.DATABASE).with(placed).with(TryAgain.told(problem)), form.text("choice"),
                TypedDatabase.of(form), Optional.empty());
    }
}
