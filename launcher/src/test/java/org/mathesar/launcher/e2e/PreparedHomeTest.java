package org.mathesar.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mathesar.launcher.concierge.SupabaseLike;
import org.mathesar.launcher.database.Database;

/** An owner gives a role that may make others, and Mathesar gets a role and a database of its own. */
@Tag("databases")
class PreparedHomeTest {
    @TempDir(factory = OpenDirectory.class)
    private Path place;

    @Test
    void mathesarsOwnDataGoesToADatabaseThatWasMadeForIt() throws Exception {
        Path data = Installed.applicationTo(place.resolve("data"));
        try (SupabaseLike project = SupabaseLike.start()) {
            Database.External administrator = project.as("postgres");
            Launch launch = Launch.sample(data);
            try (LaunchedServer server = launch.start().awaitDoor(); Guest guest = server.guest()) {
                Owner owner = new Owner(guest);
                owner.claim(server.setupCode());
                owner.chooseAddress();
                HttpResponse<String> answer = guest.post("/-/setup/database", "choice", "existing", "prepare", "yes",
                        "text", "postgres://postgres:secret-postgres@" + administrator.host() + ":"
                                + administrator.port() + "/postgres");
                assertEquals(303, answer.statusCode(), answer.body());
                awaitAdministrator(guest);
                owner.giveAdministrator();
                server.awaitReady();
                assertEquals(0, server.stop(), server.log().text());
                assertFalse(server.log().text().contains("secret-postgres"), "the given password is not in the log");
            }
            try (Connection connection = project.as("supabase_admin").connect()) {
                // The server of this test has a role and a database of the usual names already, which are not touched.
                assertEquals(List.of("mathesar_2"), EndState.column(connection,
                        "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = 'mathesar_django_2'"));
                assertEquals(List.of("f"), EndState.column(connection,
                        "SELECT rolsuper OR rolbypassrls OR rolcreatedb FROM pg_roles WHERE rolname = 'mathesar_2'"));
            }
            assertTrue(Files.readString(data.resolve("setup.properties")).contains("mathesar_django_2"));
            try (LaunchedServer again = launch.start().awaitReady(); Guest guest = again.guest()) {
                assertTrue(guest.signIn(LaunchedServer.ADMIN, LaunchedServer.PASSWORD), "the data is still there");
                assertEquals(0, again.stop(), again.log().text());
            }
        }
    }

    private static void awaitAdministrator(Guest guest) throws InterruptedException {
        String page = "";
        for (int i = 0; i < 600; i++) {
            HttpResponse<String> start = guest.get("/-/setup/");
            if (start.headers().firstValue("location").orElse("").endsWith("/administrator")) {
                return;
            }
            page = guest.get("/-/setup/database").body();
            Thread.sleep(Duration.ofMillis(100));
        }
        throw new AssertionError("the check never ended well: " + page);
    }
}
