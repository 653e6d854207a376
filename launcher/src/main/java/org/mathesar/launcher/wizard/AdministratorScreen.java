package org.mathesar.launcher.wizard;

import java.util.Optional;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.setup.Administrator;
import org.mathesar.launcher.setup.Administrator.Consents;
import org.mathesar.launcher.setup.FirstBoot;
import org.mathesar.launcher.setup.FirstBoot.Outcome;
import org.mathesar.launcher.setup.SetupState;

/** Asks for Mathesar's first user, before the installation or, if it was lost or refused, after it. */
record AdministratorScreen(FirstBoot firstBoot, Outcomes outcomes) implements Screen {
    private static final String LOST = "Mathesar is installed and has no administrator yet. Passwords are never stored"
            + " here, so after a restart of the server they have to be typed again.";
    private static final String REFUSED = "Mathesar is installed, but it did not accept the administrator that was"
            + " given. Please mend what is marked below.";

    @Override
    public Answer show(Visit visit) {
        FormErrors refused = firstBoot.administratorRefused().map(Outcome.Refused::messages).map(FormErrors::new)
                .orElse(FormErrors.NONE);
        return Answer.show(view("", Consents.NONE, refused, Optional.empty()));
    }

    @Override
    public Answer submit(Visit visit, Form form) {
        String username = form.text("username");
        Consents consents = firstBoot.hasWayOut()
                ? new Consents(form.isTicked("confirmInstallation"), form.isTicked("shareUsage"))
                : Consents.NONE;
        Administrator administrator = new Administrator(username, form.exactly("password"), visit.language(),
                consents);
        Outcome outcome = firstBoot.giveAdministrator(administrator, form.exactly("repeated"));
        return outcomes.answer(outcome, (errors, problem) -> view(username, consents, errors, problem));
    }

    private View view(String username, Consents consents, FormErrors errors, Optional<Problem> problem) {
        boolean again = firstBoot.state() instanceof SetupState.NeedsOwner;
        String reason = errors.isEmpty() && problem.isEmpty() ? LOST : REFUSED;
        return new View.Administrator(Frame.of(Page.ADMINISTRATOR).with(errors).with(problem), again ? reason : "",
                username, consents.confirmInstallation(), consents.shareUsage(), firstBoot.hasWayOut(), !again);
    }
}
