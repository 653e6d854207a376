package org.mathesar.launcher.wizard;

import java.util.List;

/**
 * What the form of a working role holds; never the password.
 *
 * @param typed whether anything was typed yet, so that proposals are not taken for answers
 */
public record RoleFields(String role, List<String> users, boolean typed) {
    static final RoleFields NOTHING = new RoleFields("", List.of(), false);

    public RoleFields {
        users = List.copyOf(users);
    }
}
