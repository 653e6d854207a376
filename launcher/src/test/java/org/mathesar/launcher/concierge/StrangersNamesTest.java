package org.mathesar.launcher.concierge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.mathesar.launcher.database.Database;
import org.mathesar.launcher.database.Diagnosis;
import org.mathesar.launcher.database.OwnHome;
import org.mathesar.launcher.database.Purpose;
import org.mathesar.launcher.database.Report;
import org.mathesar.launcher.database.SslMode;
import org.mathesar.launcher.database.TestPostgres;
import org.mathesar.launcher.storage.Secret;

/** A database whose owner has put functions and operators of PostgreSQL's names in the way of whoever looks at it. */
class StrangersNamesTest {
    private static final String TRAPPED = "trapped";
    private static final List<String> OPERANDS = List.of("name, name", "name, text", "name, varchar", "oid, oid",
            "\"char\", \"char\"", "int4, int4", "text, text");
    private static final List<String> FUNCTIONS = List.of("current_database()", "pg_backend_pid()",
            "pg_get_userbyid(oid)", "current_setting(text)", "pg_has_role(oid, text)", "pg_has_role(varchar, varchar)",
            "has_schema_privilege(oid, text)", "has_database_privilege(oid, text)", "to_regclass(varchar)",
            "shobj_description(oid, name)", "clock_timestamp()", "pg_encoding_to_char(int4)");

    private static TestPostgres server;
    private static Database.External administrator;

    @BeforeAll
    static void setTraps() throws Exception {
        server = TestPostgres.start();
        Database.External owner = server.createDatabase("owners");
        try (Connection connection = owner.connect(); Statement statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA trap");
            int number = 0;
            for (String operands : OPERANDS) {
                String name = "trap.equal_" + number++;
                statement.execute("CREATE FUNCTION " + name + "(" + operands + ") RETURNS boolean LANGUAGE plpgsql"
                        + " AS 'BEGIN RAISE EXCEPTION ''trapped''; END'");
                String[] sides = operands.split(", ");
                statement.execute("CREATE OPERATOR trap.= (FUNCTION = " + name + ", LEFTARG = " + sides[0]
                        + ", RIGHTARG = " + sides[1] + ")");
            }
            for (String function : FUNCTIONS) {
                statement.execute("CREATE FUNCTION trap." + function + " RETURNS text LANGUAGE plpgsql"
                        + " AS 'BEGIN RAISE EXCEPTION ''trapped''; END'");
            }
            statement.execute("GRANT USAGE ON SCHEMA trap TO PUBLIC");
            statement.execute("ALTER DATABASE " + owner.name() + " SET search_path = trap, pg_catalog, public");
        }
        try (Connection superuser = server.superuser(); Statement statement = superuser.createStatement()) {
            statement.execute("CREATE ROLE boss SUPERUSER LOGIN PASSWORD 'boss'");
        }
        administrator = new Database.External(owner.host(), owner.port(), owner.name(), "boss", new Secret("boss"),
                SslMode.DISABLE);
    }

    @Test
    void theTrapsWork() throws Exception {
        try (Connection connection = administrator.connect(); Statement statement = connection.createStatement()) {
            SQLException trapped = assertThrows(SQLException.class,
                    () -> statement.executeQuery("SELECT FROM pg_roles WHERE rolname = current_user"));
            assertTrue(trapped.getMessage().contains(TRAPPED), trapped::getMessage);
        }
    }

    @Test
    void aDiagnosisRunsNothingOfTheirs() throws Exception {
        for (Purpose purpose : Purpose.values()) {
            Report report = new Diagnosis(false, Optional::empty, List::of).check(administrator, purpose, _ -> {});
            assertFalse(report.findings().toString().contains(TRAPPED), () -> report.findings().toString());
            assertTrue(report.server().isPresent(), () -> report.findings().toString());
        }
    }

    @Test
    void thePlaceOfTablesIsStillWhatTheirSearchPathSays() throws Exception {
        Report report = new Diagnosis(false, Optional::empty, List::of).check(administrator, Purpose.OWN_DATA,
                _ -> {});
        assertTrue(report.findings().toString().contains("trap"), () -> report.findings().toString());
    }

    @Test
    void aHomeIsMadeWithoutThem() {
        assertEquals("mathesar", new OwnHome("trapped").make(new Database.External(administrator.host(),
                administrator.port(), administrator.name(), "boss", new Secret("boss"), SslMode.DISABLE)).user()
                .substring(0, "mathesar".length()));
    }

    @Test
    void theConciergeLooksPastThem() throws Exception {
        RoleSql.of(administrator, RoleSql.Wanted.usual());
        RowSecurityLook.of(administrator, "boss");
        WorkingRoleLook.of(administrator, "boss");
        new Removal().look(administrator);
    }

    @Test
    void whoLooksWritesNothingAndLeavesNothing() throws Exception {
        try (Connection connection = administrator.connectToLook();
                Statement statement = connection.createStatement()) {
            try (ResultSet path = statement.executeQuery("SHOW search_path")) {
                path.next();
                assertEquals("pg_catalog", path.getString(1));
            }
            SQLException refused = assertThrows(SQLException.class,
                    () -> statement.execute("CREATE TABLE public.written ()"));
            assertEquals("25006", refused.getSQLState());
            connection.rollback();
            try (ResultSet path = statement.executeQuery("SHOW search_path")) {
                path.next();
                assertEquals("trap, pg_catalog, public", path.getString(1));
            }
        }
    }
}
