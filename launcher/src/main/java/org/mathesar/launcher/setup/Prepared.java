package org.mathesar.launcher.setup;

import java.sql.SQLException;
import org.mathesar.launcher.concierge.RoleSql;
import org.mathesar.launcher.database.Database;
import org.mathesar.launcher.database.HostWords;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.problem.ProblemException;
import org.mathesar.launcher.setup.Databases.Preparation;
import org.mathesar.launcher.storage.Secret;

/**
 * The SQL that makes the roles, and the password that it gives the one people work as: whoever ran it unchanged need not
 * type that.
 */
record Prepared(Preparation shown, Secret workingPassword) {

    /** Looks at the schemas and tables that are there. */
    static Prepared of(Database.External installer) {
        try {
            RoleSql sql = RoleSql.of(installer, RoleSql.Wanted.usual());
            HostWords words = HostWords.of(installer);
            return new Prepared(new Preparation(sql.installer(), sql.working(),
                    login(words, sql.wanted().installerRole()), login(words, sql.wanted().workingRole())),
                    sql.workingPassword());
        } catch (SQLException e) {
            throw new ProblemException(new Problem.Fixable("The schemas of " + installer.display()
                    + " could not be looked through.", "Try again; if it stays so, read the server’s own words.",
                    String.valueOf(e.getMessage())), e);
        }
    }

    /** As a person types it to sign in. */
    private static String login(HostWords words, String role) {
        return words.loginRole(role).orElse(role);
    }
}
