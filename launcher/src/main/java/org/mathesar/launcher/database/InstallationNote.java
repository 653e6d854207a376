package org.mathesar.launcher.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** The note in the database: a table of one row in a schema of the launcher's own. */
final class InstallationNote {
    private static final String TABLE = "mathesar_launcher.installation";

    private InstallationNote() {}

    /** The fingerprint of the key that the database belongs to. */
    static Optional<String> read(Connection connection) throws SQLException {
        return Sql.value(connection, "SELECT to_regclass(?)", TABLE).isEmpty()
                ? Optional.empty()
                : Sql.value(connection, "SELECT key_fingerprint FROM " + TABLE);
    }

    /** Writes the note unless there is one; of two at once, the first stays. */
    static void write(Connection connection, String fingerprint) throws SQLException {
        connection.setAutoCommit(false);
        try {
            // IF NOT EXISTS is no protection from another session that creates the same at this moment.
            Sql.execute(connection, "SELECT pg_advisory_xact_lock(" + (MigrationLock.KEY + 1) + ")",
                    "CREATE SCHEMA IF NOT EXISTS mathesar_launcher",
                    "CREATE TABLE IF NOT EXISTS " + TABLE
                            + " (only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),"
                            + " key_fingerprint text NOT NULL, noted_at timestamptz NOT NULL DEFAULT now())");
            try (var insert = connection.prepareStatement("INSERT INTO " + TABLE
                    + " (key_fingerprint) VALUES (?) ON CONFLICT DO NOTHING")) {
                insert.setString(1, fingerprint);
                insert.executeUpdate();
            }
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }
}
