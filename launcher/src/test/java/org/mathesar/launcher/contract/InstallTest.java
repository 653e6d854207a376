package org.mathesar.launcher.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@AgainstEachSubject
class InstallTest {
    private static final String EMPTY = "empty";
    private static final Map<String, String> ELSEWHERE = Map.of("POSTGRES_DB", EMPTY, "SKIP_STATIC_COLLECTION", "true");

    private final ContractServer server;

    InstallTest(ContractServer server) {
        this.server = server;
    }

    @BeforeEach
    void prepare() throws SQLException {
        server.goBackToInstalled();
        server.postgres().createDatabase(EMPTY);
    }

    @Test
    void anEmptyDatabaseIsFilledAndTheCheckTellsBeforeAndAfter() throws Exception {
        assertEquals(1, migrationCheck());
        assertEquals(List.of(), tables());
        server.release().install(ELSEWHERE).succeed();
        assertEquals(0, migrationCheck());
        assertFalse(tables().isEmpty());
    }

    @Test
    void repeatingItChangesNoTable() throws Exception {
        server.release().install(ELSEWHERE).succeed();
        List<String> tables = tables();
        server.release().install(ELSEWHERE).succeed();
        assertEquals(tables, tables());
    }

    @Test
    void ofThreeAtOnceOnAnEmptyDatabaseNotAllSucceedAndOneMoreRepairsIt() throws Exception {
        List<Program> programs = Stream.generate(() -> server.release().install(ELSEWHERE)).limit(3).toList();
        int failed = 0;
        for (Program program : programs) {
            failed += program.exitCode() == 0 ? 0 : 1;
        }
        assertTrue(failed > 0, "All three succeeded, so the launcher would need no lock.");
        server.release().install(ELSEWHERE).succeed();
        assertEquals(0, migrationCheck());
    }

    @Test
    void staticFilesAreCollectedAnewAndHaveAManifest() throws Exception {
        Files.writeString(server.release().file("static/of-an-older-version.css"), "");
        server.release().install(Map.of()).succeed();
        assertTrue(Files.isRegularFile(server.release().file("static/staticfiles.json")));
        assertFalse(Files.exists(server.release().file("static/of-an-older-version.css")));
    }

    @Test
    void aSuperuserMadeByCommandCanSignIn() throws Exception {
        Map<String, String> superuser = Map.of("DJANGO_SUPERUSER_USERNAME", "bob", "DJANGO_SUPERUSER_EMAIL",
                "bob@example.org", "DJANGO_SUPERUSER_PASSWORD", "123");
        server.release().manage(superuser, "createsuperuser", "--noinput").succeed();
        assertEquals(302, server.visitor().signIn("bob", "123").status());
        assertEquals(1, server.release().manage(superuser, "createsuperuser", "--noinput").exitCode());
    }

    @Test
    void withoutADatabaseItFails() throws Exception {
        assertEquals(1, server.release().install(Map.of("POSTGRES_DB", "missing")).exitCode());
    }

    private int migrationCheck() throws InterruptedException {
        return server.release().manage(ELSEWHERE, "migrate", "--check").exitCode();
    }

    private List<String> tables() throws SQLException {
        return server.postgres().column(EMPTY,
                "SELECT table_name || '.' || column_name || ' ' || data_type FROM information_schema.columns"
                        + " WHERE table_schema = 'public' ORDER BY 1");
    }
}
