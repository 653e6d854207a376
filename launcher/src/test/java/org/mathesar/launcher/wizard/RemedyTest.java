package org.mathesar.launcher.wizard;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.mathesar.launcher.wizard.Remedy.Part;

class RemedyTest {

    @Test
    void aSentenceIsASentence() {
        assertEquals(List.of(text("Create the database in your provider’s panel; then try again.")),
                Remedy.of("Create the database in your provider’s panel; then try again.").parts());
    }

    @Test
    void statementsAreTakenOutOneToALine() {
        assertEquals(List.of(text("As an administrator, run:"),
                code("ALTER DATABASE d OWNER TO r;\nGRANT CONNECT ON DATABASE d TO r;")),
                Remedy.of("As an administrator, run: ALTER DATABASE d OWNER TO r; GRANT CONNECT ON DATABASE d TO r;")
                        .parts());
    }

    @Test
    void whatFollowsIsASentenceAgain() {
        assertEquals(List.of(text("Run:"), code("CREATE ROLE r LOGIN;\n\\password r"),
                text("Then come back."), code("SELECT 1;")),
                Remedy.of("Run: CREATE ROLE r LOGIN; \\password r. Then come back. SELECT 1;").parts());
    }

    @Test
    void aSemicolonInANameEndsNothing() {
        assertEquals(List.of(code("DROP ROLE \"a;b\";"), text("Done.")), Remedy.of("DROP ROLE \"a;b\"; Done.").parts());
        assertEquals(List.of(code("COMMENT ON TABLE t IS 'x; SELECT 1;';")),
                Remedy.of("COMMENT ON TABLE t IS 'x; SELECT 1;';").parts());
    }

    @Test
    void anOpenQuoteAndAnEndlessTextAreOnlyText() {
        assertEquals(List.of(text("DROP ROLE \"a;b")), Remedy.of("DROP ROLE \"a;b").parts());
        String endless = "GRANT ".repeat(20_000);
        assertEquals(List.of(text(endless.strip())), Remedy.of(endless).parts());
    }

    private static Part text(String text) {
        return new Part(false, text);
    }

    private static Part code(String text) {
        return new Part(true, text);
    }
}
