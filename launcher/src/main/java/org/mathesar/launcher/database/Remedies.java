package org.mathesar.launcher.database;

import java.util.Optional;
import org.mathesar.launcher.problem.Problem;

/** The sentences of {@link Diagnosis} about what is seen after signing in. */
final class Remedies {
    private final Database.External candidate;

    Remedies(Database.External candidate) {
        this.candidate = candidate;
    }

    Problem tooOld(String version) {
        return fixable("The server runs PostgreSQL " + version + ", but Mathesar needs 14 or newer.",
                "Upgrade it, or choose another server.");
    }

    Problem readOnly() {
        return fixable("The database " + candidate.name() + " can only be read; this looks like a replica.",
                "Give the host of the primary server.");
    }

    Problem missingPrivilege(Optional<String> schemaOwner) {
        String database = Sql.identifier(candidate.name());
        String role = Sql.identifier(candidate.user());
        String sql = "ALTER DATABASE " + database + " OWNER TO " + role + ";";
        if (schemaOwner.isEmpty()) {
            sql += " CREATE SCHEMA public AUTHORIZATION " + role + ";";
        } else if (!schemaOwner.get().equals("pg_database_owner")) {
            sql += " GRANT ALL ON SCHEMA public TO " + role + ";";
        }
        return fixable("The role " + candidate.user() + " may not create tables in the database " + candidate.name()
                + ".", "As an administrator, connected to the database " + candidate.name() + ", run: " + sql);
    }

    private static Problem fixable(String summary, String action) {
        return new Problem.Fixable(summary, action);
    }
}
