package org.mathesar.launcher.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.sql.Connection;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The servers that other tests of this suite rely on are what they are taken for. */
@Tag("databases")
class OtherServersTest {
    @ParameterizedTest
    @FieldSource("org.mathesar.launcher.database.EmbeddedPostgres#MAJORS")
    void aServerIsOfTheVersionAskedFor(int major) throws Exception {
        Database.External database = EmbeddedPostgres.shared(major).createDatabase("version", "secret");
        try (Connection connection = database.connect()) {
            assertEquals(major, connection.getMetaData().getDatabaseMajorVersion());
        }
    }

    @Test
    void aPoolerInTransactionModeSharesAConnectionAndOneInSessionModeDoesNot() throws Exception {
        EmbeddedPostgres server = EmbeddedPostgres.shared(17);
        Database.External direct = server.createDatabase("shared", "secret");
        try (PgBouncer pooler = PgBouncer.start(server, PgBouncer.Mode.TRANSACTION, List.of(direct));
                Connection one = pooler.through(direct).connect();
                Connection other = pooler.through(direct).connect()) {
            assertEquals(backend(one), backend(other));
        }
        try (PgBouncer pooler = PgBouncer.start(server, PgBouncer.Mode.SESSION, List.of(direct));
                Connection one = pooler.through(direct).connect();
                Connection other = pooler.through(direct).connect()) {
            assertNotEquals(backend(one), backend(other));
        }
    }

    private static String backend(Connection connection) throws Exception {
        return Sql.value(connection, "SELECT pg_backend_pid()").orElseThrow();
    }
}
