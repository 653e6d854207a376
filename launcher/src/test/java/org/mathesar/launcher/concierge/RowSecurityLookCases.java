package org.mathesar.launcher.concierge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every sentence is held against what the role really sees; every table has four rows. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class RowSecurityLookCases {
    private static final long ALL = 4;
    private SupabaseLike supabase;

    /** The server to see it on, closed afterwards. */
    abstract SupabaseLike server() throws Exception;

    @BeforeAll
    void fill() throws Exception {
        supabase = server();
        supabase.run("postgres", "CREATE ROLE mathesar_editor LOGIN PASSWORD 'secret-mathesar_editor'",
                "CREATE ROLE mathesar_installer LOGIN PASSWORD 'secret-mathesar_installer'",
                "GRANT CREATE ON DATABASE postgres TO mathesar_installer", "CREATE ROLE librarians NOLOGIN",
                "CREATE ROLE keeper LOGIN PASSWORD 'secret-keeper'",
                "CREATE ROLE heir LOGIN PASSWORD 'secret-heir'", "GRANT keeper, librarians TO heir",
                "CREATE ROLE idle_heir LOGIN NOINHERIT PASSWORD 'secret-idle_heir'",
                "GRANT keeper, service_role TO idle_heir", "CREATE SCHEMA hidden", "CREATE SCHEMA \"odd \"\" name\"",
                "GRANT USAGE, CREATE ON SCHEMA public, \"odd \"\" name\" TO keeper, mathesar_editor");
        for (String table : TABLES) {
            make(table);
        }
        supabase.run("postgres", POLICIES);
        supabase.run("postgres",
                Stream.of(OTHERS).filter(sql -> knowsInvokerViews() || !READERS_VIEWS.matcher(sql).find())
                        .toArray(String[]::new));
        supabase.run("supabase_admin", "ALTER TABLE kept OWNER TO keeper", "ALTER TABLE forced OWNER TO keeper",
                "ALTER TABLE forced FORCE ROW LEVEL SECURITY", "ALTER VIEW view_of_keeper OWNER TO keeper");
    }

    /** What only PostgreSQL 15 and later have. */
    private static final Pattern READERS_VIEWS = Pattern.compile("security_invoker|reader_inside_owner");

    private boolean knowsInvokerViews() {
        return supabase.major() >= 15;
    }

    private static final String[] TABLES = {"unprotected", "sleeping", "ruled", "open", "shut", "restricted",
            "restrictive_only", "token", "token_perhaps", "looking", "looked_at", "kept", "forced", "ungranted",
            "some_columns", "hidden.closed", "\"odd \"\" name\".\"ta \"\" ble\"", "for_librarians"};
    private static final String[] POLICIES = protect("ruled", "USING (id > 2)", "open", "USING (true)", "restricted",
            "USING (true)", "token", "USING (auth.uid() IS NOT NULL AND auth.uid() = person)", "kept", "USING (id > 2)",
            "forced", "USING (id > 2)", "\"odd \"\" name\".\"ta \"\" ble\"", "USING (id > 2)", "for_librarians",
            "FOR SELECT TO librarians USING (id > 2)", "looking",
            "USING (id > (SELECT min(l.id) FROM looked_at l))", "some_columns", "FOR SELECT USING (id > 2)");
    private static final String[] OTHERS = {"CREATE POLICY asleep ON sleeping USING (id > 2)",
            "ALTER TABLE shut ENABLE ROW LEVEL SECURITY",
            "CREATE POLICY narrow ON restricted AS RESTRICTIVE USING (id > 2)",
            "ALTER TABLE restrictive_only ENABLE ROW LEVEL SECURITY",
            "CREATE POLICY narrow ON restrictive_only AS RESTRICTIVE USING (id > 2)",
            "DROP POLICY rule ON token", "CREATE POLICY rule ON token USING ((SELECT auth.uid()) = person)",
            "CREATE FUNCTION mine(uuid) RETURNS boolean LANGUAGE sql STABLE AS 'SELECT auth.uid() = $1'",
            "ALTER TABLE token_perhaps ENABLE ROW LEVEL SECURITY",
            "CREATE POLICY rule ON token_perhaps USING (mine(person))",
            "REVOKE ALL ON looked_at, ungranted, some_columns FROM mathesar_editor, anon, authenticated, heir",
            "GRANT SELECT (id) ON some_columns TO mathesar_editor",
            "CREATE VIEW view_of_owner AS SELECT * FROM ruled",
            "CREATE VIEW view_on_view AS SELECT * FROM view_of_owner",
            "CREATE VIEW view_of_reader WITH (security_invoker = on) AS SELECT * FROM ruled",
            "CREATE VIEW reader_inside_owner AS SELECT * FROM view_of_reader",
            "CREATE VIEW owner_inside_reader WITH (security_invoker) AS SELECT * FROM view_of_owner",
            "CREATE VIEW view_of_keeper AS SELECT * FROM ruled",
            "CREATE VIEW plain_view AS SELECT * FROM unprotected",
            "CREATE VIEW refused_view WITH (security_invoker) AS SELECT * FROM looked_at",
            "CREATE MATERIALIZED VIEW stored AS SELECT * FROM ruled",
            "CREATE TABLE parted (id int, person uuid) PARTITION BY RANGE (id)",
            "CREATE TABLE part PARTITION OF parted FOR VALUES FROM (0) TO (9)",
            "INSERT INTO parted SELECT n, gen_random_uuid() FROM generate_series(1, 4) n",
            "ALTER TABLE parted ENABLE ROW LEVEL SECURITY", "CREATE POLICY rule ON parted USING (id > 2)",
            "CREATE TABLE parent (id int, person uuid)", "CREATE TABLE child () INHERITS (parent)",
            "INSERT INTO child SELECT n, gen_random_uuid() FROM generate_series(1, 4) n",
            "ALTER TABLE child ENABLE ROW LEVEL SECURITY", "CREATE POLICY rule ON child USING (id > 2)",
            "GRANT ALL ON ALL TABLES IN SCHEMA public, \"odd \"\" name\" TO mathesar_editor, keeper",
            "REVOKE ALL ON looked_at, ungranted, some_columns FROM mathesar_editor",
            "GRANT SELECT (id) ON some_columns TO mathesar_editor", "GRANT SELECT ON for_librarians TO librarians"};

    private void make(String table) throws SQLException {
        supabase.run("postgres", "CREATE TABLE " + table + " (id int, person uuid)",
                "INSERT INTO " + table + " SELECT n, gen_random_uuid() FROM generate_series(1, 4) n");
    }

    private static String[] protect(String... tablesAndRules) {
        String[] statements = new String[tablesAndRules.length];
        for (int i = 0; i < tablesAndRules.length; i += 2) {
            statements[i] = "ALTER TABLE " + tablesAndRules[i] + " ENABLE ROW LEVEL SECURITY";
            statements[i + 1] = "CREATE POLICY rule ON " + tablesAndRules[i] + " " + tablesAndRules[i + 1];
        }
        return statements;
    }

    @AfterAll
    void stop() throws Exception {
        supabase.close();
    }

    private RowSecurity look(String role) throws SQLException {
        // asked by somebody with no rights at all
        return RowSecurityLook.of(supabase.as("mathesar_installer"), role);
    }

    private static String sentence(RowSecurity seen, String table) {
        return seen.tables().stream().filter(each -> each.name().equals(table)).findFirst().orElseThrow().sentence();
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgres", "anon", "authenticated", "service_role", "mathesar_editor",
            "mathesar_installer", "keeper", "heir", "idle_heir", "supabase_admin", "supabase_read_only_user",
            "librarians"})
    void everySentenceAgreesWithWhatTheRoleSees(String role) throws Exception {
        RowSecurity seen = look(role);
        assertTrue(role.equals("mathesar_installer") || seen.tables().size() > 20, seen.toString());
        for (RowSecurity.Table table : seen.tables()) {
            String name = SqlText.name(table.schema()) + "." + SqlText.name(table.name());
            if (!Stream.of("public", "odd \" name", "hidden").toList().contains(table.schema())
                    || table.name().equals("parent") && table.readable()) {
                continue;
            }
            String at = role + ", " + name + ": " + table;
            long count;
            try {
                count = supabase.count(role, name);
            } catch (SQLException e) {
                assertEquals("42501", e.getSQLState(), at);
                assertTrue(!table.readable() && table.sentence().startsWith("This role cannot read it"), at);
                continue;
            }
            assertTrue(table.readable(), at);
            if (!table.filtered()) {
                assertEquals(ALL, count, at);
                assertTrue(table.sentence().startsWith("Rows are not filtered"), at);
            } else {
                assertTrue(table.sentence().startsWith("Rows are filtered"), at);
                long expected = table.sentence().contains("sees none") || table.sentence().contains("probably all")
                        ? 0
                        : table.sentence().contains("lets every row through") ? ALL : ALL / 2;
                assertEquals(table.name().equals("looking") ? 3 : expected, count, at);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ruled | Rows are filtered for this role.
            unprotected | Rows are not filtered: row-level security is off on this table.
            sleeping | Rows are not filtered: row-level security is off on this table, so its policy asleep is not in force.
            open | Rows are filtered for this role, but its policy rule lets every row through.
            restricted | Rows are filtered for this role.
            shut | Rows are filtered for this role: it sees none, since no policy lets it read. No policy lets it add, \
            change or delete rows.
            restrictive_only | Rows are filtered for this role: it sees none, since its only policies are restrictive, \
            which take away and give nothing. No policy lets it add, change or delete rows.
            token | Rows are filtered for this role: it sees none, since its policy rule is about who is signed in to \
            the API, which nobody is on a direct connection. No policy lets it add, change or delete rows.
            token_perhaps | This role cannot read it: a policy looks into schema auth, which is not granted to this role.
            looking | This role cannot read it: a policy looks into public.looked_at, which is not granted to this role.
            looked_at | This role cannot read it: SELECT on it is not granted.
            view_of_owner | Rows are not filtered: this view shows rows with the rights of its owner postgres, who \
            skips the policies of public.ruled. Cure: ALTER VIEW public.view_of_owner SET (security_invoker = true);
            view_of_keeper | Rows are filtered, but by the policies for its owner keeper: this view shows rows with \
            the owner’s rights.
            view_of_reader | Rows are filtered for this role: this view shows rows with the rights of whoever asks.
            stored | Rows are not filtered: this is a stored copy of what its owner postgres sees, and it is the same \
            for everyone.
            part | Rows are not filtered: row-level security is off on this table, a partition; policies of the \
            partitioned table hold only when that one is read.
            """)
    void everyReasonHasItsSentence(String table, String sentence) throws Exception {
        String here = knowsInvokerViews() ? sentence : sentence.replaceAll(" Cure: ALTER VIEW.*", "");
        assumeTrue(knowsInvokerViews() || !table.equals("view_of_reader"), "no such views before PostgreSQL 15");
        assertEquals(here, sentence(look("mathesar_editor"), table));
    }

    @Test
    void ownersAreToldWhatOwningMeans() throws Exception {
        assertEquals("Rows are not filtered for this role: it owns the table, and row-level security is not forced on"
                + " owners.", sentence(look("keeper"), "kept"));
        assertEquals("Rows are filtered for this role. As its owner the role may switch that off.",
                sentence(look("keeper"), "forced"));
        assertEquals("Rows are not filtered for this role: it has the rights of keeper, who owns the table, and"
                + " row-level security is not forced on owners.", sentence(look("heir"), "kept"));
    }

    @Test
    void oneSentenceSaysItForTheWholeDatabase() throws Exception {
        assertEquals(
                "Rows are filtered for mathesar_editor in " + (knowsInvokerViews() ? "16 of the 25" : "14 of the 22")
                        + " tables that it can read. 5 tables in schemas"
                        + " auth, hidden, realtime, storage and vault are out of its reach.",
                look("mathesar_editor").sentence());
        assertEquals(
                "Row-level security does not hold for postgres, which has the attribute BYPASSRLS: it sees every row"
                        + " of every table that it may read. 1 table in schema vault is out of its reach.",
                look("postgres").sentence());
        assertTrue(look("supabase_admin").sentence().contains("supabase_admin, which is a superuser"));
        assertTrue(look("idle_heir").sentence().startsWith("idle_heir can read no table of this database."));
        assertEquals("There is no role nobody on this server.", look("nobody").sentence());
    }

    @Test
    void theWarningsNameWhatIsOpenBesideTheTables() throws Exception {
        List<String> editor = look("mathesar_editor").warnings();
        assertTrue(editor.contains("Supabase’s API serves public.parent, public.part, public.sleeping and"
                + " public.unprotected to everyone who has the public anon key, since there is no row-level security."
                + " Cure: ALTER TABLE public.parent ENABLE ROW LEVEL SECURITY; and so on for each."),
                editor.toString());
        assertTrue(
                editor.contains("Supabase’s API serves public.stored, public.view_of_owner and public.view_on_view to"
                        + " everyone who has the public anon key with the rights of the owner, who skips row-level security."
                        + " Cure: REVOKE ALL ON public.stored, public.view_of_owner, public.view_on_view FROM anon,"
                        + " authenticated;"),
                editor.toString());
        assertTrue(editor.contains("The rows of public.child are also seen through public.parent, where they are not"
                + " filtered for mathesar_editor."), editor.toString());
        assertTrue(editor.toString().contains("with TRUNCATE, which no policy holds back"), editor.toString());
        List<String> heir = look("idle_heir").warnings();
        assertTrue(heir.contains("idle_heir is a member of service_role and may become it with SET ROLE; row-level"
                + " security does not hold for service_role. Cure: REVOKE service_role FROM \"idle_heir\";"),
                heir.toString());
        assertTrue(heir.toString().contains("may become it with SET ROLE; keeper owns tables with row-level security"),
                heir.toString());
    }

    @Test
    void whatTheWarningsSayIsPossibleIsPossible() throws Exception {
        try (Connection editor = supabase.acting("mathesar_editor")) {
            editor.setAutoCommit(false);
            SupabaseLike.run(editor, "TRUNCATE shut");
            editor.rollback();
        }
        supabase.run("supabase_admin", "UPDATE token SET person = '00000000-0000-0000-0000-000000000001' WHERE id = 1");
        try (Connection editor = supabase.as("mathesar_editor").connect()) {
            SupabaseLike.run(editor, "SELECT set_config('request.jwt.claims',"
                    + " '{\"sub\": \"00000000-0000-0000-0000-000000000001\"}', false)");
            try (var statement = editor.createStatement(); var rows = statement.executeQuery("TABLE token")) {
                assertTrue(rows.next(), "whoever signs in can claim to be anyone");
            }
        }
        try (Connection heir = supabase.as("idle_heir").connect()) {
            SupabaseLike.run(heir, "SET ROLE service_role", "SELECT * FROM ruled");
        }
    }

    @Test
    void ofThousandsOfTablesTheWorstAreListed() throws Exception {
        supabase.run("postgres", "CREATE DATABASE large");
        SupabaseLike large = supabase.in("large");
        large.run("postgres", "CREATE SCHEMA many", "GRANT USAGE ON SCHEMA many TO mathesar_editor", """
                DO $$ BEGIN FOR n IN 1..3000 LOOP
                    EXECUTE format('CREATE TABLE many.t%s (id int)', n);
                    EXECUTE format('GRANT SELECT ON many.t%s TO mathesar_editor', n);
                    EXECUTE format('ALTER TABLE many.t%s ENABLE ROW LEVEL SECURITY', n);
                    IF n %% 1000 <> 7 THEN EXECUTE format('CREATE POLICY p ON many.t%s USING (id > 1)', n); END IF;
                END LOOP; END $$""".replace("%%", "%"), "CREATE TABLE many.zz (id int)",
                "GRANT SELECT ON many.zz TO mathesar_editor");
        RowSecurity seen = RowSecurityLook.of(large.as("postgres"), "mathesar_editor");
        assertEquals(RowSecurityLook.MOST_TABLES, seen.tables().size());
        assertEquals("Rows are filtered for mathesar_editor in 3000 of the 3001 tables that it can read."
                + " The 200 that matter most are listed.", seen.sentence());
        assertEquals(List.of("zz", "t1007", "t2007", "t7"),
                seen.tables().stream().limit(4).map(RowSecurity.Table::name).toList());
    }
}
