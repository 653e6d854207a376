package org.mathesar.launcher.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mathesar.launcher.problem.ProblemException;
import org.mathesar.launcher.storage.Secret;

/** A place for Mathesar's own data is made on servers of several versions, by a role that is no superuser. */
@Tag("databases")
class OwnHomeTest {
    private static final String PASSWORD = "administrator of all";

    @ParameterizedTest
    @ValueSource(ints = {14, 17, 18})
    void anAdministratorWithoutSuperuserMakesAUsableHomeAndKeepsItsPlace(int major) throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.start(major)) {
            Database.External administrator = administrator(server);
            Database.External home = new OwnHome("one").make(administrator);
            assertEquals("mathesar_django", home.name());
            assertEquals("mathesar", home.user());
            assertUsable(home);
            try (Connection connection = administrator.connect()) {
                assertFalse(Sql.isTrue(connection, "SELECT pg_has_role('mathesar', 'USAGE')"),
                        "no membership is left behind");
                assertEquals(Optional.of("UTF8"), Sql.value(connection,
                        "SELECT pg_encoding_to_char(encoding) FROM pg_database WHERE datname = 'mathesar_django'"));
            }
            assertThrows(SQLException.class,
                    () -> server.external(home.name(), administrator.user(), PASSWORD).connect().close(),
                    "nobody else comes in");

            Database.External again = new OwnHome("one").make(administrator);
            assertEquals(List.of(home.name(), home.user()), List.of(again.name(), again.user()));
            assertNotEquals(home.password(), again.password());
            assertUsable(again);
            assertUsable(new OwnHome("one").make(superuser(server)));

            Database.External neighbour = new OwnHome("two").make(administrator);
            assertEquals(List.of("mathesar_django_2", "mathesar_2"), List.of(neighbour.name(), neighbour.user()));
            assertUsable(neighbour);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 18})
    void whatAKilledTryLeftIsCompleted(int major) throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.start(major)) {
            Database.External administrator = administrator(server);
            try (Connection connection = administrator.connect()) {
                assertEquals("mathesar", new OwnHome("one").role(connection, new Secret("lost")));
                if (major < 16) {
                    // Where it was killed between the grant and its revocation.
                    Sql.execute(connection, "GRANT mathesar TO CURRENT_USER");
                } else {
                    Sql.execute(connection, "GRANT mathesar TO CURRENT_USER WITH INHERIT FALSE, SET TRUE");
                }
            }
            Database.External home = new OwnHome("one").make(administrator);
            assertEquals("mathesar", home.user());
            assertUsable(home);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {17})
    void whatBelongsToOthersIsLeftAlone(int major) throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.start(major)) {
            Database.External foreign = server.createDatabase("mathesar", "secret of others");
            server.execute("postgres", "CREATE DATABASE mathesar_django OWNER mathesar");
            Database.External home = new OwnHome("one").make(administrator(server));
            assertEquals(List.of("mathesar_django_2", "mathesar_2"), List.of(home.name(), home.user()));
            foreign.connect().close();
        }
    }

    @Test
    void aRoleThatMayNotIsToldTheSqlAndItHelps() throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.start(18)) {
            for (String attributes : List.of("CREATEDB", "CREATEROLE", "")) {
                String name = "half_" + attributes.toLowerCase(Locale.ROOT);
                Database.External half = server.createDatabase(name, PASSWORD);
                server.execute("postgres", "ALTER ROLE " + name + " LOGIN " + attributes);
                OwnHome home = new OwnHome(name);
                var refused = assertThrows(ProblemException.class, () -> home.make(half)).problem();
                assertTrue(refused.summary().startsWith("The role " + name + " may not create "), refused.toString());
                String sql = refused.advice();
                server.execute("postgres", sql.substring(sql.indexOf("ALTER ROLE"), sql.indexOf(';')));
                assertUsable(home.make(half));
            }
        }
    }

    private static Database.External administrator(EmbeddedPostgres server) throws SQLException {
        Database.External administrator = server.createDatabase("doadmin", PASSWORD);
        server.execute("postgres", "ALTER ROLE doadmin CREATEDB CREATEROLE");
        return administrator;
    }

    private static Database.External superuser(EmbeddedPostgres server) throws SQLException {
        server.execute("postgres", "CREATE ROLE root LOGIN SUPERUSER PASSWORD '" + PASSWORD + "'");
        return server.external("postgres", "root", PASSWORD);
    }

    private static void assertUsable(Database.External home) throws Exception {
        Report report = new Diagnosis(false, Optional::empty, List::of).check(home, Purpose.OWN_DATA, _ -> {
        });
        assertEquals(Optional.empty(), report.problem());
        assertTrue(report.server().orElseThrow().ownsDatabase());
        assertFalse(report.server().orElseThrow().superuser());
    }
}
