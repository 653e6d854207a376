package org.mathesar.launcher.wizard;

import java.util.List;
import java.util.Optional;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.setup.FirstBoot;
import org.mathesar.launcher.setup.FirstBoot.Message;
import org.mathesar.launcher.setup.FirstBoot.Outcome;
import org.mathesar.launcher.setup.Plan;

/** Explains the certificate and asks how people will reach this server. */
record AddressScreen(FirstBoot firstBoot, Outcomes outcomes) implements Screen {

    @Override
    public Answer show(Visit visit) {
        return Answer.show(view(visit, FormErrors.NONE, Optional.empty()));
    }

    @Override
    public Answer submit(Visit visit, Form form) {
        Outcome outcome = switch (form.text("choice")) {
            case "self-signed" -> firstBoot.chooseAddress(new Plan.Address.SelfSigned());
            default -> new Outcome.Refused(List.of(new Message("", "Choose one of the ways below.")));
        };
        return outcomes.answer(outcome, (errors, problem) -> view(visit, errors, problem));
    }

    private static View view(Visit visit, FormErrors errors, Optional<Problem> problem) {
        return new View.Address(Frame.of(Page.ADDRESS).with(errors).with(problem), visit.address());
    }
}
