package org.mathesar.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole plan from variables, as platforms give it, and what happens when they change. */
@Tag("crash")
class HeadlessTest {
    private static final String KEY = "key-of-the-platform-0123456789-0123456789-0123456789";
    private static final String OTHER_KEY = "another-key-0123456789-0123456789-0123456789-01234";

    @TempDir(factory = OpenDirectory.class)
    private Path place;

    @Test
    void aGivenDatabaseIsUsedAndARestartChangesNothing() throws Exception {
        try (OwnPostgres postgres = OwnPostgres.start(place.resolve("postgres"))) {
            Path password = Files.writeString(place.resolve("password"), LaunchedServer.PASSWORD + "\n");
            Launch launch = Launch.sample(Installed.applicationTo(place.resolve("data"))).headless()
                    .with("DATABASE_URL", postgres.url()).with("SECRET_KEY", KEY);
            Launch withFile = launch.without("MATHESAR_LAUNCHER_ADMIN_PASSWORD")
                    .with("MATHESAR_LAUNCHER_ADMIN_PASSWORD_FILE", password.toString());
            try (LaunchedServer server = withFile.start().awaitReady(); Guest guest = server.guest()) {
                assertTrue(guest.signIn(LaunchedServer.ADMIN, LaunchedServer.PASSWORD));
                assertTrue(Files.notExists(server.data().resolve("postgres/cluster")), "no database of its own");
                assertEquals(List.of(), server.log().find(line -> line.contains("/-/setup/claim")));
                assertEquals(0, server.stop());
            }
            String setup = Files.readString(launch.data().resolve("setup.properties"));
            assertEquals(Map.of("external-database-password", postgres.password()), EndState.secrets(launch.data()));
            aRestartIgnoresAnotherAdministrator(launch, postgres);
            assertEquals(setup, Files.readString(launch.data().resolve("setup.properties")));
            anotherDatabaseIsIgnoredAloud(launch);
            anotherKeyIsRefusedOnEveryPage(launch);
            try (LaunchedServer server = launch.start().awaitReady()) {
                assertEquals(0, server.stop(), "with the right key all is well again");
            }
        }
    }

    private static void aRestartIgnoresAnotherAdministrator(Launch launch, OwnPostgres postgres) throws Exception {
        Launch changed = launch.with("MATHESAR_LAUNCHER_ADMIN_USERNAME", "mallory")
                .with("MATHESAR_LAUNCHER_ADMIN_PASSWORD", "a-different-one-77");
        try (LaunchedServer server = changed.start().awaitReady(); Guest guest = server.guest()) {
            assertTrue(server.log().contains("the administrator's name and password in the environment are ignored"));
            assertTrue(!guest.signIn("mallory", "a-different-one-77"));
            assertTrue(guest.signIn(LaunchedServer.ADMIN, LaunchedServer.PASSWORD));
            assertEquals(List.of(LaunchedServer.ADMIN), postgres.column("SELECT username FROM sample_user"));
            assertEquals(0, server.stop());
        }
    }

    private static void anotherDatabaseIsIgnoredAloud(Launch launch) {
        try (LaunchedServer server = launch.with("DATABASE_URL", "postgres://ada:pw@db.example.org/other").start()
                .awaitReady()) {
            assertTrue(server.log().contains("the database in the environment is ignored"), server.log().text());
            assertEquals(0, server.stop());
        }
    }

    private static void anotherKeyIsRefusedOnEveryPage(Launch launch) {
        try (LaunchedServer server = launch.with("SECRET_KEY", OTHER_KEY).start().awaitDoor();
                Guest guest = server.guest()) {
            server.log().await("This SECRET_KEY is not the one", Duration.ofSeconds(30));
            HttpResponse<String> page = guest.send(guest.request("/").header("Accept", "text/html").GET());
            assertEquals(503, page.statusCode());
            assertTrue(page.body().contains("This SECRET_KEY is not the one that this data directory was installed"
                    + " with."), page.body());
            assertTrue(page.body().contains("Set SECRET_KEY to the old key again"), page.body());
            Processes.await("/-/ready tells the reason", Duration.ofSeconds(10),
                    () -> guest.get("/-/ready").body().contains("Mathesar cannot be started"));
            assertEquals(503, guest.get("/-/ready").statusCode());
            assertEquals(200, guest.get("/-/healthy").statusCode());
            assertTrue(!server.log().contains(OTHER_KEY) && !page.body().contains(OTHER_KEY));
            assertEquals(0, server.stop());
        }
    }

    @Test
    void aLostDataDirectoryIsNotMadeAnewOverTheOldDatabase() throws Exception {
        try (OwnPostgres postgres = OwnPostgres.start(place.resolve("postgres"))) {
            try (LaunchedServer server = Launch.sample(Installed.applicationTo(place.resolve("data"))).headless()
                    .with("DATABASE_URL", postgres.url()).start().awaitReady()) {
                assertEquals(0, server.stop());
            }
            try (LaunchedServer server = Launch.sample(Installed.applicationTo(place.resolve("anew"))).headless()
                    .with("DATABASE_URL", postgres.url()).start().awaitDoor()) {
                server.log().await("PREPARE_DATABASE is blocked", Duration.ofSeconds(60));
                assertTrue(server.log().contains("belongs to another installation with another SECRET_KEY"),
                        server.log().text());
                assertEquals(0, server.stop());
            }
            assertEquals(List.of(LaunchedServer.ADMIN), postgres.column("SELECT username FROM sample_user"));
        }
    }
}
