package org.mathesar.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.mathesar.launcher.concierge.CatalogSnapshot;
import org.mathesar.launcher.database.EncryptedPostgres;
import org.mathesar.launcher.database.MadeCertificates;

/** A whole server from files: its administrator, a database whose certificate is checked, roles and people. */
@Tag("databases")
class DeclaredDatabasesTest {
    private static final String OWNERS = "secret";
    private static final String READERS = "reader-77-secret";
    private static final String FIRST = "to-begin-with-5";
    private static final Duration LIMIT = Duration.ofSeconds(120);

    @TempDir(factory = OpenDirectory.class)
    private Path place;
    private EncryptedPostgres postgres;
    private Path file;
    private String lost;

    @BeforeEach
    void declare() throws Exception {
        MadeCertificates make = new MadeCertificates(Files.createDirectory(place.resolve("certificates")));
        Path root = make.root("root");
        postgres = EncryptedPostgres.start();
        Path shown = make.server("server", "root");
        postgres.show(make.key("server"), shown);
        String owner = postgres.database().user();
        try (Connection connection = postgres.server().superuser(postgres.database().name());
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE plots (gardener text, crop text); INSERT INTO plots VALUES"
                    + " ('reader', 'beans'), ('somebody else', 'peas'); ALTER TABLE plots OWNER TO " + owner + ";"
                    + " ALTER TABLE plots ENABLE ROW LEVEL SECURITY;"
                    + " CREATE ROLE reader LOGIN PASSWORD '" + READERS + "'; GRANT SELECT ON plots TO reader;"
                    + " CREATE POLICY own ON plots FOR SELECT TO reader USING (gardener = current_user)");
        }
        Files.writeString(place.resolve("owner"), OWNERS + "\n");
        Files.writeString(place.resolve("reader"), READERS + "\n");
        lost = "127.0.0.1:" + Launch.freePort();
        file = Files.writeString(place.resolve("connections.yaml"), """
                connections:
                  - url: postgres://nobody:no-password-7@%s/lost
                  - url: postgres://%s@localhost:%d/%s
                    password_file: owner
                    authority: %s
                    nickname: Garden
                    access: no-structure-changes
                    roles:
                      - {name: reader, password_file: reader}
                    collaborators:
                      - {user: bo, role: reader}
                users:
                  - {username: bo, password: %s, full_name: Bo Ek}
                """.formatted(lost, owner, postgres.database().port(), postgres.database().name(), root, FIRST));
    }

    @AfterEach
    void stop() throws IOException {
        postgres.close();
    }

    @Test
    void theSampleBecomesAsDeclaredAndStaysSo() throws Exception {
        becomesAsDeclaredAndStaysSo(Launch.sample(Installed.applicationTo(place.resolve("data"))));
    }

    @Test
    @EnabledIfEnvironmentVariable(named = "MATHESAR_HOME", matches = ".+", disabledReason = "it needs an unpacked Mathesar release in MATHESAR_HOME")
    void mathesarItselfBecomesAsDeclaredAndStaysSo() throws Exception {
        Path release = place.resolve("release");
        Program.run("cp", "-a", System.getenv("MATHESAR_HOME"), release.toString()).with(0);
        becomesAsDeclaredAndStaysSo(Launch.mathesar(place.resolve("data")).with("MATHESAR_HOME", release.toString()));
    }

    private void becomesAsDeclaredAndStaysSo(Launch plain) throws Exception {
        Launch launch = plain.headless().with("MATHESAR_LAUNCHER_CONNECT_FILE", file.toString());
        CatalogSnapshot before = snapshot();
        Map<String, JsonNode> first = run(launch, "is connected as declared now");
        assertEquals(List.of(), before.changesOutsideMathesarUntil(snapshot()));
        assertEquals("[\"Garden\"]", each(first.get("databases.configured.list"), "nickname"));
        assertEquals("[\"verify-full\"]", each(first.get("servers.configured.list"), "sslmode"));
        assertEquals("[\"reader\"]", each(first.get("roles.configured.list"), "name"));
        assertEquals("[\"ada\",\"bo\"]", each(first.get("users.list"), "username"));
        assertEquals(2, first.get("collaborators.list").size());

        CatalogSnapshot connected = snapshot();
        for (int start = 2; start <= 3; start++) {
            assertEquals(first, run(launch, "was connected as declared already"));
            assertEquals(List.of(), connected.changesUntil(snapshot()));
        }
        try (LaunchedServer server = launch.without("MATHESAR_LAUNCHER_CONNECT_FILE").start().awaitReady()) {
            server.log().await("is no longer declared; it stays connected", LIMIT);
            assertEquals(first, told(server));
            assertEquals(0, server.stop());
        }
    }

    /** Starts it, waits until all is done that can be done, and tells what Mathesar then knows. */
    private Map<String, JsonNode> run(Launch launch, String end) throws Exception {
        try (LaunchedServer server = launch.start().awaitReady()) {
            server.log().await(postgres.database().name() + " on localhost:" + postgres.database().port() + " " + end,
                    LIMIT);
            server.log().await("The declared database lost on " + lost + " is not as it should be", LIMIT);
            Processes.await("status says so too", Duration.ofSeconds(20), () -> Program.run(launch.settings(), "status",
                    "--data", launch.data().toString()).output().contains("database: The declared database lost"));
            Map<String, JsonNode> told = told(server);
            for (String secret : List.of(READERS, FIRST, "no-password-7")) {
                assertFalse(server.log().contains(secret));
            }
            assertEquals(0, server.stop());
            return told;
        }
    }

    private Map<String, JsonNode> told(LaunchedServer server) throws IOException {
        Map<String, JsonNode> told = new TreeMap<>();
        JsonNode databases = ask(server, "databases.configured.list", "{}");
        told.put("databases.configured.list", databases);
        told.put("servers.configured.list", ask(server, "servers.configured.list", "{}"));
        told.put("users.list", ask(server, "users.list", "{}"));
        String database = "{\"database_id\": " + databases.get(0).get("id");
        told.put("collaborators.list", ask(server, "collaborators.list", database + "}"));
        told.put("roles.configured.list", ask(server, "roles.configured.list",
                database + ", \"server_id\": " + databases.get(0).get("server_id") + "}"));
        return told;
    }

    private static JsonNode ask(LaunchedServer server, String method, String parameters) throws IOException {
        try (Guest guest = server.guest()) {
            JsonNode answer = new ObjectMapper().readTree(
                    guest.rpc(LaunchedServer.ADMIN, LaunchedServer.PASSWORD, method, parameters));
            assertTrue(answer.has("result"), answer::toString);
            return answer.get("result");
        }
    }

    private static String each(JsonNode list, String key) {
        return list.findValues(key).stream().map(JsonNode::toString).sorted().toList().toString().replace(", ", ",");
    }

    private CatalogSnapshot snapshot() throws SQLException {
        try (Connection connection = postgres.server().superuser(postgres.database().name())) {
            return CatalogSnapshot.take(connection);
        }
    }
}
