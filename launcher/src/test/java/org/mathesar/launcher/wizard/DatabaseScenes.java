package org.mathesar.launcher.wizard;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mathesar.launcher.concierge.Access;
import org.mathesar.launcher.concierge.Dependents;
import org.mathesar.launcher.concierge.Dependents.Dependent;
import org.mathesar.launcher.concierge.RowSecurity;
import org.mathesar.launcher.concierge.RowSecurity.Table;
import org.mathesar.launcher.concierge.WorkLine;
import org.mathesar.launcher.database.Finding;
import org.mathesar.launcher.database.Finding.Verdict;
import org.mathesar.launcher.database.Report;
import org.mathesar.launcher.database.Step;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.setup.Databases.Answer;
import org.mathesar.launcher.setup.Databases.Connected;
import org.mathesar.launcher.setup.Databases.Conversation;
import org.mathesar.launcher.setup.Databases.Preparation;
import org.mathesar.launcher.setup.Databases.RoleCheck;

/** How the way to a database may stand: everything that its pages have to show, with names as long as they get. */
final class DatabaseScenes {
    static final Answer FULL = new Answer(FakeDatabases.PLACE, "librarian", Optional.of("The town’s library"),
            Access.FULL, "require");
    static final Answer ROWS = new Answer("postgres on aws-0-eu-central-1.pooler.supabase.com:5432",
            "postgres.abcdefghijklmnopqrst", Optional.empty(), Access.NO_STRUCTURE_CHANGES, "require");
    static final Connected LIBRARY = new Connected(3, "The town’s library", FakeDatabases.PLACE,
            List.of("librarian"), Optional.empty());
    static final Connected OLD = new Connected(4, "postgres",
            "postgres on aws-0-eu-central-1.pooler.supabase.com:5432",
            List.of("mathesar_editor.abcdefghijklmnopqrst", "mathesar_reader.abcdefghijklmnopqrst"),
            Optional.of("Mathesar’s SQL in this database is of version 0.10.1. Upgrading it needs the password of its"
                    + " owner, mathesar_installer, which is not stored."));
    static final Preparation PREPARATION = new Preparation(
            "CREATE ROLE mathesar_installer LOGIN PASSWORD 'made-up-for-this-picture';\n"
                    + "GRANT CONNECT, CREATE ON DATABASE postgres TO mathesar_installer;",
            "CREATE ROLE mathesar_editor LOGIN PASSWORD 'made-up-for-this-picture'\n"
                    + "  NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE;\n"
                    + "GRANT CONNECT ON DATABASE postgres TO mathesar_editor;\nGRANT USAGE ON SCHEMA public TO"
                    + " mathesar_editor;\nGRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO"
                    + " mathesar_editor;\nGRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO mathesar_editor;",
            "mathesar_installer", "mathesar_editor");
    static final Finding MISSING = bad(Step.PRIVILEGES, "The role mathesar may not create schemas in the database"
            + " library.",
            "As an administrator, connected to the database library, run: GRANT CREATE ON DATABASE"
                    + " library TO mathesar; GRANT ALL ON SCHEMA public TO mathesar;");
    static final Finding POOLER = bad(Step.POOLER, "This is Supabase’s transaction pooler, which cuts Mathesar’s"
            + " sessions apart.", "Use the session pooler instead: the same string with port 5432.");

    private DatabaseScenes() {}

    /** All stages of the conversation, by the picture's name. */
    static Map<String, Conversation> all() {
        Map<String, Conversation> scenes = new LinkedHashMap<>();
        scenes.put("asking", new Conversation.Asking());
        scenes.put("examining", examining());
        scenes.put("refused", refused(FULL, MISSING));
        scenes.put("planned-full", plannedFull());
        scenes.put("planned-rows", plannedRows());
        scenes.put("planned-role-bad", plannedRows(badRole()));
        scenes.put("planned-role-good", plannedRows(goodRole()));
        scenes.put("working", working());
        scenes.put("failed", failed());
        scenes.put("done", done());
        return scenes;
    }

    static Finding good(Step step, String sentence) {
        return new Finding(step, Verdict.GOOD, sentence, Optional.empty(), Duration.ofMillis(40));
    }

    static Finding note(Step step, String sentence) {
        return new Finding(step, Verdict.NOTE, sentence, Optional.empty(), Duration.ofMillis(40));
    }

    static Finding bad(Step step, String sentence, String remedy) {
        return new Finding(step, Verdict.BAD, sentence, Optional.of(new Problem.Fixable(sentence, remedy,
                "ERROR: permission denied for database library\n  SQLSTATE: 42501")), Duration.ofMillis(90));
    }

    /** The first steps of every diagnosis that gets inside. */
    static Finding[] findings(Finding... last) {
        List<Finding> begun = List.of(good(Step.DETAILS, "Nothing is missing."),
                good(Step.NAME, "db.example.org is 198.51.100.20 and 2001:db8:1a2b:3c4d:5e6f:7a8b:9cad:be0f."),
                good(Step.REACH, "Port 5432 answers over IPv4 after 12 ms."),
                note(Step.ENCRYPTION, "The connection is encrypted, but the server’s certificate was not checked."),
                good(Step.LOGIN, "The role librarian may sign in."),
                good(Step.VERSION, "PostgreSQL 16.4 suits."),
                new Finding(Step.POOLER, Verdict.SKIPPED, "There is no pooler in between.", Optional.empty(),
                        Duration.ZERO));
        Finding[] all = Arrays.copyOf(begun.toArray(Finding[]::new), begun.size() + last.length);
        System.arraycopy(last, 0, all, begun.size(), last.length);
        return all;
    }

