package org.mathesar.launcher.setup;

import java.util.List;
import java.util.Optional;
import org.mathesar.launcher.concierge.Access;
import org.mathesar.launcher.concierge.Dependents;
import org.mathesar.launcher.concierge.RowSecurity;
import org.mathesar.launcher.setup.FirstBoot.DatabaseFields;
import org.mathesar.launcher.setup.FirstBoot.Outcome;

/** Nobody may come in; stands where the databases that people work in will be looked after. */
public record AbsentDatabases() implements Databases {

    @Override
    public Entry entry(Optional<String> session) {
        return new Entry.NotRunning();
    }

    @Override
    public List<Connected> connected(String session) {
        return List.of();
    }

    @Override
    public Conversation conversation(String session) {
        return new Conversation.Asking();
    }

    @Override
    public Outcome examine(String session, String text, DatabaseFields fields, String nickname, Access access) {
        return new Outcome.Stale();
    }

    @Override
    public Outcome giveRole(String session, String role, String password, List<String> users) {
        return new Outcome.Stale();
    }

    @Override
    public Outcome confirm(String session) {
        return new Outcome.Stale();
    }

    @Override
    public Outcome startOver(String session) {
        return new Outcome.Stale();
    }

    @Override
    public Outcome upgrade(String session, long database, String role, String password) {
        return new Outcome.Stale();
    }

    @Override
    public Looked<RowSecurity> rowSecurity(String session, long database, String role, String password) {
        return new Looked.Not<>(new Outcome.Stale());
    }

    @Override
    public Looked<Dependents> dependents(String session, long database, String role, String password) {
        return new Looked.Not<>(new Outcome.Stale());
    }

    @Override
    public Outcome remove(String session, long database, String role, String password) {
        return new Outcome.Stale();
    }
}
