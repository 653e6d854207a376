package org.mathesar.launcher.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mathesar.launcher.concierge.SupabaseLike;
import org.mathesar.launcher.database.TestPostgres;

/** The SQL of the guides, run as it stands there, by an administrator with the rights that each hoster gives. */
class GuidesTest {
    private static TestPostgres server;

    @BeforeAll
    static void start() throws Exception {
        server = TestPostgres.start();
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @ParameterizedTest
    @EnumSource
    void theInstallerCanMakeMathesarsSchemas(Guide guide) throws Exception {
        try (Hoster hoster = Hoster.prepared(server, guide)) {
            hoster.install();
            try (Connection administrator = hoster.administrator()) {
                assertEquals(List.of("__msar", "mathesar_types", "msar"), Hoster.rows(administrator, Hoster.SCHEMAS));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void theInstallerReadsNothing(Guide guide) throws Exception {
        try (Hoster hoster = Hoster.prepared(server, guide); Connection installer = hoster.installer()) {
            Hoster.assertRefused(installer, "SELECT * FROM books");
            Hoster.assertRefused(installer, "CREATE TABLE public.mine ()");
        }
    }

    @ParameterizedTest
    @EnumSource
    void theEditorReadsAndWritesTablesOfBeforeAndAfter(Guide guide) throws Exception {
        try (Hoster hoster = Hoster.prepared(server, guide); Connection editor = hoster.editor()) {
            try (Connection administrator = hoster.administrator()) {
                Hoster.run(administrator, "CREATE TABLE authors (id serial PRIMARY KEY, title text)");
            }
            for (String table : List.of("books", "authors")) {
                Hoster.run(editor, "INSERT INTO " + table + " (title) VALUES ('first'), ('second')");
                Hoster.run(editor, "UPDATE " + table + " SET title = 'third' WHERE title = 'second'");
                Hoster.run(editor, "DELETE FROM " + table + " WHERE title = 'first'");
                assertEquals(List.of("third"), Hoster.rows(editor, "SELECT title FROM " + table));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void theEditorChangesNoStructure(Guide guide) throws Exception {
        try (Hoster hoster = Hoster.prepared(server, guide); Connection editor = hoster.editor()) {
            hoster.install();
            for (String statement : List.of("CREATE SCHEMA mine", "CREATE TABLE public.mine ()",
                    "CREATE TABLE msar.mine ()", "CREATE VIEW public.mine AS SELECT 1",
                    "ALTER TABLE books ADD COLUMN mine text", "DROP TABLE books", "TRUNCATE books",
                    "CREATE INDEX ON books (title)", "CREATE POLICY mine ON books", "CREATE ROLE mine",
                    "CREATE DATABASE mine", "DROP SCHEMA msar CASCADE",
                    "SET ROLE mathesar_installer")) {
                Hoster.assertRefused(editor, statement);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void rowLevelSecurityHoldsForTheEditor(Guide guide) throws Exception {
        try (Hoster hoster = Hoster.prepared(server, guide); Connection editor = hoster.editor()) {
            try (Connection administrator = hoster.administrator()) {
                Hoster.run(administrator, "INSERT INTO books (title) VALUES ('seen'), ('unseen')");
                Hoster.run(administrator, "ALTER TABLE books ENABLE ROW LEVEL SECURITY");
                assertEquals(List.of(), Hoster.rows(editor, "SELECT title FROM books"));
                Hoster.run(administrator,
                        "CREATE POLICY seen ON books TO mathesar_editor USING (title = 'seen')");
            }
            assertEquals(List.of("seen"), Hoster.rows(editor, "SELECT title FROM books"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void theCheckOfTheGuideShowsWhatItSays(Guide guide) throws Exception {
        try (Hoster hoster = Hoster.prepared(server, guide); Connection administrator = hoster.administrator()) {
            String check = guide.making(Hoster.DATABASE).stream().filter(block -> block.startsWith("SELECT"))
                    .findFirst().orElseThrow();
            assertEquals(List.of("mathesar_editor false false false", "mathesar_installer false true false"),
                    Hoster.rows(administrator, check));
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatTheGuideRemovesIsMathesarsAndNothingElse(Guide guide) throws Exception {
        try (Hoster hoster = Hoster.prepared(server, guide)) {
            hoster.install();
            try (Connection administrator = hoster.administrator()) {
                Hoster.run(administrator, "INSERT INTO books (title) VALUES ('kept')");
                for (String block : guide.removing(Hoster.DATABASE)) {
                    Hoster.run(administrator, block);
                }
                assertEquals(List.of(), Hoster.rows(administrator, Hoster.SCHEMAS));
                assertEquals(List.of(), Hoster.rows(administrator, Hoster.ROLES));
                assertEquals(List.of("kept"), Hoster.rows(administrator, "SELECT title FROM books"));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsRemovedWhileAColumnNeedsIt(Guide guide) throws Exception {
        try (Hoster hoster = Hoster.prepared(server, guide)) {
            hoster.install();
            try (Connection administrator = hoster.administrator()) {
                Hoster.run(administrator, "CREATE TABLE people (mail mathesar_types.email)");
                Hoster.run(administrator, "INSERT INTO people VALUES ('ada@example.org')");
                assertThrows(SQLException.class, () -> {
                    for (String block : guide.removing(Hoster.DATABASE)) {
                        Hoster.run(administrator, block);
                    }
                });
                assertEquals(List.of("ada@example.org"), Hoster.rows(administrator, "SELECT mail FROM people"));
                assertEquals(3, Hoster.rows(administrator, Hoster.SCHEMAS).size());
            }
        }
    }

    @Test
    void theColumnsThatNeedMathesarsTypesAreNamed() throws Exception {
        try (Hoster hoster = Hoster.prepared(server, Guide.ANY)) {
            hoster.install();
            try (Connection administrator = hoster.administrator()) {
                Hoster.run(administrator,
                        "CREATE TABLE people (name text, mail mathesar_types.email, mails mathesar_types.email[])");
                String query = Guide.ANY.removing(Hoster.DATABASE).stream()
                        .filter(block -> block.startsWith("SELECT")).findFirst().orElseThrow();
                assertEquals(List.of("people mail mathesar_types.email", "people mails mathesar_types.email[]"),
                        Hoster.rows(administrator, query));
            }
        }
    }

    @Test
    void withFullAccessTheSchemasGoWithoutTheRoles() throws Exception {
        try (Hoster hoster = new Hoster(server, Guide.ANY); Connection administrator = hoster.administrator()) {
            Hoster.run(administrator, Hoster.MATHESARS);
            Hoster.run(administrator, "CREATE TABLE books (title text)");
            Hoster.run(administrator, "CREATE VIEW named AS SELECT msar.say() AS said");
            String drop = Guide.ANY.removing(Hoster.DATABASE).stream().filter(block -> block.startsWith("DO"))
                    .findFirst().orElseThrow();
            SQLException refused = assertThrows(SQLException.class, () -> Hoster.run(administrator, drop));
            assertTrue(refused.getMessage().contains("Nothing was dropped"), refused.getMessage());
            assertEquals(List.of("hello"), Hoster.rows(administrator, "SELECT said FROM named"));
            Hoster.run(administrator, "DROP VIEW named");
            Hoster.run(administrator, drop);
            assertEquals(List.of(), Hoster.rows(administrator, Hoster.SCHEMAS));
            assertEquals(List.of(), Hoster.rows(administrator, "SELECT title FROM books"));
        }
    }

    @Test
    void theGuideToSupabaseLeavesWhatIsSupabasesAlone() throws Exception {
        String open = "CREATE TABLE notes (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, title text)";
        try (SupabaseLike project = SupabaseLike.start()) {
            project.run("postgres", open);
            project.run("postgres", Guide.SUPABASE.making("postgres").toArray(String[]::new));
            try (Connection installer = project.external("mathesar_installer", "FIRST-PASSWORD").connect();
                    Connection editor = project.external("mathesar_editor", "SECOND-PASSWORD").connect()) {
                Hoster.run(installer, Hoster.MATHESARS);
                Hoster.run(editor, "INSERT INTO notes (title) VALUES ('kept')");
                for (String statement : List.of("SELECT * FROM auth.users", "SELECT * FROM storage.objects",
                        "CREATE TABLE public.mine ()", "CREATE SCHEMA mine", "SET ROLE service_role")) {
                    Hoster.assertRefused(editor, statement);
                }
            }
            project.run("postgres", Guide.SUPABASE.removing("postgres").toArray(String[]::new));
            assertEquals(1, project.count("postgres", "notes"));
            try (Connection postgres = project.as("postgres").connect()) {
                assertEquals(List.of(), Hoster.rows(postgres, Hoster.SCHEMAS));
                assertEquals(List.of(), Hoster.rows(postgres, Hoster.ROLES));
            }
        }
    }
}
