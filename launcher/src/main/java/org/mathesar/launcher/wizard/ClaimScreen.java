package org.mathesar.launcher.wizard;

import io.undertow.util.StatusCodes;
import java.time.Duration;
import java.util.List;
import org.mathesar.launcher.claim.ClaimGate;
import org.mathesar.launcher.setup.FirstBoot;
import org.mathesar.launcher.setup.FirstBoot.Outcome;

/** Asks for the setup code and makes this browser the owner's. */
record ClaimScreen(FirstBoot firstBoot, ClaimGate gate, Whereabouts whereabouts) implements Screen {

    @Override
    public Answer show(Visit visit) {
        return Answer.show(view(visit, visit.code().orElse(""), FormErrors.NONE));
    }

    @Override
    public Answer submit(Visit visit, Form form) {
        String code = form.text("code");
        if (visit.owner()) {
            return enter();
        }
        if (code.isEmpty()) {
            return again(StatusCodes.UNPROCESSABLE_ENTITY, visit, code, "Enter the setup code.");
        }
        return switch (gate.claim(code, visit.peer())) {
            case ClaimGate.Attempt.Granted(String token) -> enter().with(OwnerCookie.holding(token));
            case ClaimGate.Attempt.WrongCode() -> again(StatusCodes.UNPROCESSABLE_ENTITY, visit, code,
                    "This is not the setup code of this server. Compare it with the log; a newer code replaces an"
                            + " older one.");
            case ClaimGate.Attempt.AlreadyClaimed() -> again(StatusCodes.CONFLICT, visit, code,
                    "This code has been used already. Run “mathesar-launcher code” on the server for a new one.");
            case ClaimGate.Attempt.Throttled(Duration retryAfter) -> again(StatusCodes.TOO_MANY_REQUESTS, visit, code,
                    "Too many attempts. Try again in " + Wait.words(retryAfter) + ".")
                    .with("Retry-After", Long.toString(Wait.seconds(retryAfter)));
        };
    }

    /** After a crash the claim may be stored and the state not, so both orders must lead on. */
    private Answer enter() {
        return switch (firstBoot.claimed()) {
            case Outcome.Accepted(),Outcome.Stale(),Outcome.Refused(List<FirstBoot.Message> _) ->
                Answer.moveOn(whereabouts.page());
            case Outcome.Failed(var problem) -> Notices.failed(StatusCodes.SERVICE_UNAVAILABLE, problem);
        };
    }

    private Answer again(int status, Visit visit, String code, String message) {
        return Answer.show(status, view(visit, code, FormErrors.on("code", message)));
    }

    private View view(Visit visit, String code, FormErrors errors) {
        boolean claimed = gate.isClaimed();
        Frame frame = Frame.of(Page.CLAIM).with(errors);
        boolean strange = claimed && !visit.owner();
        return new View.Claim(strange ? frame.headed("This server is already claimed") : frame, claimed,
                visit.owner(), code);
    }
}
