package org.mathesar.launcher.concierge;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.mathesar.launcher.database.Database;
import org.mathesar.launcher.storage.Secret;

/**
 * A database that is to be connected, as the owner wants it; declared in a file or answered in the browser.
 *
 * @param installer where it is, and the role that installs Mathesar's schemas; with {@link Access#FULL} people work with
 *        it too
 * @param nickname its name in Mathesar
 * @param roles whom people work as, with {@link Access#NO_STRUCTURE_CHANGES}; the first is the administrator's
 * @param collaborators which of Mathesar's users work as which role
 */
public record WantedConnection(Database.External installer, Optional<String> nickname, Access access,
        List<WorkingRole> roles,
        List<Collaborator> collaborators) {

    /** A role that people work as; its password is stored in Mathesar, encrypted. */
    public record WorkingRole(String name, Secret password) {}

    /** @param user a username in Mathesar */
    public record Collaborator(String user, String role) {}

    public WantedConnection {
        Objects.requireNonNull(installer);
        Objects.requireNonNull(nickname);
        Objects.requireNonNull(access);
        roles = List.copyOf(roles);
        collaborators = List.copyOf(collaborators);
    }

    /** The same place, entered as another role. */
    public Database.External as(WorkingRole role) {
        return new Database.External(installer.host(), installer.port(), installer.name(), role.name(),
                role.password(), installer.sslMode(), installer.authority());
    }
}
