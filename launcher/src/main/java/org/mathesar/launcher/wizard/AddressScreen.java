package org.mathesar.launcher.wizard;

import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.setup.Addresses;
import org.mathesar.launcher.setup.Addresses.Snapshot;
import org.mathesar.launcher.setup.FirstBoot;
import org.mathesar.launcher.setup.FirstBoot.Message;
import org.mathesar.launcher.setup.FirstBoot.Outcome;
import org.mathesar.launcher.setup.Plan;
import org.mathesar.launcher.setup.SetupState;

/**
 * Shows how people reach this server and takes a domain or a certificate, during set-up and after it. Nothing here waits:
 * whoever goes on, goes on with what is served.
 */
record AddressScreen(FirstBoot firstBoot, Addresses addresses, Outcomes outcomes, AnswerWriter writer)
        implements
            LiveScreen {
    private static final String HERE = Page.ADDRESS.path();

    @Override
    public Answer show(Visit visit) {
        Snapshot now = addresses.now();
        return Answer.show(view(visit, now, AddressFields.of(now), FormErrors.NONE, Optional.empty()));
    }

    @Override
    public Answer submit(Visit visit, Form form) {
        return switch (form.text("choice")) {
            case "continue" -> outcomes.answer(goOn(form.text("domain")), again(visit, form));
            case "domain" -> stay(visit, form, "#name", addresses.wantDomain(form.text("domain")));
            case "vouch" -> stay(visit, form, "#name", addresses.vouchForDomain());
            case "check" -> stay(visit, form, "#name", addresses.checkAgain());
            case "forget-domain" -> stay(visit, form, "#name", addresses.forgetDomain());
            case "public-address" -> stay(visit, form, "", addresses.givePublicAddress(form.text("public-address")));
            case "certificate" -> stay(visit, form, "",
                    addresses.giveCertificate(form.text("certificate"), form.text("key")));
            case "forget-certificate" -> stay(visit, form, "", addresses.forgetCertificate());
            default -> stay(visit, form, "",
                    new Outcome.Refused(List.of(new Message("", "Choose one of the buttons below."))));
        };
    }

    /** A name that was typed and not sent is meant all the same. */
    private Outcome goOn(String domain) {
        boolean forgotten = !domain.isEmpty() && !domain.equals(AddressFields.of(addresses.now()).domain());
        Outcome named = forgotten ? addresses.wantDomain(domain) : new Outcome.Accepted();
        return named instanceof Outcome.Accepted ? firstBoot.chooseAddress(new Plan.Address.AsReached()) : named;
    }

    @Override
    public Optional<String> parts(Visit visit, String showing) {
        return Optional.of(writer.standing(standing(visit, addresses.now())));
    }

    @Override
    public String elsewhere() {
        return outcomes.whereabouts().page().path();
    }

    private Answer stay(Visit visit, Form form, String part, Outcome outcome) {
        return outcomes.answer(outcome, Page.ADDRESS, HERE + part, again(visit, form));
    }

    private BiFunction<FormErrors, Optional<Problem>, View> again(Visit visit, Form form) {
        return (errors, problem) -> {
            Snapshot now = addresses.now();
            return view(visit, now, AddressFields.of(now).typed(form), errors, problem);
        };
    }

    private View view(Visit visit, Snapshot now, AddressFields fields, FormErrors errors, Optional<Problem> problem) {
        SetupState state = firstBoot.state();
        boolean asking = state instanceof SetupState.Asking;
        Frame frame = asking ? Frame.of(Page.ADDRESS) : Frame.notice(Page.ADDRESS.heading());
        return new View.Address(frame.with(errors).with(problem), visit.address(), now, standing(visit, now), fields,
                visit.watching(), next(state));
    }

    private Standing standing(Visit visit, Snapshot now) {
        return Standing.of(now, visit.address(), !(firstBoot.state() instanceof SetupState.Ready));
    }

    private static Optional<View.Link> next(SetupState state) {
        return switch (state) {
            case SetupState.Asking _ -> Optional.empty();
            case SetupState.Ready _ -> Optional.of(new View.Link("Back to Mathesar", "/"));
            case SetupState.Unclaimed _,SetupState.Installing _,SetupState.Blocked _,SetupState.NeedsOwner _ ->
                Optional.of(new View.Link("Back to the installation", Page.ROOT));
        };
    }
}
