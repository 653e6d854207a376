package org.mathesar.launcher.database;

import java.sql.SQLException;
import org.mathesar.launcher.problem.Problem;

/** The sentences of {@link Diagnosis} about what is seen after signing in. */
final class Remedies {
    private static final String NEW_DATABASE = "Choose an empty database. An administrator makes one with: CREATE DATABASE"
            + " mathesar_django OWNER %s ENCODING 'UTF8' TEMPLATE template0%s;";

    private final Database.External candidate;
    private final HostWords words;
    private final String database;

    Remedies(Database.External candidate) {
        this.candidate = candidate;
        words = HostWords.of(candidate);
        database = Sql.identifier(candidate.name());
    }

    Problem tooOld(String version) {
        return fixable("The server runs PostgreSQL " + version + ", but Mathesar needs 14 or newer.",
                "Upgrade it, or choose another server.");
    }

    Problem tooNew(String version) {
        return fixable("The server runs PostgreSQL " + version + ", which is newer than this launcher knows.",
                "Choose a server of version 14 to 18, or install a newer launcher if there is one.");
    }

    Problem transactionPooler() {
        return words.whenTransactionPooled().orElseGet(() -> fixable(
                "A pooler in transaction mode stands between here and the server: it gives each transaction another"
                        + " connection, but Mathesar needs one that stays.",
                words.instead().map(other -> "Use instead: " + ConnectionAddress.of(other))
                        .orElse("Give the address of the server itself, or let the pooler keep each session's connection"
                                + " (PgBouncer: pool_mode = session).")));
    }

    Problem replica() {
        return fixable("The database " + candidate.name() + " can only be read: this server is a replica.",
                "Give the host of the primary server.");
    }

    Problem readOnly(String role) {
        return administrator("The database " + candidate.name() + " can only be read by the role " + role
                + ", since default_transaction_read_only is on.",
                "ALTER ROLE " + Sql.identifier(role) + " IN DATABASE " + database
                        + " SET default_transaction_read_only = off;");
    }

    Problem missingPrivilege(Standing standing) {
        String role = Sql.identifier(standing.role());
        String sql = "ALTER DATABASE " + database + " OWNER TO " + role + ";";
        String schema = standing.schema().orElse("public");
        if (standing.schemaOwner().isEmpty()) {
            sql += " CREATE SCHEMA public AUTHORIZATION " + role + ";";
        } else if (!standing.schemaOwner().get().equals("pg_database_owner")) {
            sql += " GRANT ALL ON SCHEMA " + (schema.equals("public") ? schema : Sql.identifier(schema)) + " TO " + role
                    + ";";
        }
        return administrator("The role " + standing.role() + " may not create tables in the database "
                + candidate.name() + ".", sql);
    }

    Problem mayNotCreateSchemas(String role) {
        return administrator("The role " + role + " may not create schemas in the database " + candidate.name()
                + ", and Mathesar needs three of its own there.",
                "GRANT CREATE ON DATABASE " + database + " TO " + Sql.identifier(role) + ";");
    }

    Problem schemaOfAnotherRole(String schema, String owner, String role) {
        return fixable("Mathesar's schema " + schema + " in the database " + candidate.name() + " belongs to the role "
                + owner + ", so the role " + role + " cannot install or upgrade it.",
                "Connect as " + owner + ", or run as an administrator, connected to the database " + candidate.name()
                        + ": GRANT " + Sql.identifier(owner) + " TO " + Sql.identifier(role) + ";");
    }

    Problem mayNotUseMathesar(String role) {
        return administrator("The role " + role + " may not use Mathesar's schemas in the database " + candidate.name()
                + ".", "GRANT USAGE ON SCHEMA msar, __msar, mathesar_types TO " + Sql.identifier(role) + ";");
    }

    Problem roleLimit(String role, long free) {
        return administrator("The role " + role + " may open only " + connections(free)
                + "; Mathesar needs a few at once for each of its workers.",
                "ALTER ROLE " + Sql.identifier(role) + " CONNECTION LIMIT 20;");
    }

    Problem databaseLimit(long free) {
        return administrator("The database " + candidate.name() + " lets in only " + connections(free)
                + "; Mathesar needs a few at once for each of its workers.",
                "ALTER DATABASE " + database + " CONNECTION LIMIT 20;");
    }

    Problem foreignSchema(String schema, String owner) {
        return administrator("The database " + candidate.name() + " has a schema " + schema
                + " that is not Mathesar's; Mathesar would put its own things there and let everybody read the others.",
                "ALTER SCHEMA " + Sql.identifier(schema) + " RENAME TO " + Sql.identifier(schema + "_of_" + owner)
                        + ";");
    }

    Problem forbiddenByTrigger(String triggers, SQLException refusal) {
        return new Problem.Fixable("The database " + candidate.name()
                + " does not let this role create what Mathesar needs; it has triggers that see each change of structure: "
                + triggers + ".",
                "Read the server's words below, and ask whoever made these triggers to except the role "
                        + words.roleInside() + ".",
                detail(refusal));
    }

    Problem wrongEncoding(String encoding) {
        return fixable("The database " + candidate.name() + " stores texts as " + encoding
                + ", but Mathesar's own data needs UTF8.", NEW_DATABASE.formatted(role(), " LOCALE 'C'"));
    }

    Problem anotherDjango(String table) {
        return fixable("Another program keeps its data in the database " + candidate.name() + " (the table " + table
                + "), and Mathesar's tables would have the same names.", NEW_DATABASE.formatted(role(), ""));
    }

    Problem ownDatabase() {
        return fixable("This is the database in which Mathesar keeps its own data.",
                "Choose another one, with the tables that people shall work with; on the same server is fine.");
    }

    /** The driver's and the server's own words. Neither quotes a password, but what is shown is made sure of. */
    String detail(SQLException cause) {
        String text = String.valueOf(cause.getMessage());
        String password = candidate.password().reveal();
        return Sql.shortened(password.isEmpty() ? text : text.replace(password, "***"));
    }

    private String role() {
        return Sql.identifier(words.roleInside());
    }

    private static String connections(long free) {
        return free == 0
                ? "as many connections as it has already"
                : free + (free == 1 ? " more connection" : " more connections");
    }

    private Problem administrator(String summary, String sql) {
        return fixable(summary, "As an administrator, connected to the database " + candidate.name() + ", run: " + sql);
    }

    private static Problem fixable(String summary, String action) {
        return new Problem.Fixable(summary, action);
    }
}
