package org.mathesar.launcher.wizard;

import java.util.List;
import java.util.Optional;
import org.mathesar.launcher.concierge.RowSecurity;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.setup.Databases;
import org.mathesar.launcher.setup.Databases.Connected;
import org.mathesar.launcher.setup.Databases.Looked;

/** Tells of which tables a role sees all rows. */
record RowsScreen(Databases databases, Outcomes outcomes) implements GuestScreen {
    private static final List<String> FIELDS = List.of("role", "password");

    @Override
    public Answer show(Guest guest) {
        return DatabasesScreen.find(databases, guest, guest.id()).map(
                database -> Answer.show(view(database, "", Optional.empty(), FormErrors.NONE, Optional.empty())))
                .orElseGet(AreaNotices::noSuchDatabase);
    }

    @Override
    public Answer submit(Guest guest, Form form) {
        return DatabasesScreen.find(databases, guest, Guest.id(form.text("id")))
                .map(database -> look(guest, database, form)).orElseGet(AreaNotices::noSuchDatabase);
    }

    private Answer look(Guest guest, Connected database, Form form) {
        String role = form.text("role");
        Looked<RowSecurity> looked = databases.rowSecurity(guest.session(), database.id(), role,
                form.exactly("password"));
        return switch (looked) {
            case Looked.Seen<RowSecurity>(RowSecurity rows) -> Answer
                    .show(view(database, role, Optional.of(RowReport.of(rows)), FormErrors.NONE, Optional.empty()));
            case Looked.Not<RowSecurity>(var why) -> outcomes.answer(why, Page.DATABASES, Page.DATABASES.path(),
                    (errors, problem) -> view(database, role, Optional.empty(), errors.movedTo("role", FIELDS),
                            problem));
        };
    }

    private static View view(Connected database, String role, Optional<RowReport> report, FormErrors errors,
            Optional<Problem> problem) {
        return new AreaView.Rows(
                Frame.notice("Who sees which rows of " + database.title()).with(errors).with(TryAgain.told(problem)),
                database, role, report);
    }
}
