package org.mathesar.launcher.wizard;

import java.util.List;

/** What the form of a working role holds; never the password. */
public record RoleFields(String role, List<String> users) {
    static final RoleFields NOTHING = new RoleFields("", List.of());

    public RoleFields {
        users = List.copyOf(users);
    }
}
