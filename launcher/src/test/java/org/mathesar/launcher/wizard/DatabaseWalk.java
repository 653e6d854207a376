package org.mathesar.launcher.wizard;

import java.util.List;
import java.util.Map;
import org.mathesar.launcher.concierge.Dependents;
import org.mathesar.launcher.setup.Databases.Conversation;
import org.mathesar.launcher.setup.Databases.Entry;
import org.mathesar.launcher.setup.FirstBoot.Message;
import org.mathesar.launcher.setup.FirstBoot.Outcome;

/** Walks through the pages about databases, their mistakes and their problems, and photographs every one. */
record DatabaseWalk(WizardServer server, Walker walker) {

    void strangers() {
        for (Entry entry : List.of(new Entry.NotSignedIn(), new Entry.NotAdministrator(), new Entry.NotRunning())) {
            server.databases.letIn(entry);
            walker.open("databases");
            walker.photograph("databases-" + entry.getClass().getSimpleName());
        }
        server.databases.letIn(new Entry.Administrator("ada"));
    }

    void all() {
        walker.open("databases");
        walker.photograph("databases-none");
        server.databases.have(DatabaseScenes.LIBRARY, DatabaseScenes.OLD);
        walker.open("databases");
        walker.photograph("databases-two");
        walker.open("upgrade?id=4");
        walker.photograph("databases-upgrade");
        server.databases.answer(new Outcome.Failed(DatabaseScenes.busy()));
        walker.fill("Password", "secret");
        walker.button("Upgrade").click();
        walker.photograph("databases-upgrade-failed");
    }

    void conversation() {
        for (Map.Entry<String, Conversation> scene : DatabaseScenes.all().entrySet()) {
            server.databases.be(scene.getValue());
            walker.open("connect");
            walker.photograph("connect-" + scene.getKey());
        }
        server.databases.be(new Conversation.Asking());
        walker.open("connect");
        walker.page().getByLabel("No structure changes").check();
        server.databases.answer(new Outcome.Refused(List.of(
                new Message("text", "The connection string lacks a host and a database name."),
                new Message("nickname", "Another database has this name already."))));
        walker.button("Look at the database").click();
        walker.photograph("connect-mistakes");
        server.databases.be(DatabaseScenes.plannedRows());
        walker.open("connect");
        server.databases.answer(new Outcome.Refused(List.of(new Message("role", "Type the name of the role."),
                new Message("password", "Type its password."))));
        walker.button("Check the role").click();
        walker.photograph("connect-role-mistakes");
    }

    void rows() {
        walker.open("rows?id=3");
        walker.photograph("rows-asking");
        walker.fill("Role name", "mathesar_editor");
        walker.fill("Password", "secret");
        server.databases.see(DatabaseScenes.rowSecurity());
        walker.button("Look").click();
        walker.photograph("rows-seen");
    }

    void remove() {
        walker.open("remove?id=3");
        walker.photograph("remove-asking");
        walker.fill("Role that owns Mathesar’s schemas", "librarian");
        walker.fill("Password", "secret");
        server.databases.see(DatabaseScenes.dependents());
        walker.button("Look what depends on it").click();
        walker.photograph("remove-dependents");
        server.databases.see(new Dependents(List.of()));
        walker.fill("Password", "secret");
        walker.button("Look again").click();
        walker.photograph("remove-free");
        walker.fill("Password, once more", "secret");
        walker.button("Remove Mathesar from library").click();
        walker.photograph("remove-unconfirmed");
        walker.fill("Type library to confirm", "library");
        walker.fill("Password, once more", "secret");
        server.databases.answer(new Outcome.Accepted());
        walker.button("Remove Mathesar from library").click();
        walker.sees("Mathesar is gone from the database");
        walker.photograph("remove-done");
    }
}
