package org.mathesar.launcher.database;

import java.sql.Connection;
import java.sql.SQLException;
import org.mathesar.launcher.storage.Secret;

/** A real PostgreSQL server that a test may do anything with. */
public interface RealServer {

    /** Its port on 127.0.0.1. */
    int port();

    /** As the superuser {@code postgres}, to a database of that name. */
    Connection superuser(String name) throws SQLException;

    /** As the superuser, to the database {@code postgres}. */
    default Connection superuser() throws SQLException {
        return superuser("postgres");
    }

    /** These parameters on this server. */
    default Database.External external(String name, String user, String password) {
        return new Database.External("127.0.0.1", port(), name, user, new Secret(password), SslMode.PREFER);
    }

    /** Runs statements as the superuser in a database of that name. */
    default void execute(String name, String... statements) throws SQLException {
        try (Connection connection = superuser(name)) {
            Sql.execute(connection, statements);
        }
    }
}
