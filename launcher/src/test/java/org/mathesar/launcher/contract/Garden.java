package org.mathesar.launcher.contract;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.mathesar.launcher.concierge.Access;
import org.mathesar.launcher.concierge.CatalogSnapshot;
import org.mathesar.launcher.concierge.WantedConnection;
import org.mathesar.launcher.concierge.WantedConnection.Collaborator;
import org.mathesar.launcher.concierge.WantedConnection.WorkingRole;
import org.mathesar.launcher.database.Database;
import org.mathesar.launcher.database.SslMode;
import org.mathesar.launcher.storage.Secret;

/**
 * A database as somebody brings it: a table of plots, of which a policy shows a gardener only some; a role that owns all
 * of it, one that may create schemas and nothing more, and one that may read and write.
 */
final class Garden {
    static final String NAME = "garden";
    static final String OWNER = "garden_owner";
    static final String INSTALLER = "garden_installer";
    static final String GARDENER = "gardener";
    static final String PASSWORD = "päss-wörd '\"\\ 7";

    private final ThrowAwayPostgres postgres;

    /** Makes the database, and the roles where they are missing. */
    Garden(ThrowAwayPostgres postgres) throws SQLException {
        this.postgres = postgres;
        for (String role : List.of(OWNER, INSTALLER, GARDENER)) {
            postgres.execute("DO $$ BEGIN CREATE ROLE " + role + " LOGIN PASSWORD 'päss-wörd ''\"\\ 7';"
                    + " EXCEPTION WHEN duplicate_object THEN NULL; END $$");
        }
        postgres.execute("CREATE DATABASE garden OWNER garden_owner",
                "REVOKE ALL ON DATABASE garden FROM PUBLIC",
                "GRANT CONNECT, CREATE ON DATABASE garden TO garden_installer",
                "GRANT CONNECT ON DATABASE garden TO gardener");
        postgres.executeIn(NAME, "SET ROLE garden_owner", "CREATE SCHEMA beds",
                "CREATE TABLE beds.plots (id int PRIMARY KEY, tended_by text, crop text)",
                "INSERT INTO beds.plots VALUES (1, 'gardener', 'beans'), (2, 'somebody', 'peas')",
                "ALTER TABLE beds.plots ENABLE ROW LEVEL SECURITY",
                "CREATE POLICY own_plots ON beds.plots USING (tended_by = current_user)",
                "GRANT USAGE ON SCHEMA beds TO gardener", "GRANT SELECT, INSERT, UPDATE ON beds.plots TO gardener");
    }

    Database.External as(String role) {
        return new Database.External("127.0.0.1", postgres.port(), NAME, role, new Secret(PASSWORD), SslMode.PREFER);
    }

    /** The installer installs, the administrator works as the gardener. */
    WantedConnection withoutStructureChanges(Collaborator... collaborators) {
        return new WantedConnection(as(INSTALLER), Optional.of("Our garden"), Access.NO_STRUCTURE_CHANGES,
                List.of(new WorkingRole(GARDENER, new Secret(PASSWORD))), List.of(collaborators));
    }

    WantedConnection full() {
        return new WantedConnection(as(OWNER), Optional.of("Our garden"), Access.FULL, List.of(), List.of());
    }

    CatalogSnapshot snapshot() throws SQLException {
        try (Connection connection = postgres.superuser(NAME)) {
            return CatalogSnapshot.take(connection);
        }
    }

    void execute(String... statements) throws SQLException {
        postgres.executeIn(NAME, statements);
    }

    List<String> column(String query) throws SQLException {
        return postgres.column(NAME, query);
    }

    long plots() throws SQLException {
        return Long.parseLong(column("SELECT 'beds.plots'::regclass::oid").getFirst());
    }

    long beds() throws SQLException {
        return Long.parseLong(column("SELECT 'beds'::regnamespace::oid").getFirst());
    }

    List<String> ownSchemas() throws SQLException {
        return column("SELECT nspname FROM pg_namespace WHERE nspname IN ('msar', '__msar', 'mathesar_types')"
                + " ORDER BY nspname COLLATE \"C\"");
    }
}
