package org.mathesar.launcher.docs;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.mathesar.launcher.database.TestPostgres;

/** A database as a guide's hoster gives it to an administrator who is no superuser; close it to be rid of all. */
final class Hoster implements AutoCloseable {
    static final String DATABASE = "hosted";
    private static final String ADMINISTRATOR = "hosters_administrator";
    private static final String GROUP = "hosters_group";
    private static final String PASSWORD = "password of the administrator";

    private final TestPostgres server;

    Hoster(TestPostgres server, Guide guide) throws SQLException {
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

    Connection administrator() throws SQLException {
        return as(ADMINISTRATOR, PASSWORD);
    }

    Connection as(String role, String password) throws SQLException {
        return server.external(DATABASE, role, password).connect();
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
