package org.mathesar.launcher.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.mathesar.launcher.database.RealServer;

/** A database as a guide's hoster gives it to an administrator who is no superuser; close it to be rid of all. */
final class Hoster implements AutoCloseable {
    static final String DATABASE = "hosted";
    static final String SCHEMAS = "SELECT nspname FROM pg_namespace"
            + " WHERE nspname IN ('msar', '__msar', 'mathesar_types') ORDER BY 1";
    static final String ROLES = "SELECT rolname FROM pg_roles WHERE rolname LIKE 'mathesar\\_%' ORDER BY 1";
    /** In small what Mathesar installs: open to everybody. */
    static final String MATHESARS = """
            CREATE SCHEMA msar;
            CREATE SCHEMA __msar;
            CREATE SCHEMA mathesar_types;
            CREATE DOMAIN mathesar_types.email AS text CHECK (value LIKE '%@%');
            CREATE TABLE msar.remembered (what text);
            CREATE FUNCTION msar.say() RETURNS text LANGUAGE sql AS $$ SELECT 'hello' $$;
            GRANT USAGE ON SCHEMA msar, __msar, mathesar_types TO PUBLIC;
            """;
    private static final String ADMINISTRATOR = "hosters_administrator";
    private static final String GROUP = "hosters_group";
    private static final String PASSWORD = "password of the administrator";

    private final RealServer server;

    Hoster(RealServer server, Guide guide) throws SQLException {
        this.server = server;
        try (Connection superuser = server.superuser()) {
            run(superuser, "CREATE ROLE " + ADMINISTRATOR + " LOGIN " + guide.attributes + " PASSWORD '" + PASSWORD
                    + "'");
            run(superuser, "CREATE ROLE " + GROUP);
            if (guide.ownedByGroup) {
                run(superuser, "GRANT " + GROUP + " TO " + ADMINISTRATOR);
            }
            run(superuser, "CREATE DATABASE " + DATABASE + " OWNER " + (guide.ownedByGroup ? GROUP : ADMINISTRATOR));
        }
    }

    /** With a table, and the guide followed as far as making the roles. */
    static Hoster prepared(RealServer server, Guide guide) throws IOException, SQLException {
        List<String> making = guide.making(DATABASE);
        assertFalse(making.isEmpty() || guide.removing(DATABASE).isEmpty(), guide + " shows no SQL");
        Hoster hoster = new Hoster(server, guide);
        try (Connection administrator = hoster.administrator()) {
            run(administrator, "CREATE TABLE books (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, title text)");
            for (String block : making) {
                run(administrator, block);
            }
            return hoster;
        } catch (SQLException e) {
            hoster.close();
            throw e;
        }
    }

    /** Mathesar's schemas are there afterwards, the installer's. */
    void install() throws SQLException {
        try (Connection installer = installer()) {
            run(installer, MATHESARS);
        }
    }

    Connection administrator() throws SQLException {
        return as(ADMINISTRATOR, PASSWORD);
    }

    Connection installer() throws SQLException {
        return as("mathesar_installer", "FIRST-PASSWORD");
    }

    Connection editor() throws SQLException {
        return as("mathesar_editor", "SECOND-PASSWORD");
    }

    private Connection as(String role, String password) throws SQLException {
        return server.external(DATABASE, role, password).connect();
    }

    static void assertRefused(Connection connection, String statement) {
        assertEquals("42501", assertThrows(SQLException.class, () -> run(connection, statement), statement)
                .getSQLState(), statement);
    }

    /** All statements at once, as SQL editors send them. */
    static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The rows of the first result, their columns joined by blanks. */
    static List<String> rows(Connection connection, String sql) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
            int columns = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= columns; i++) {
                    row.add(String.valueOf(rows.getObject(i)));
                }
                found.add(String.join(" ", row));
            }
        }
        return found;
    }

    @Override
    public void close() throws SQLException {
        try (Connection superuser = server.superuser()) {
            run(superuser, "DROP DATABASE " + DATABASE + " WITH (FORCE)");
            run(superuser, "DROP ROLE IF EXISTS mathesar_installer, mathesar_editor, " + ADMINISTRATOR + ", " + GROUP);
        }
    }
}
