package org.mathesar.launcher.wizard;

import java.util.List;
import java.util.Optional;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.setup.FirstBoot;
import org.mathesar.launcher.setup.FirstBoot.DatabaseFields;
import org.mathesar.launcher.setup.FirstBoot.Message;
import org.mathesar.launcher.setup.FirstBoot.Outcome;
import org.mathesar.launcher.setup.Plan;
import org.mathesar.launcher.setup.SetupState;

/** Asks where Mathesar keeps its own data. What was typed comes back after an error, except passwords. */
record DatabaseScreen(FirstBoot firstBoot, Outcomes outcomes) implements Screen {
    private static final String BUNDLED = "bundled";
    private static final String EXISTING = "existing";
    private static final List<String> FIELDS = List.of("choice", "text", "host", "port", "database", "user",
            "password", "sslMode");

    @Override
    public Answer show(Visit visit) {
        Frame frame = Frame.of(Page.DATABASE);
        if (firstBoot.state() instanceof SetupState.Asking(Plan.Draft draft) && draft.database()
                .orElse(new Plan.DatabaseChoice.Bundled()) instanceof Plan.DatabaseChoice.External chosen) {
            DatabaseFields fields = new DatabaseFields(chosen.host(), Integer.toString(chosen.port()),
                    chosen.database(), chosen.user(), "", chosen.sslMode(), "", false);
            return Answer.show(new View.Database(frame, EXISTING, "", fields, true));
        }
        return Answer.show(new View.Database(frame, BUNDLED, "", DatabaseFields.EMPTY, false));
    }

    @Override
    public Answer submit(Visit visit, Form form) {
        return outcomes.answer(choose(form), (errors, problem) -> again(form, errors, problem));
    }

    private Outcome choose(Form form) {
        return switch (form.text("choice")) {
            case BUNDLED -> firstBoot.chooseBundledDatabase();
            case EXISTING -> firstBoot.chooseExternalDatabase(form.text("text"),
                    fields(form, form.exactly("password")));
            default -> new Outcome.Refused(List.of(new Message("choice", "Choose one of the two databases.")));
        };
    }

    private static View again(Form form, FormErrors errors, Optional<Problem> problem) {
        TypedConnection typed = new TypedConnection(form.text("text"));
        boolean dropped = !form.exactly("password").isEmpty() || typed.mayHoldPassword();
        FormErrors placed = typed.isEmpty()
                ? errors.movedTo("host", FIELDS)
                : errors.movedTo("text", List.of("choice", "text"));
        return new View.Database(Frame.of(Page.DATABASE).with(placed).with(problem), form.text("choice"),
                typed.withoutPassword(), fields(form, ""), dropped);
    }

    private static DatabaseFields fields(Form form, String password) {
        return new DatabaseFields(form.text("host"), form.text("port"), form.text("database"), form.text("user"),
                password, form.text("sslMode"), form.exactly("authority"), form.text("prepare").equals("yes"));
    }
}
