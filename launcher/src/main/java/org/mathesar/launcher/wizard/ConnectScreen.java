package org.mathesar.launcher.wizard;

import java.util.List;
import java.util.Optional;
import org.mathesar.launcher.concierge.Access;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.setup.Databases;
import org.mathesar.launcher.setup.Databases.Conversation;
import org.mathesar.launcher.setup.FirstBoot.Message;
import org.mathesar.launcher.setup.FirstBoot.Outcome;

/**
 * The way to one connection: the page is what the conversation is now. What goes on by itself is shown live, and what was
 * typed comes back, except passwords.
 */
record ConnectScreen(Databases databases, Outcomes outcomes, AnswerWriter writer, Latest<TypedDatabase> typed,
        Latest<RoleFields> typedRole)
        implements
            GuestScreen {
    private static final String HERE = Page.CONNECT.path();
    private static final String EXAMINING = "examining";
    private static final String WORKING = "working";
    private static final List<String> FIELDS = List.of("text", "host", "port", "database", "user", "password",
            "sslMode", "authority", "nickname", "access");
    private static final List<String> WITH_TEXT = List.of("text", "sslMode", "authority", "nickname", "access");
    private static final List<String> ROLE_FIELDS = List.of("role", "password", "users");

    ConnectScreen(Databases databases, Outcomes outcomes, AnswerWriter writer) {
        this(databases, outcomes, writer, new Latest<>(), new Latest<>());
    }

    @Override
    public Answer show(Guest guest) {
        return Answer.show(view(guest, lastRole(guest), FormErrors.NONE, Optional.empty()));
    }

    @Override
    public Answer submit(Guest guest, Form form) {
        return switch (form.text("action")) {
            case "examine" -> examine(guest, form);
            case "role" -> giveRole(guest, form);
            case "confirm" -> goOn(guest, databases.confirm(guest.session()));
            case "again" -> {
                typed.forget(guest.session());
                typedRole.forget(guest.session());
                yield goOn(guest, databases.startOver(guest.session()));
            }
            default -> goOn(guest,
                    new Outcome.Refused(List.of(new Message("", "Choose one of the buttons of this page."))));
        };
    }

    /** What an open page hears while something goes on; empty when the page should be asked for again. */
    Optional<String> parts(String session, String showing) {
        return switch (databases.conversation(session)) {
            case Conversation.Examining(_, var findings) when showing.equals(EXAMINING) ->
                Optional.of(writer.ticks(Tick.running(findings)));
            case Conversation.Working(_, var lines) when showing.equals(WORKING) ->
                Optional.of(writer.ticks(Tick.ofWork(lines)));
            case Conversation.Asking _,Conversation.Examining _,Conversation.Refused _,Conversation.Planned _,Conversation.Working _,Conversation.Failed _,Conversation.Done _ ->
                Optional.empty();
        };
    }

    private Answer examine(Guest guest, Form form) {
        TypedDatabase shown = TypedDatabase.of(form);
        Optional<Access> access = access(shown.access());
        Outcome outcome = access.isEmpty()
                ? new Outcome.Refused(List.of(new Message("access", "Choose one of the two ways.")))
                : databases.examine(guest.session(), form.text("text"), TypedDatabase.fields(form), shown.nickname(),
                        access.get());
        if (outcome instanceof Outcome.Accepted) {
            typed.keep(guest.session(), shown);
        }
        return outcomes.answer(outcome, Page.CONNECT, HERE, (errors, problem) -> {
            FormErrors placed = form.text("text").isEmpty()
                    ? errors.movedTo("host", FIELDS)
                    : errors.movedTo("text", WITH_TEXT);
            return asking(shown, placed, problem, Optional.empty());
        });
    }

    private Answer giveRole(Guest guest, Form form) {
        RoleFields fields = new RoleFields(form.text("role"), form.all("users"));
        Outcome outcome = databases.giveRole(guest.session(), fields.role(), form.exactly("password"),
                fields.users());
        if (outcome instanceof Outcome.Accepted) {
            typedRole.keep(guest.session(), new RoleFields("", fields.users()));
        }
        return outcomes.answer(outcome, Page.CONNECT, HERE + "#roles", (errors, problem) -> view(guest, fields,
                errors.movedTo("role", ROLE_FIELDS), problem));
    }

    private Answer goOn(Guest guest, Outcome outcome) {
        return outcomes.answer(outcome, Page.CONNECT, HERE,
                (errors, problem) -> view(guest, lastRole(guest), errors, problem));
    }

    private RoleFields lastRole(Guest guest) {
        return typedRole.of(guest.session()).orElse(RoleFields.NOTHING);
    }

    private View view(Guest guest, RoleFields fields, FormErrors errors, Optional<Problem> problem) {
        return switch (databases.conversation(guest.session())) {
            case Conversation.Asking() ->
                asking(typed.of(guest.session()).orElse(TypedDatabase.NOTHING), errors, problem, Optional.empty());
            case Conversation.Refused(var answer, var report) ->
                asking(typed.of(guest.session()).orElse(TypedDatabase.NOTHING), errors,
                        problem.or(report::problem), Optional.of(Examined.of(answer.place(), report.findings())));
            case Conversation.Examining(var answer, var findings) -> watching("Looking at the database",
                    answer.place() + " is examined, which usually takes 2 seconds and 15 at most. Nothing is changed"
                            + " there.",
                    Tick.running(findings), EXAMINING);
            case Conversation.Planned planned -> new AreaView.Planned(
                    frame("What will be connected", errors, problem), planned,
                    Examined.of(planned.answer().place(), planned.report().findings()), Roles.of(planned), fields);
            case Conversation.Working(var answer, var lines) -> watching("Connecting " + answer.place(),
                    "You can close this page; it goes on by itself.", Tick.ofWork(lines), WORKING);
            case Conversation.Failed(var answer, var lines) -> new AreaView.ConnectFailed(
                    frame("The database is not connected yet", errors, problem), answer, Tick.ofWork(lines));
            case Conversation.Done(var answer, var lines, var rows) -> new AreaView.Connected(
                    frame("Your database is connected", errors, problem), answer, Tick.ofWork(lines),
                    rows.stream().map(RowReport::of).toList());
        };
    }

    private static View asking(TypedDatabase shown, FormErrors errors, Optional<Problem> problem,
            Optional<Examined> examined) {
        return new AreaView.Connect(frame(Page.CONNECT.heading(), errors, problem), shown, examined);
    }

    private static View watching(String heading, String sentence, List<Tick> ticks, String showing) {
        return new View.Watching(Frame.notice(heading), List.of(sentence), ticks,
                HERE + LiveEvents.NAME + "?showing=" + showing, HERE);
    }

    private static Frame frame(String heading, FormErrors errors, Optional<Problem> problem) {
        return Frame.notice(heading).with(errors).with(TryAgain.told(problem));
    }

    private static Optional<Access> access(String text) {
        return switch (text) {
            case "full" -> Optional.of(Access.FULL);
            case "rows" -> Optional.of(Access.NO_STRUCTURE_CHANGES);
            default -> Optional.empty();
        };
    }
}
