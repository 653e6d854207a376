package org.mathesar.launcher.concierge;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.mathesar.launcher.mathesar.MathesarRpc;
import org.mathesar.launcher.mathesar.MathesarRpc.ConfiguredRole;
import org.mathesar.launcher.mathesar.MathesarRpc.ConnectedDatabase;
import org.mathesar.launcher.mathesar.MathesarRpc.Server;

/** Lets Mathesar forget the password of a role that only installed its schemas. */
final class InstallerRemoval {
    private final MathesarRpc rpc;
    private final InstallerNotes notes;

    InstallerRemoval(MathesarRpc rpc, InstallerNotes notes) {
        this.rpc = rpc;
        this.notes = notes;
    }

    /** How it ended. */
    sealed interface Forgotten {
        /** @param wasStored whether there was anything to forget */
        record Gone(boolean wasStored) implements Forgotten {}

        /** It has to stay; the sentence says why and how to remove it. */
        record Kept(String sentence) implements Forgotten {}
    }

    /** Forgets it, unless people work as this role in another database of the same server; then nothing is open. */
    Forgotten forget(InstallerNotes.Note note) {
        Forgotten forgotten = forgetSoFar(note);
        notes.delete(note);
        return forgotten;
    }

    /** The same while Mathesar may still be about to store it: the note stays until it was seen and forgotten. */
    Forgotten forgetSoFar(InstallerNotes.Note note) {
        Optional<Server> server = ServerNames.find(rpc.servers(), note.host(), note.port());
        List<ConnectedDatabase> databases = server.stream().flatMap(found -> rpc.databases().stream()
                .filter(database -> database.serverId() == found.id())).toList();
        Optional<ConfiguredRole> role = databases.stream().findFirst().stream()
                .flatMap(database -> rpc.roles(database.id(), database.serverId()).stream())
                .filter(one -> one.name().equals(note.role())).findFirst();
        if (role.isPresent()) {
            Optional<ConnectedDatabase> user = usedElsewhere(role.get(), databases, note.database());
            if (user.isPresent()) {
                notes.delete(note);
                return new Forgotten.Kept("Mathesar still stores the password of the role " + note.role()
                        + ", because people work as this role in the database " + user.get().name()
                        + " on the same server. Give them another role there, then delete " + note.role()
                        + " under Settings, Role Configuration of that database.");
            }
            rpc.deleteRole(role.get().id());
        }
        if (role.isPresent()) {
            notes.delete(note);
        }
        return new Forgotten.Gone(role.isPresent());
    }

    /** Mathesar forgets whoever works as a role together with it, in every database of the server. */
    private Optional<ConnectedDatabase> usedElsewhere(ConfiguredRole role, List<ConnectedDatabase> databases,
            String own) {
        Stream<ConnectedDatabase> others = databases.stream().filter(database -> !database.name().equals(own));
        return others.filter(database -> rpc.collaborators(database.id()).stream()
                .anyMatch(one -> one.configuredRoleId() == role.id())).findFirst();
    }

    /** What to tell when it could not even be tried. */
    static String stillStored(InstallerNotes.Note note) {
        return "Mathesar may still store the password of the role " + note.role() + " for " + note.database() + " on "
                + note.host() + ":" + note.port() + ". The launcher removes it at its next start, or delete the role in"
                + " Mathesar under Settings, Role Configuration of that database.";
    }
}
