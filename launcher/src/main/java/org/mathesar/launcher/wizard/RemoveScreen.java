package org.mathesar.launcher.wizard;

import java.util.List;
import java.util.Optional;
import org.mathesar.launcher.concierge.Dependents;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.setup.Databases;
import org.mathesar.launcher.setup.Databases.Connected;
import org.mathesar.launcher.setup.Databases.Looked;
import org.mathesar.launcher.setup.FirstBoot.Message;
import org.mathesar.launcher.setup.FirstBoot.Outcome;

/**
 * Removes Mathesar from a database in two steps: first a look at what would be lost, then the removal, confirmed by the
 * database's name. Each step asks for the password, for it is kept nowhere in between.
 */
record RemoveScreen(Databases databases, Outcomes outcomes) implements GuestScreen {
    private static final List<String> FIELDS = List.of("role", "password", "name");

    @Override
    public Answer show(Guest guest) {
        if (guest.done()) {
            return AreaNotices.removed();
        }
        return DatabasesScreen.find(databases, guest, guest.id()).map(
                database -> Answer.show(view(database, "", Optional.empty(), FormErrors.NONE, Optional.empty())))
                .orElseGet(AreaNotices::noSuchDatabase);
    }

    @Override
    public Answer submit(Guest guest, Form form) {
        return DatabasesScreen.find(databases, guest, Guest.id(form.text("id")))
                .map(database -> form.text("action").equals("remove")
                        ? remove(guest, database, form)
                        : look(guest, database, form))
                .orElseGet(AreaNotices::noSuchDatabase);
    }

    private Answer look(Guest guest, Connected database, Form form) {
        String role = form.text("role");
        Looked<Dependents> looked = databases.dependents(guest.session(), database.id(), role,
                form.exactly("password"));
        return switch (looked) {
            case Looked.Seen<Dependents>(Dependents found) ->
                Answer.show(view(database, role, Optional.of(found), FormErrors.NONE, Optional.empty()));
            case Looked.Not<Dependents>(var why) -> outcomes.answer(why, Page.DATABASES, Page.DATABASES.path(),
                    (errors, problem) -> view(database, role, Optional.empty(), errors.movedTo("role", FIELDS),
                            problem));
        };
    }

    private Answer remove(Guest guest, Connected database, Form form) {
        String role = form.text("role");
        Outcome outcome = form.text("name").equals(name(database))
                ? databases.remove(guest.session(), database.id(), role, form.exactly("password"))
                : new Outcome.Refused(List.of(new Message("name",
                        "Type the name of the database, " + name(database) + ", to confirm.")));
        Dependents none = new Dependents(List.of());
        return outcomes.answer(outcome, Page.DATABASES, Page.REMOVE.path() + "?done=1",
                (errors, problem) -> view(database, role, problem.isPresent() ? Optional.empty() : Optional.of(none),
                        errors.movedTo("role", FIELDS), problem));
    }

    /** The name of the database alone, which is what has to be typed. */
    static String name(Connected database) {
        int end = database.place().lastIndexOf(" on ");
        return end > 0 ? database.place().substring(0, end) : database.title();
    }

    private static View view(Connected database, String role, Optional<Dependents> dependents, FormErrors errors,
            Optional<Problem> problem) {
        return new AreaView.Remove(
                Frame.notice("Remove Mathesar from " + database.title()).with(errors).with(TryAgain.told(problem)),
                database,
                name(database), role, dependents);
    }
}
