package org.mathesar.launcher.database;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Whether a role may do what it is wanted for. */
final class Privileges {
    private static final String SCHEMAS = """
            SELECT n.nspname AS name, has_schema_privilege(n.oid, 'USAGE') AS usable,
                   CASE WHEN NOT pg_has_role(n.nspowner, 'USAGE') THEN pg_get_userbyid(n.nspowner)
                        ELSE (SELECT pg_get_userbyid(p.proowner) FROM pg_proc p
                              WHERE p.pronamespace = n.oid AND NOT pg_has_role(p.proowner, 'USAGE') LIMIT 1)
                   END AS other_owner
            FROM pg_namespace n WHERE n.nspname IN ('msar', '__msar', 'mathesar_types') ORDER BY n.nspname DESC""";

    private static final String READABLE = """
            SELECT EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')
                    AND n.nspname NOT IN ('information_schema', 'msar', '__msar', 'mathesar_types')
                    AND n.nspname NOT LIKE 'pg\\_%' AND has_schema_privilege(n.oid, 'USAGE')
                    AND has_any_column_privilege(c.oid, 'SELECT')) AS readable""";

    private final Database.External candidate;
    private final Purpose purpose;
    private final Standing standing;
    private final Remedies remedies;

    Privileges(Database.External candidate, Purpose purpose, Standing standing, Remedies remedies) {
        this.candidate = candidate;
        this.purpose = purpose;
        this.standing = standing;
        this.remedies = remedies;
    }

    Seen look(Question question) throws SQLException {
        return switch (purpose) {
            case OWN_DATA -> forOwnData();
            case CONNECT -> forConnecting(question);
            case WORK -> forWork(question);
        };
    }

    private Seen forOwnData() {
        if (standing.readOnly()) {
            return readOnly();
        }
        return standing.mayCreateSchemas() && standing.mayCreateTables()
                ? Seen.good(standing.sentence())
                : Seen.bad(remedies.missingPrivilege(standing));
    }

    private Seen forConnecting(Question question) throws SQLException {
        if (standing.readOnly()) {
            return readOnly();
        }
        if (!standing.mayCreateSchemas()) {
            return Seen.bad(remedies.mayNotCreateSchemas(standing.role()));
        }
        for (Question.Row schema : question.rows(SCHEMAS)) {
            Optional<String> other = schema.text("other_owner");
            if (other.isPresent()) {
                return Seen.bad(remedies.schemaOfAnotherRole(schema.text("name").orElseThrow(), other.get(),
                        standing.role()));
            }
        }
        return Seen.good(standing.sentence());
    }

    private Seen forWork(Question question) throws SQLException {
        List<Question.Row> schemas = question.rows(SCHEMAS);
        if (!schemas.stream().allMatch(schema -> schema.is("usable"))) {
            return Seen.bad(remedies.mayNotUseMathesar(standing.role()));
        }
        StringBuilder notes = new StringBuilder();
        standing.beyondRowSecurity().ifPresent(why -> notes.append("Row-level security does not apply to the role ")
                .append(standing.role()).append(", since ").append(why).append(". "));
        if (standing.readOnly()) {
            notes.append("In the database ").append(candidate.name()).append(" this role can only read. ");
        }
        if (!question.row(READABLE).is("readable")) {
            notes.append("There is no table that the role ").append(standing.role())
                    .append(" may read yet; grant it USAGE on a schema and SELECT on tables. ");
        }
        return notes.isEmpty() ? Seen.good(standing.sentence()) : Seen.note(notes.toString().strip());
    }

    private Seen readOnly() {
        return Seen.bad(standing.replica() ? remedies.replica() : remedies.readOnly(standing.role()));
    }
}
