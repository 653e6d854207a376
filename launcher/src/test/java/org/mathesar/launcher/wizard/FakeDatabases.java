package org.mathesar.launcher.wizard;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mathesar.launcher.concierge.Access;
import org.mathesar.launcher.concierge.Dependents;
import org.mathesar.launcher.concierge.RowSecurity;
import org.mathesar.launcher.setup.Databases;
import org.mathesar.launcher.setup.FirstBoot.DatabaseFields;
import org.mathesar.launcher.setup.FirstBoot.Outcome;

/** Databases without a server: tests set what there is and read what was asked. */
final class FakeDatabases implements Databases {
    /** The session that Mathesar knows as an administrator's. */
    static final String SESSION = "a0dm1n1strat0r";
    static final String PLACE = "library on db.example.org:5432";

    private final List<String> calls = new ArrayList<>();
    private List<Connected> connected = List.of();
    private Optional<Entry> entry = Optional.empty();
    private Conversation conversation = new Conversation.Asking();
    private Outcome answer = new Outcome.Accepted();
    private Optional<RowSecurity> rows = Optional.empty();
    private Optional<Dependents> dependents = Optional.empty();

    synchronized void be(Conversation now) {
        conversation = now;
    }

    synchronized void have(Connected... databases) {
        connected = List.of(databases);
    }

    /** Whoever comes, this is who they are. */
    synchronized void letIn(Entry who) {
        entry = Optional.of(who);
    }

    /** What every request ends with from now on. */
    synchronized void answer(Outcome outcome) {
        answer = outcome;
        rows = Optional.empty();
        dependents = Optional.empty();
    }

    synchronized void see(RowSecurity what) {
        rows = Optional.of(what);
    }

    synchronized void see(Dependents what) {
        dependents = Optional.of(what);
    }

    synchronized List<String> calls() {
        return List.copyOf(calls);
    }

    @Override
    public synchronized Entry entry(Optional<String> session) {
        return entry.orElseGet(() -> session.filter(SESSION::equals).isPresent()
                ? new Entry.Administrator("ada")
                : new Entry.NotSignedIn());
    }

    @Override
    public synchronized List<Connected> connected(String session) {
        return connected;
    }

    @Override
    public synchronized Conversation conversation(String session) {
        return conversation;
    }

    @Override
    public Outcome examine(String session, String text, DatabaseFields fields, String nickname, Access access) {
        return asked("examine", text, fields.toString(), fields.user(), fields.password(), fields.sslMode(),
                fields.authority(), nickname, access.name());
    }

    @Override
    public Outcome giveRole(String session, String role, String password, List<String> users) {
        return asked("role", role, password, String.join("+", users));
    }

    @Override
    public Outcome confirm(String session) {
        return asked("confirm");
    }

    @Override
    public Outcome startOver(String session) {
        return asked("start over");
    }

    @Override
    public Outcome upgrade(String session, long database, String role, String password) {
        return asked("upgrade", Long.toString(database), role, password);
    }

    @Override
    public synchronized Looked<RowSecurity> rowSecurity(String session, long database, String role, String password) {
        asked("rows", Long.toString(database), role, password);
        return rows.<Looked<RowSecurity>>map(Looked.Seen::new).orElseGet(() -> new Looked.Not<>(answer));
    }

    @Override
    public synchronized Looked<Dependents> dependents(String session, long database, String role, String password) {
        asked("dependents", Long.toString(database), role, password);
        return dependents.<Looked<Dependents>>map(Looked.Seen::new).orElseGet(() -> new Looked.Not<>(answer));
    }

    @Override
    public Outcome remove(String session, long database, String role, String password) {
        return asked("remove", Long.toString(database), role, password);
    }

    private synchronized Outcome asked(String... words) {
        calls.add(String.join(" | ", words));
        return answer;
    }
}
