package org.mathesar.launcher.concierge;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.mathesar.launcher.storage.Secret;

/**
 * What the environment declares beyond the first start: databases that people work in, and who they are. Nothing is ever
 * taken away because it is no longer declared.
 */
public record Declaration(List<WantedConnection> connections, List<NewUser> users) {
    public static final Declaration NONE = new Declaration(List.of(), List.of());

    public Declaration {
        connections = List.copyOf(connections);
        users = List.copyOf(users);
    }

    public boolean isEmpty() {
        return connections.isEmpty() && users.isEmpty();
    }

    /**
     * A user of Mathesar who is added when there is none of this name, and left alone when there is.
     *
     * @param password to begin with; Mathesar asks for another at the first login
     */
    public record NewUser(String username, Secret password, Optional<String> fullName, Optional<String> email) {
        public NewUser {
            Objects.requireNonNull(username);
            Objects.requireNonNull(password);
            Objects.requireNonNull(fullName);
            Objects.requireNonNull(email);
        }
    }
}
