package org.mathesar.launcher.wizard;

import io.undertow.util.StatusCodes;
import java.util.List;
import java.util.Optional;
import org.mathesar.launcher.problem.Problem;

/** The pages that say why a request was not followed. */
final class Notices {
    private static final View.Link START = new View.Link("Open the setup page", Page.ROOT);

    private Notices() {}

    static Answer stale(Page current) {
        return notice(StatusCodes.CONFLICT, "This was already done",
                new View.Link("Go to “" + current.heading() + "”", current.path()),
                "The form was sent twice, or another tab has gone on in the meantime. Nothing was done twice.",
                "Here is where you are now:");
    }

    static Answer notOwner() {
        return notice(StatusCodes.FORBIDDEN, "This browser does not own the setup",
                new View.Link("Go to the claim page", Page.CLAIM.path()),
                "Either your session has ended, or the server was claimed from another browser. Nothing was changed"
                        + " and nothing is lost: the answers given so far are kept on the server.",
                "Run “mathesar-launcher code” on the server, open the link that it prints, and go on where you were.");
    }

    static Answer settingItselfUp() {
        return notice(StatusCodes.SERVICE_UNAVAILABLE, "This server is setting itself up",
                new View.Link("Look again", "/"),
                "It was given all answers in its settings, so there is nothing to fill in. It usually takes a minute or"
                        + " two; what it is doing stands in its log.",
                "If it stays like this, run “mathesar-launcher status” on the server, or “mathesar-launcher code” to go"
                        + " on in the browser.")
                .with("Retry-After", "10");
    }

    static Answer foreignForm() {
        return notice(StatusCodes.FORBIDDEN, "This form came from somewhere else", START,
                "For your safety, only forms sent from this server’s own pages are accepted. Nothing was changed.",
                "Open the setup page again under the address that you see in the log, and repeat the step.");
    }

    static Answer notAForm() {
        return notice(StatusCodes.UNSUPPORTED_MEDIA_TYPE, "This is not a form of ours", START,
                "Only the forms of these pages are accepted here. Nothing was changed.");
    }

    /** @param largest in KiB */
    static Answer tooLarge(int largest) {
        return notice(StatusCodes.REQUEST_ENTITY_TOO_LARGE, "That was too much text", START,
                "This form may hold at most " + largest + " KiB. Nothing was changed.",
                "Go back, shorten the answer and try again.");
    }

    static Answer broken() {
        return notice(StatusCodes.BAD_REQUEST, "The form did not arrive whole", START,
                "It could not be read. Nothing was changed.", "Go back and send it again.");
    }

    static Answer notFound() {
        return notice(StatusCodes.NOT_FOUND, "There is no such page", START,
                "The address may be misspelt. The setup page knows where you are.");
    }

    static Answer wrongMethod(String allowed) {
        return notice(StatusCodes.METHOD_NOT_ALLOWED, "That cannot be done here", START,
                "This page answers only to: " + allowed + ".").with("Allow", allowed);
    }

    static Answer failed(int status, Problem problem) {
        Frame frame = Frame.notice("That did not work").with(Optional.of(problem));
        return Answer.show(status, new View.Notice(frame, List.of("Nothing is lost: what you answered before is kept."),
                Optional.of(START)));
    }

    private static Answer notice(int status, String heading, View.Link link, String... sentences) {
        return Answer.show(status,
                new View.Notice(Frame.notice(heading), List.of(sentences), Optional.of(link)));
    }
}
