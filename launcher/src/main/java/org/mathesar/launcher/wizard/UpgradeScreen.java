package org.mathesar.launcher.wizard;

import java.util.List;
import java.util.Optional;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.setup.Databases;
import org.mathesar.launcher.setup.Databases.Connected;
import org.mathesar.launcher.setup.FirstBoot.Outcome;

/** Brings Mathesar's SQL in a database up to this Mathesar. */
record UpgradeScreen(Databases databases, Outcomes outcomes) implements GuestScreen {
    private static final List<String> FIELDS = List.of("role", "password");

    @Override
    public Answer show(Guest guest) {
        return DatabasesScreen.find(databases, guest, guest.id())
                .map(database -> Answer.show(view(database, "", FormErrors.NONE, Optional.empty())))
                .orElseGet(AreaNotices::noSuchDatabase);
    }

    @Override
    public Answer submit(Guest guest, Form form) {
        return DatabasesScreen.find(databases, guest, Guest.id(form.text("id")))
                .map(database -> upgrade(guest, database, form)).orElseGet(AreaNotices::noSuchDatabase);
    }

    private Answer upgrade(Guest guest, Connected database, Form form) {
        String role = form.text("role");
        Outcome outcome = databases.upgrade(guest.session(), database.id(), role, form.exactly("password"));
        return outcomes.answer(outcome, Page.DATABASES, Page.DATABASES.path() + "#database-" + database.id(),
                (errors, problem) -> view(database, role, errors.movedTo("role", FIELDS), problem));
    }

    private static View view(Connected database, String role, FormErrors errors, Optional<Problem> problem) {
        return new AreaView.Upgrade(
                Frame.notice("Upgrade Mathesar’s schemas in " + database.title()).with(errors)
                        .with(TryAgain.told(problem)),
                database,
                role);
    }
}
