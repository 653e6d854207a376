package org.mathesar.launcher.wizard;

import io.undertow.util.StatusCodes;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.setup.FirstBoot.Message;
import org.mathesar.launcher.setup.FirstBoot.Outcome;

/** What the person sees after first boot has dealt with a form. */
record Outcomes(Whereabouts whereabouts) {

    /** @param again the same form once more, with what is wrong */
    Answer answer(Outcome outcome, BiFunction<FormErrors, Optional<Problem>, View> again) {
        Page current = whereabouts.page();
        return answer(outcome, current, current.path(), again);
    }

    /**
     * @param current the page that follows where the form came too late
     * @param next where to go when it was in time
     */
    Answer answer(Outcome outcome, Page current, String next,
            BiFunction<FormErrors, Optional<Problem>, View> again) {
        return switch (outcome) {
            case Outcome.Accepted() -> Answer.moveOn(next);
            case Outcome.Stale() -> Notices.stale(current);
            case Outcome.Refused(List<Message> messages) -> Answer.show(StatusCodes.UNPROCESSABLE_ENTITY,
                    again.apply(new FormErrors(messages), Optional.empty()));
            case Outcome.Failed(Problem problem) -> Answer.show(StatusCodes.UNPROCESSABLE_ENTITY,
                    again.apply(FormErrors.NONE, Optional.of(problem)));
        };
    }
}
