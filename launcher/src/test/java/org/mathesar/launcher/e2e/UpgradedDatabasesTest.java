package org.mathesar.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mathesar.launcher.database.Database;
import org.mathesar.launcher.database.TestPostgres;

/** Mathesar becomes newer: a database whose owner it stores follows by itself, the other one asks for its owner. */
@Tag("crash")
class UpgradedDatabasesTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String FULL = "owner-of-the-first-5";
    private static final String INSTALLER = "owner-of-the-second-5";
    private static final String READER = "reader-of-the-second-5";

    @TempDir(factory = OpenDirectory.class)
    private Path place;

    private TestPostgres postgres;
    private Database.External first;
    private Database.External second;
    private Launch launch;

    @BeforeEach
    void installTheOlder() throws Exception {
        postgres = TestPostgres.start();
        first = postgres.createDatabase(FULL);
        second = postgres.createDatabase(INSTALLER);
        try (Connection connection = postgres.superuser(second.name());
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE ROLE reader LOGIN PASSWORD '" + READER + "'");
        }
        Path connections = Files.writeString(place.resolve("connections.yaml"), """
                connections:
                  - url: %s
                    nickname: First
                    access: full
                  - url: %s
                    nickname: Second
                    access: no-structure-changes
                    roles:
                      - {name: reader, password: %s}
                """.formatted(url(first, FULL), url(second, INSTALLER), READER));
        launch = Launch.mathesar(place.resolve("data")).headless().with("MATHESAR_HOME", release("0.11.0"))
                .with("MATHESAR_LAUNCHER_CONNECT_FILE", connections.toString());
    }

    @AfterEach
    void stop() throws IOException {
        postgres.close();
    }

    @Test
    void theStoredOwnersDatabaseFollowsByItselfAndTheOtherOneAsksForItsOwner() throws Exception {
        try (LaunchedServer older = launch.start().awaitReady()) {
            older.log().await(first.display() + " is connected as declared now", LIMIT);
            older.log().await(second.display() + " is connected as declared now", LIMIT);
            assertEquals(Map.of("First", false, "Second", false), needsUpgrade(older));
            assertEquals(0, older.stop());
        }
        Launch newer = launch.with("MATHESAR_HOME", release("0.12.0")).without("MATHESAR_LAUNCHER_CONNECT_FILE");
        try (LaunchedServer server = newer.start().awaitReady()) {
            server.log().await("Mathesar's schemas in " + first.display() + " are up to date", LIMIT);
            String left = "People cannot work in " + second.display();
            String told = server.log().await(left, LIMIT).text();
            assertTrue(told.contains("belong to the role " + second.user()), told);
            assertEquals(Map.of("First", false, "Second", true), needsUpgrade(server));
            Processes.await("status names it", LIMIT, () -> status().contains("database: " + left));
            assertFalse(status().contains(first.display()), status());
            upgradeByHand(server);
            Processes.await("status has forgotten it", LIMIT, () -> !status().contains("database:"));
            assertEquals(Map.of("First", false, "Second", false), needsUpgrade(server));
            assertEquals(0, server.stop());
            for (String secret : new String[]{FULL, INSTALLER, READER}) {
                assertFalse(server.log().contains(secret), server.log().text());
            }
        }
    }

    /** In the pages, as the administrator. */
    private void upgradeByHand(LaunchedServer server) throws IOException {
        try (Guest guest = server.guest()) {
            assertTrue(guest.signIn(LaunchedServer.ADMIN, LaunchedServer.PASSWORD));
            String page = guest.get("/-/setup/databases").body();
            assertTrue(page.contains("still of version 0.11.0"), page);
            assertTrue(page.contains("/-/setup/upgrade?id=" + id(server, "Second") + "\""), page);
            assertFalse(page.contains("/-/setup/upgrade?id=" + id(server, "First") + "\""), page);
            HttpResponse<String> refused = upgrade(guest, server, "reader", READER);
            assertTrue(refused.body().contains("may not do that in " + second.display()), refused.body());
            assertTrue(needsUpgrade(server).get("Second"));
            HttpResponse<String> done = upgrade(guest, server, second.user(), INSTALLER);
            assertEquals(303, done.statusCode(), done.body());
            assertFalse(guest.get("/-/setup/databases").body().contains("still of version"));
        }
    }

    private static HttpResponse<String> upgrade(Guest guest, LaunchedServer server, String role, String password)
            throws IOException {
        return guest.post("/-/setup/upgrade", "id", Long.toString(id(server, "Second")), "role", role, "password",
                password);
    }

    private String status() {
        return Program.run(launch.settings(), "status", "--data", launch.data().toString()).output();
    }

    private static long id(LaunchedServer server, String nickname) throws IOException {
        for (JsonNode database : databases(server)) {
            if (database.get("nickname").asText().equals(nickname)) {
                return database.get("id").asLong();
            }
        }
        throw new AssertionError(nickname + " is not connected");
    }

    private static Map<String, Boolean> needsUpgrade(LaunchedServer server) throws IOException {
        Map<String, Boolean> needs = new TreeMap<>();
        for (JsonNode database : databases(server)) {
            needs.put(database.get("nickname").asText(), database.get("needs_upgrade_attention").asBoolean());
        }
        return needs;
    }

    private static JsonNode databases(LaunchedServer server) throws IOException {
        try (Guest guest = server.guest()) {
            return new ObjectMapper().readTree(guest.rpc(LaunchedServer.ADMIN, LaunchedServer.PASSWORD,
                    "databases.configured.list", "{}")).get("result");
        }
    }

    private static String url(Database.External there, String password) {
        return "postgres://" + there.user() + ":" + password + "@" + there.host() + ":" + there.port() + "/"
                + there.name();
    }

    /** The sample application as an unpacked release of this version, with all that it needs. */
    private String release(String version) throws IOException, SQLException {
        Path home = place.resolve("release-" + version);
        Path made = Installed.applicationTo(place.resolve("made-" + version)).resolve("application/sample");
        Program.run("cp", "-a", made.toString(), home.toString()).with(0);
        Path names = home.resolve("mathesar/__init__.py");
        Files.writeString(names, Files.readString(names).replace("\"0.11.0\"", "\"" + version + "\""));
        return home.toString();
    }
}