    static Conversation.Examining examining() {
        return new Conversation.Examining(FULL, List.of(findings()));
    }

    static Conversation.Refused refused(Answer answer, Finding bad) {
        return new Conversation.Refused(answer, new Report(List.of(findings(bad)), Optional.empty()));
    }

    static Conversation.Planned plannedFull() {
        return new Conversation.Planned(FULL, report(), creates(), Optional.empty(), List.of(), List.of());
    }

    static Conversation.Planned plannedRows(RoleCheck... roles) {
        return new Conversation.Planned(ROWS, report(), creates(), Optional.of(PREPARATION), List.of(roles),
                List.of("ada", "grace.hopper@department-of-public-records.example.org", "Émilie du Châtelet"));
    }

    static RoleCheck badRole() {
        return new RoleCheck("mathesar_editor", List.of(good(Step.LOGIN, "The role mathesar_editor may sign in."),
                bad(Step.PRIVILEGES, "The role mathesar_editor bypasses row-level security.",
                        "As an administrator, run: ALTER ROLE mathesar_editor NOBYPASSRLS;")),
                Optional.empty());
    }

    static RoleCheck goodRole() {
        return new RoleCheck("mathesar_editor", List.of(good(Step.LOGIN, "The role mathesar_editor may sign in."),
                good(Step.PRIVILEGES, "It can create, alter and drop nothing.")), Optional.of(rowSecurity()));
    }

    static Conversation.Working working() {
        return new Conversation.Working(ROWS, lines(false));
    }

    static Conversation.Failed failed() {
        return new Conversation.Failed(ROWS, lines(true));
    }

    static Conversation.Done done() {
        return new Conversation.Done(ROWS,
                List.of(done("Mathesar’s schemas msar, __msar and mathesar_types", "They are installed."),
                        done("The role mathesar_editor", "Mathesar knows it; its password is stored, encrypted."),
                        done("The people", "ada and 2 more work as mathesar_editor."),
                        done("The installer", "Its password is forgotten.")),
                List.of(rowSecurity()));
    }

    static RowSecurity rowSecurity() {
        String filtered = "Rows are filtered for this role.";
        return new RowSecurity("mathesar_editor", "Rows are filtered for mathesar_editor in 2 of 4 tables.",
                List.of(new Table("public", "members", true, true, true, true,
                        List.of("members_of_own_branch", "no_deleted_members"), filtered),
                        new Table("public", "loans", true, false, true, true, List.of(), filtered
                                + " No policy lets it see any row, so the table looks empty."),
                        new Table("public", "a_table_with_a_name_that_is_as_long_as_postgresql_lets_names_be", false,
                                false, false, true, List.of(),
                                "Every row is visible: row-level security is off."),
                        new Table("private", "salaries", true, false, false, false, List.of(),
                                "The role may not read this table at all.")),
                List.of("The API of Supabase shows public.a_table_with_a_name_that_is_as_long_as_postgresql_lets_names_be"
                        + " to everybody, because row-level security is off there."));
    }

    static Dependents dependents() {
        return new Dependents(List.of(
                new Dependent("column email of table public.people", "type mathesar_types.email",
                        "ALTER TABLE public.people ALTER COLUMN email TYPE text;"),
                new Dependent("view public.members_with_addresses", "type mathesar_types.uri", "")));
    }

    private static List<WorkLine> lines(boolean failed) {
        Optional<Problem> problem = failed
                ? Optional.of(new Problem.Fixable("The server closed the connection.",
                        "See whether it was restarted, then try again.", "FATAL: terminating connection"))
                : Optional.empty();
        return List.of(done("Mathesar’s schemas msar, __msar and mathesar_types", "They are installed."),
                new WorkLine("The role mathesar_editor", failed ? WorkLine.Mark.FAILED : WorkLine.Mark.RUNNING, "",
                        problem),
                new WorkLine("The people", WorkLine.Mark.WAITING, "", Optional.empty()));
    }

    private static WorkLine done(String title, String sentence) {
        return new WorkLine(title, WorkLine.Mark.DONE, sentence, Optional.empty());
    }

    private static Report report() {
        return new Report(List.of(findings(good(Step.PRIVILEGES, "The role may create schemas."))), Optional.empty());
    }

    private static List<String> creates() {
        return List.of("The schema msar with 479 functions and 2 tables of Mathesar.",
                "The schema __msar with 17 functions for Mathesar’s own use.",
                "The schema mathesar_types with data types that you may use in your tables.");
    }

    /** Something that only time cures. */
    static Problem busy() {
        return new Problem.Passing("All connections of db.example.org are in use.",
                Instant.parse("2026-11-22T20:05:00Z"), "FATAL: sorry, too many clients already");
    }
}
