package org.mathesar.launcher.concierge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.mathesar.launcher.concierge.RoleSql.Wanted;
import org.mathesar.launcher.database.Finding;
import org.mathesar.launcher.database.Finding.Verdict;

/** The statements are run as they stand, by the role that Supabase's owners have. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class RoleSqlCases {
    private SupabaseLike supabase;

    /** The server to see it on, closed afterwards. */
    abstract SupabaseLike server() throws Exception;
    private SupabaseLike place;
    private int made;

    @BeforeAll
    void start() throws Exception {
        supabase = server();
    }

    @AfterAll
    void stop() throws Exception {
        supabase.close();
    }

    @BeforeEach
    void database() throws Exception {
        String name = "place_" + made++;
        supabase.run("postgres", "CREATE DATABASE " + name);
        place = supabase.in(name);
        place.run("supabase_admin", "ALTER SCHEMA public OWNER TO "
                + (supabase.major() < 15 ? "postgres" : "pg_database_owner"));
        place.run("postgres", "CREATE TABLE public.loans (id serial PRIMARY KEY, team text)",
                "INSERT INTO loans (team) VALUES ('north'), ('south')", "ALTER TABLE loans ENABLE ROW LEVEL SECURITY",
                "CREATE VIEW all_loans AS SELECT * FROM loans", "CREATE TABLE titles (id int)",
                "INSERT INTO titles VALUES (1)");
    }

    @AfterEach
    void takeBack() throws Exception {
        place.run("postgres", sql(Wanted.usual()).removal());
    }

    private RoleSql sql(Wanted wanted) throws SQLException {
        return RoleSql.of(place.as("postgres"), wanted);
    }

    private Connection editor(RoleSql sql) throws SQLException {
        return place.external("mathesar_editor", sql.workingPassword().reveal()).connect();
    }

    private static void assertDenied(Connection connection, String statement) {
        SQLException denied = assertThrows(SQLException.class, () -> SupabaseLike.run(connection, statement),
                statement);
        assertEquals("42501", denied.getSQLState(), statement + ": " + denied.getMessage());
    }

    @Test
    void bothRolesAreMadeAndMayDoWhatTheyShall() throws Exception {
        RoleSql sql = sql(Wanted.usual());
        place.run("postgres", sql.installer(), sql.working());
        try (Connection editor = editor(sql)) {
            SupabaseLike.run(editor, "SELECT * FROM titles", "DELETE FROM titles");
            for (String statement : List.of("CREATE TABLE public.mine (id int)", "CREATE SCHEMA mine",
                    "ALTER TABLE titles ADD x int", "DROP TABLE titles", "TRUNCATE titles", "CREATE ROLE other",
                    "SELECT * FROM all_loans", "SELECT * FROM auth.users", "SET ROLE postgres",
                    "ALTER TABLE loans DISABLE ROW LEVEL SECURITY")) {
                assertDenied(editor, statement.replace("auth.users", "pg_authid"));
            }
        }
        assertEquals(0, place.count("mathesar_editor", "loans"), "no policy lets it in yet");
        try (Connection installer = place.external("mathesar_installer", sql.installerPassword().reveal()).connect()) {
            SupabaseLike.run(installer, "CREATE SCHEMA msar", "CREATE TABLE msar.x (id int)");
            assertDenied(installer, "SELECT * FROM public.titles");
            assertDenied(installer, "CREATE TABLE public.mine (id int)");
        }
    }

    @Test
    void theExamplesWorkWithoutTheirDashes() throws Exception {
        RoleSql sql = sql(Wanted.usual());
        String examples = sql.working().lines().filter(line -> line.startsWith("-- CREATE POLICY"))
                .map(line -> line.substring(3)).reduce("", (all, line) -> all + line + "\n");
        assertEquals(4, examples.lines().count(), sql.working());
        place.run("postgres", sql.working(), examples);
        assertEquals(2, place.count("mathesar_editor", "loans"));
        try (Connection editor = editor(sql)) {
            SupabaseLike.run(editor, "INSERT INTO loans (team) VALUES ('west') RETURNING id",
                    "UPDATE loans SET team = 'east' WHERE team = 'west'", "DELETE FROM loans WHERE team = 'east'");
        }
        assertFalse(sql(Wanted.usual()).working().contains("-- CREATE POLICY"), "now a policy lets it in");
    }

    @Test
    void laterTablesAreGrantedToo() throws Exception {
        RoleSql sql = sql(Wanted.usual());
        place.run("postgres", sql.working(), "CREATE TABLE later (id serial)");
        try (Connection editor = editor(sql)) {
            SupabaseLike.run(editor, "INSERT INTO later DEFAULT VALUES", "SELECT * FROM later");
        }
    }

    @Test
    void itMayBeRunTwiceAndThenItsNewPasswordCounts() throws Exception {
        RoleSql first = sql(Wanted.usual());
        place.run("postgres", first.installer(), first.working(), first.installer(), first.working());
        RoleSql second = sql(Wanted.usual());
        assertNotEquals(first.workingPassword(), second.workingPassword());
        place.run("postgres", second.working());
        assertThrows(SQLException.class, () -> editor(first));
        editor(second).close();
    }

    @Test
    void readersCannotWriteEvenIfTheyCouldBefore() throws Exception {
        RoleSql sql = sql(Wanted.usual());
        place.run("postgres", sql.working());
        RoleSql reading = sql(new Wanted("mathesar_installer", "mathesar_editor", List.of("public"), true));
        place.run("postgres", reading.working(), "CREATE TABLE later (id int)");
        try (Connection editor = editor(reading)) {
            SupabaseLike.run(editor, "SELECT * FROM titles", "SELECT * FROM later");
            assertDenied(editor, "INSERT INTO titles VALUES (2)");
            assertDenied(editor, "INSERT INTO later VALUES (2)");
        }
    }

    @Test
    void whatTheOwnerCannotGrantIsSaidAndNotTried() throws Exception {
        place.run("supabase_admin", "CREATE TABLE public.foreign_one (id int)",
                "REVOKE ALL ON public.foreign_one FROM postgres");
        RoleSql sql = sql(Wanted.usual());
        place.run("postgres", sql.working());
        assertTrue(sql.working().contains("-- As supabase_admin, if people shall see it: GRANT SELECT, INSERT, UPDATE,"
                + " DELETE ON TABLE public.foreign_one TO mathesar_editor;"), sql.working());
        assertEquals(1, place.count("mathesar_editor", "titles"));
        assertThrows(SQLException.class, () -> place.count("mathesar_editor", "foreign_one"));
    }

    @Test
    void everyoneLosesTheRightToCreateInPublic() throws Exception {
        place.run("supabase_admin", "GRANT CREATE ON SCHEMA public TO PUBLIC");
        RoleSql sql = sql(Wanted.usual());
        place.run("postgres", sql.working());
        try (Connection editor = editor(sql)) {
            assertDenied(editor, "CREATE TABLE public.mine (id int)");
        }
        assertTrue(sql.removal().contains("GRANT CREATE ON SCHEMA public TO PUBLIC;"));
    }

    @Test
    void hostileNamesStayNames() throws Exception {
        String evil = "a\"; DROP TABLE titles; --\nDROP TABLE titles; $do$ '\\";
        String name = "\"" + evil.replace("\"", "\"\"") + "\"";
        place.run("postgres", "CREATE SCHEMA " + name, "CREATE TABLE " + name + "." + name + " (id serial)",
                "ALTER TABLE " + name + "." + name + " ENABLE ROW LEVEL SECURITY",
                "CREATE VIEW " + name + ".v AS SELECT * FROM " + name + "." + name);
        Wanted wanted = new Wanted(evil + "i", evil + "w", List.of("public", evil), false);
        RoleSql sql = sql(wanted);
        place.run("postgres", sql.installer(), sql.working());
        assertEquals(0, place.count("postgres", name + "." + name));
        assertEquals(1, place.count("postgres", "titles"));
        assertEquals(List.of("public", evil), schemas());
        try (Connection editor = place.external(evil + "w", sql.workingPassword().reveal()).connect()) {
            SupabaseLike.run(editor, "SELECT * FROM " + name + "." + name);
        }
        assertTrue(WorkingRoleLook.of(place.as("postgres"), evil + "w").stream()
                .noneMatch(finding -> finding.verdict() == Verdict.BAD));
        place.run("postgres", sql.removal());
        assertEquals(1, place.count("postgres", "titles"));
    }

    private List<String> schemas() throws SQLException {
        try (Connection connection = place.as("postgres").connect()) {
            return RoleSql.schemas(connection);
        }
    }

    @Test
    void afterTheRemovalNothingIsLeft() throws Exception {
        RoleSql sql = sql(Wanted.usual());
        String before = rights();
        place.run("postgres", sql.installer(), sql.working());
        assertNotEquals(before, rights());
        place.run("postgres", sql.removal(), sql.removal());
        assertEquals(before, rights());
    }

    /** Every right that is granted, every default one and every role. */
    private String rights() throws SQLException {
        try (Connection connection = place.as("supabase_admin").connect();
                var statement = connection.createStatement();
                var row = statement.executeQuery("""
                        SELECT (SELECT string_agg(rolname, ' ' ORDER BY rolname) FROM pg_roles)
                            || (SELECT string_agg(concat(nspname, nspacl), ' ' ORDER BY nspname) FROM pg_namespace)
                            || (SELECT string_agg(concat(relname, relacl), ' ' ORDER BY oid) FROM pg_class)
                            || coalesce((SELECT string_agg(concat(defaclnamespace, defaclacl), ' ' ORDER BY oid)
                                         FROM pg_default_acl), '')
                            || (SELECT string_agg(a.grantee::regrole || a.privilege_type, ' ' ORDER BY 1)
                                FROM pg_database, aclexplode(datacl) a WHERE datname = current_database()
                                    AND a.grantee <> 0 AND a.grantee <> datdba)""")) {
            row.next();
            return String.valueOf(row.getString(1));
        }
    }

    @Test
    void aRoleThatOwnsTablesIsNotDropped() throws Exception {
        RoleSql sql = sql(Wanted.usual());
        place.run("postgres", sql.working(), "GRANT CREATE ON SCHEMA public TO mathesar_editor");
        try (Connection editor = editor(sql)) {
            SupabaseLike.run(editor, "CREATE TABLE public.precious (id int)");
        }
        SQLException refused = assertThrows(SQLException.class, () -> place.run("postgres", sql.removal()));
        assertTrue(refused.getMessage().contains("mathesar_editor owns tables. Give them to another role first."),
                refused.getMessage());
        place.run("supabase_admin", "DROP TABLE precious");
    }

    @Test
    void noPasswordIsPrinted() throws Exception {
        RoleSql sql = sql(Wanted.usual());
        assertFalse(sql.toString().contains(sql.workingPassword().reveal()), sql.toString());
        assertFalse(sql.toString().contains(sql.installerPassword().reveal()), sql.toString());
        assertFalse(sql.removal().contains("PASSWORD"), sql.removal());
    }

    @Test
    void aRoleMadeByTheseStatementsIsFit() throws Exception {
        place.run("postgres", sql(Wanted.usual()).working());
        for (Finding finding : WorkingRoleLook.of(place.as("postgres"), "mathesar_editor")) {
            assertEquals(Verdict.GOOD, finding.verdict(), finding.toString());
        }
    }
}
