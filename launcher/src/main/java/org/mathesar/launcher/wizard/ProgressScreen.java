package org.mathesar.launcher.wizard;

import java.util.List;
import java.util.Optional;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.setup.FirstBoot;
import org.mathesar.launcher.setup.FirstBoot.Message;
import org.mathesar.launcher.setup.FirstBoot.Outcome;
import org.mathesar.launcher.setup.SetupState;

/** Shows the installation; where it is blocked, asks whether to try again or to change the answers. */
record ProgressScreen(FirstBoot firstBoot, Outcomes outcomes, AnswerWriter writer) implements LiveScreen {
    private static final int SOON = 3;
    private static final int LATER = 15;

    @Override
    public Answer show(Visit visit) {
        return Answer.show(view(FormErrors.NONE, Optional.empty()));
    }

    @Override
    public Answer submit(Visit visit, Form form) {
        Outcome outcome = switch (form.text("action")) {
            case "retry" -> firstBoot.retry();
            case "revise" -> firstBoot.revise();
            default -> new Outcome.Refused(List.of(new Message("", "Choose one of the buttons.")));
        };
        return outcomes.answer(outcome, this::view);
    }

    @Override
    public Optional<String> parts(Visit visit, String showing) {
        SetupState state = firstBoot.state();
        boolean fits = outcomes.whereabouts().page(state) == Page.PROGRESS && showing(state).equals(showing);
        return fits ? Optional.of(writer.steps(steps())) : Optional.empty();
    }

    @Override
    public String elsewhere() {
        return outcomes.whereabouts().page().path();
    }

    /** What the page shows in this state; an open page asks for another when it changes. */
    private static String showing(SetupState state) {
        return state instanceof SetupState.Blocked ? "blocked" : "installing";
    }

    private View view(FormErrors errors, Optional<Problem> problem) {
        SetupState state = firstBoot.state();
        List<StepLine> steps = steps();
        Frame frame = Frame.of(Page.PROGRESS).with(errors).with(problem);
        if (state instanceof SetupState.Blocked(_, _, Problem blocking)) {
            int refresh = blocking instanceof Problem.Passing ? LATER : 0;
            Frame stopped = frame.headed("The installation has stopped").with(problem.or(() -> Optional.of(blocking)));
            return new View.Installation(stopped, steps, showing(state), refresh);
        }
        return new View.Installation(frame, steps, showing(state), SOON);
    }

    private List<StepLine> steps() {
        return firstBoot.progress().steps().stream().map(StepLine::of).toList();
    }
}
