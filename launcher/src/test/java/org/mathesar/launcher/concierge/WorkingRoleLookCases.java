package org.mathesar.launcher.concierge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.mathesar.launcher.database.Finding;
import org.mathesar.launcher.database.Finding.Verdict;
import org.mathesar.launcher.problem.Problem;

/** What makes a role unfit is named, and the SQL beside it cures it. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class WorkingRoleLookCases {
    private SupabaseLike supabase;

    /** The server to see it on, closed afterwards. */
    abstract SupabaseLike server() throws Exception;

    @BeforeAll
    void start() throws Exception {
        supabase = server();
        supabase.run("postgres", "CREATE TABLE loans (id int)");
        supabase.run("supabase_admin", "REVOKE CREATE ON SCHEMA public FROM PUBLIC");
    }

    @AfterAll
    void stop() throws Exception {
        supabase.close();
    }

    private List<Finding> bad(String role) throws SQLException {
        return WorkingRoleLook.of(supabase.as("authenticator"), role).stream()
                .filter(finding -> finding.verdict() == Verdict.BAD).toList();
    }

    /** Makes a role unfit, sees what is said, does what is said, and sees nothing more. */
    private void assertNamedAndCured(String role, String[] sins, String... sentences) throws SQLException {
        supabase.run("supabase_admin", "CREATE ROLE " + role + " LOGIN");
        supabase.run("supabase_admin", sins);
        List<Finding> found = bad(role);
        assertEquals(List.of(sentences), found.stream().map(Finding::sentence).toList());
        for (Finding finding : found) {
            String action = ((Problem.Fixable) finding.problem().orElseThrow()).action();
            String start = "Run as the database’s administrator: ";
            assertTrue(action.startsWith(start), action);
            supabase.run("supabase_admin", action.substring(start.length()));
        }
        assertEquals(List.of(), bad(role));
    }

    @Test
    void attributesAreNamedAndTakenAway() throws Exception {
        assertNamedAndCured("strong", new String[]{"ALTER ROLE strong BYPASSRLS CREATEDB REPLICATION"},
                "strong has the attribute BYPASSRLS: row-level security does not hold for it.",
                "strong has the attributes CREATEDB, REPLICATION.");
    }

    @Test
    void whatItOwnsIsNamedAndGivenAway() throws Exception {
        assertNamedAndCured("owner", new String[]{"CREATE SCHEMA mine AUTHORIZATION owner",
                "CREATE TABLE public.\"Odd one\" (id int)", "ALTER TABLE public.\"Odd one\" OWNER TO owner",
                "CREATE VIEW public.looks AS SELECT 1", "ALTER VIEW public.looks OWNER TO owner"},
                "owner owns schema mine, owns table public.\"Odd one\" and owns view public.looks.");
    }

    @Test
    void whereItCanCreateIsNamedAndStopped() throws Exception {
        assertNamedAndCured("creator", new String[]{"GRANT CREATE ON SCHEMA public TO creator",
                "GRANT CREATE ON DATABASE postgres TO creator", "CREATE SCHEMA shared",
                "GRANT CREATE ON SCHEMA shared TO PUBLIC"},
                "creator may create schemas in database postgres, may create tables in schema public and may create tables"
                        + " in schema shared, as everyone may.");
    }

    @Test
    void strongRolesThatItBelongsToAreNamedAndLeft() throws Exception {
        assertNamedAndCured("member", new String[]{"CREATE ROLE between", "GRANT service_role TO between",
                "GRANT between, postgres, pg_execute_server_program TO member"},
                "member is a member of pg_execute_server_program, which works on the server’s own files, is a member of"
                        + " postgres, which has the attribute BYPASSRLS and is a member of service_role, which has the"
                        + " attribute BYPASSRLS.");
    }

    @Test
    void aSuperuserIsToldToMakeAnother() throws Exception {
        Finding finding = bad("supabase_admin").getFirst();
        assertEquals("supabase_admin is a superuser: it may do anything, and row-level security does not hold for it.",
                finding.sentence());
        assertEquals("Make another role for people to work as.", finding.problem().orElseThrow().advice());
    }

    @Test
    void anAdministratorIsNotToldToDisarmItself() throws Exception {
        List<Finding> found = bad("postgres");
        assertEquals(
                List.of("postgres administers this database: it owns it, may make roles, skips row-level security."),
                found.stream().map(Finding::sentence).toList());
        assertEquals("Leave it as it is, and make another role for people to work as.",
                found.getFirst().problem().orElseThrow().advice());
    }

    @Test
    void aMissingRoleIsMissing() throws Exception {
        assertEquals("There is no role nobody on this server.", bad("nobody").getFirst().sentence());
    }

    @Test
    void aRoleThatReadsNothingIsNoted() throws Exception {
        supabase.run("supabase_admin", "CREATE ROLE blind LOGIN PASSWORD 'secret-blind'");
        List<String> notes = new ArrayList<>();
        try (Connection connection = supabase.as("blind").connect()) {
            WorkingRoleLook.in(connection, "blind").stream().filter(finding -> finding.verdict() == Verdict.NOTE)
                    .forEach(finding -> notes.add(finding.sentence()));
        }
        assertEquals(List.of("blind can read no table here yet: nothing is granted to it."), notes);
    }
}
