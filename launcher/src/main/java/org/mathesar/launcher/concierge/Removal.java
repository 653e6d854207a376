package org.mathesar.launcher.concierge;

import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;
import org.mathesar.launcher.database.Database;
import org.mathesar.launcher.mathesar.MathesarRpc;

/** Takes Mathesar out of a database again, without losing anything of the owner's. */
public final class Removal {
    /**
     * What outside Mathesar's three schemas depends on anything inside.
     *
     * @param owner the database, entered as the role that owns the schemas
     */
    public Dependents look(Database.External owner) throws SQLException {
        throw new UnsupportedOperationException();
    }

    /** Drops the schemas and lets Mathesar forget the database; changes nothing where anything depends on them. */
    public Outcome remove(MathesarRpc rpc, long databaseId, Database.External owner,
            Consumer<List<WorkLine>> progress) {
        throw new UnsupportedOperationException();
    }

    /** Drops the schemas from a database that Mathesar has forgotten; changes nothing where anything depends on them. */
    public Outcome removeForgotten(Database.External owner, Consumer<List<WorkLine>> progress) {
        throw new UnsupportedOperationException();
    }
}
