package org.mathesar.launcher.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What else in a database could keep Mathesar from working there. Extensions as such do not: Mathesar's SQL makes three
 * schemas with plain functions and types, and touches nothing outside of them.
 */
final class Obstacles {
    private static final String QUESTION = """
            SELECT (SELECT string_agg(evtname, ', ' ORDER BY evtname) FROM pg_event_trigger
                    WHERE evtenabled IN ('O', 'A') AND evtevent <> 'login') AS triggers,
                   current_setting('default_transaction_isolation') AS isolation""";

    /** Whether one of Mathesar's schemas is Mathesar's: it holds what each version has put there, or nothing at all. */
    private static final String SCHEMAS = """
            SELECT n.nspname AS name, pg_get_userbyid(n.nspowner) AS owner,
                   EXISTS (SELECT FROM pg_proc WHERE pronamespace = n.oid)
                       OR EXISTS (SELECT FROM pg_type WHERE typnamespace = n.oid) AS filled,
                   EXISTS (SELECT FROM pg_proc WHERE pronamespace = n.oid AND proname IN ('drop_all_msar_objects',
                           'mathesar_system_schemas', 'get_relation_oid', 'get_schema_oid', 'build_text_tuple'))
                       OR EXISTS (SELECT FROM pg_type WHERE typnamespace = n.oid AND typname IN ('col_def', 'email',
                           'uri', 'mathesar_money', 'multicurrency_money')) AS ours
            FROM pg_namespace n WHERE n.nspname IN ('msar', '__msar', 'mathesar_types') ORDER BY n.nspname DESC""";

    private static final String TABLES = """
            SELECT count(c.oid) AS number,
                   coalesce(bool_or(relname LIKE 'mathesar\\_%'), false) AS mathesar,
                   (SELECT relname FROM pg_class WHERE relnamespace = n.oid AND relname IN ('django_migrations',
                       'django_content_type', 'django_session', 'auth_permission', 'auth_group') LIMIT 1) AS django
            FROM pg_namespace n LEFT JOIN pg_class c ON c.relnamespace = n.oid AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
            WHERE n.nspname = ? GROUP BY n.oid""";

    private final Purpose purpose;
    private final Standing standing;
    private final Remedies remedies;

    Obstacles(Purpose purpose, Standing standing, Remedies remedies) {
        this.purpose = purpose;
        this.standing = standing;
        this.remedies = remedies;
    }

    Seen look(Question question) throws SQLException {
        if (purpose == Purpose.WORK) {
            return Seen.skipped("This is looked at with the role that connects the database.");
        }
        Question.Row row = question.row(QUESTION);
        Optional<Seen> forbidden = forbidden(question, row.text("triggers"));
        if (forbidden.isPresent()) {
            return forbidden.get();
        }
        List<String> notes = new ArrayList<>();
        String isolation = row.text("isolation").orElse("");
        if (!isolation.equals("read committed")) {
            notes.add("Transactions here are “" + isolation + "” by default (default_transaction_isolation), so changes"
                    + " that meet may fail and have to be made again.");
        }
        Optional<Seen> bad = purpose == Purpose.OWN_DATA ? forOwnData(question, notes) : forConnecting(question, notes);
        return bad.orElseGet(() -> notes.isEmpty()
                ? Seen.good("Nothing in the database is in the way.")
                : Seen.note(String.join(" ", notes)));
    }

    private Optional<Seen> forOwnData(Question question, List<String> notes) throws SQLException {
        if (!standing.encoding().equals("UTF8")) {
            return Optional.of(Seen.bad(remedies.wrongEncoding(standing.encoding())));
        }
        String schema = standing.schema().orElse("public");
        if (!schema.equals("public")) {
            notes.add("Mathesar's tables go to the schema " + schema + ", as this role's search_path says.");
        }
        Question.Row tables = question.row(TABLES, schema);
        Optional<String> django = tables.text("django");
        if (tables.is("mathesar")) {
            notes.add("A Mathesar keeps its data in this database already; it will be taken over as it is.");
        } else if (django.isPresent()) {
            return Optional.of(Seen.bad(remedies.anotherDjango(django.get())));
        } else if (tables.number("number") > 0) {
            notes.add("The schema " + schema + " holds " + (tables.number("number") == 1
                    ? "a table"
                    : tables.number("number") + " tables") + " already; Mathesar puts its own beside.");
        }
        return Optional.empty();
    }

    private Optional<Seen> forConnecting(Question question, List<String> notes) throws SQLException {
        Optional<String> owner = Optional.empty();
        for (Question.Row schema : question.rows(SCHEMAS)) {
            if (schema.is("filled") && !schema.is("ours")) {
                return Optional.of(Seen.bad(remedies.foreignSchema(schema.text("name").orElseThrow(),
                        schema.text("owner").orElseThrow())));
            }
            owner = schema.is("ours") ? schema.text("owner") : owner;
        }
        owner.ifPresent(it -> notes.add("Mathesar's schemas are in this database already, owned by " + it
                + "; connecting renews them."));
        if (standing.encoding().equals("SQL_ASCII")) {
            notes.add("The database does not know the encoding of its texts (SQL_ASCII), so Mathesar may not show"
                    + " letters beyond plain English ones.");
        } else if (!standing.encoding().equals("UTF8")) {
            notes.add("Texts are stored as " + standing.encoding() + ", which lacks many letters; entering others"
                    + " fails.");
        }
        return Optional.empty();
    }

    /** Whether a trigger allows structure to be made is known by making some, and taking it back. */
    private Optional<Seen> forbidden(Question question, Optional<String> triggers) throws SQLException {
        if (triggers.isEmpty()) {
            return Optional.empty();
        }
        String schema = "mathesar_launcher_trial_"
                + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
        Connection connection = question.connection();
        connection.setAutoCommit(false);
        try {
            Sql.execute(connection, "SET LOCAL statement_timeout = " + question.limit().toMillis(),
                    "CREATE SCHEMA " + schema, "CREATE TABLE " + schema + ".trial (id integer)",
                    "CREATE FUNCTION " + schema + ".trial() RETURNS integer LANGUAGE sql AS 'SELECT 1'");
            return Optional.empty();
        } catch (SQLException e) {
            if (LoginFailure.serverWords(e).isEmpty()) {
                throw e;
            }
            return Optional.of(Seen.bad(remedies.forbiddenByTrigger(triggers.get(), e)));
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }
}
