package org.mathesar.launcher.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.Connection;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.mathesar.launcher.database.EmbeddedPostgres;

/**
 * The SQL of the guides on the other versions that Mathesar works with: from 16 on, whoever makes a role is no member of
 * it; up to 14, everybody creates tables in schema public.
 */
@Tag("databases")
class GuidesOnOtherVersionsTest {

    @ParameterizedTest
    @MethodSource
    void theRolesAreMadeAndRemovedAsTheGuideSays(int major, Guide guide) throws Exception {
        EmbeddedPostgres server = EmbeddedPostgres.shared(major);
        try (Hoster hoster = Hoster.prepared(server, guide)) {
            hoster.install();
            if (major < 15) {
                server.execute(Hoster.DATABASE, "REVOKE CREATE ON SCHEMA public FROM PUBLIC");
            }
            try (Connection editor = hoster.editor()) {
                Hoster.run(editor, "INSERT INTO books (title) VALUES ('kept')");
                for (String statement : List.of("CREATE SCHEMA mine", "CREATE TABLE public.mine ()",
                        "ALTER TABLE books ADD COLUMN mine text", "DROP TABLE books")) {
                    Hoster.assertRefused(editor, statement);
                }
            }
            try (Connection administrator = hoster.administrator()) {
                for (String block : guide.removing(Hoster.DATABASE)) {
                    Hoster.run(administrator, block);
                }
                assertEquals(List.of(), Hoster.rows(administrator, Hoster.SCHEMAS));
                assertEquals(List.of(), Hoster.rows(administrator, Hoster.ROLES));
                assertEquals(List.of("kept"), Hoster.rows(administrator, "SELECT title FROM books"));
            }
        }
    }

    static Stream<Arguments> theRolesAreMadeAndRemovedAsTheGuideSays() {
        return Stream.of(14, 17, 18)
                .flatMap(major -> Stream.of(Guide.values()).map(guide -> Arguments.of(major, guide)));
    }
}
