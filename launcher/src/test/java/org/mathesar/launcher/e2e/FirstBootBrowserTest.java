package org.mathesar.launcher.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A newcomer's first minutes: from the address in the log to a page that knows who they are, in a real browser. */
@Tag("browser")
class FirstBootBrowserTest {
    private static Newcomer.Browsers browsers;

    @TempDir(factory = OpenDirectory.class)
    private Path place;

    @BeforeAll
    static void open() {
        browsers = new Newcomer.Browsers();
    }

    @AfterAll
    static void close() {
        browsers.close();
    }

    @ParameterizedTest
    @CsvSource({"360, LIGHT", "360, DARK", "1280, LIGHT", "1280, DARK"})
    void theSampleApplicationIsSetUpAndSignedInto(int width, ColorScheme scheme) {
        System.out.println("first boot in a browser: the sample application, " + width + " px, " + scheme);
        Path data = Installed.applicationTo(place.resolve("data"));
        try (LaunchedServer server = Launch.sample(data).start().awaitDoor();
                Newcomer newcomer = browsers.newcomer(server, "sample", width, scheme)) {
            assertThat(newcomer.open().getByText("Sample application — not Mathesar")).isVisible();
            newcomer.setUp(Duration.ofMinutes(2));
            assertThat(newcomer.page().locator("body")).containsText(LaunchedServer.ADMIN);
            newcomer.photograph("7-signed-in");
            server.awaitReady();
            assertEquals(0, server.stop(), server.log().text());
        }
    }

    @Test
    @EnabledIfEnvironmentVariable(named = "MATHESAR_HOME", matches = ".+", disabledReason = "it needs an unpacked Mathesar release in MATHESAR_HOME")
    void mathesarItselfIsSetUpAndKeepsItsRowsOverAKill() {
        System.out.println("first boot in a browser: MATHESAR ITSELF, from MATHESAR_HOME");
        Path home = copyOf(Path.of(System.getenv("MATHESAR_HOME")));
        Launch launch = Launch.mathesar(place.resolve("data")).with("MATHESAR_HOME", home.toString());
        Oaks oaks;
        try (LaunchedServer server = launch.start().awaitDoor();
                Newcomer newcomer = browsers.newcomer(server, "mathesar", 1280, ColorScheme.LIGHT)) {
            newcomer.open();
            newcomer.setUp(Duration.ofMinutes(5));
            newcomer.signedInToMathesar();
            oaks = Oaks.plant(server);
            assertEquals(1, oaks.count(server));
            newcomer.seesTable(oaks);
            server.awaitReady();
            server.kill();
        }
        try (LaunchedServer server = launch.start().awaitReady();
                Guest guest = server.guest();
                Newcomer newcomer = browsers.newcomer(server, "mathesar-again", 1280, ColorScheme.LIGHT)) {
            assertEquals(1, oaks.count(server), "the row is there after kill -9");
            assertTrue(guest.signIn(LaunchedServer.ADMIN, LaunchedServer.PASSWORD));
            newcomer.signIn();
            newcomer.signedInToMathesar();
            newcomer.seesTable(oaks);
            assertEquals(0, server.stop(), server.log().text());
        }
    }

    /** The launcher collects static files into the release, and the test leaves no traces there. */
    private Path copyOf(Path release) {
        Path copy = place.resolve("mathesar");
        if (Program.run("cp", "-al", release.toString(), copy.toString()).code() != 0) {
            Program.run("rm", "-rf", copy.toString()).with(0);
            Program.run("cp", "-a", release.toString(), copy.toString()).with(0);
        }
        assertTrue(Files.exists(copy.resolve("manage.py")));
        return copy;
    }

    /** A table made through Mathesar's RPC, with one row. */
    record Oaks(String database, String table) {
        static Oaks plant(LaunchedServer server) {
            String database = number(call(server, "databases.setup.create_new",
                    "{\"database\":\"trees\",\"sample_data\":[]}"), "\"database\":\\s*\\{[^{}]*?\"id\":\\s*(\\d+)");
            String table = number(call(server, "tables.add", "{\"database_id\":" + database
                    + ",\"schema_oid\":2200,\"table_name\":\"oaks\","
                    + "\"column_data_list\":[{\"name\":\"species\",\"type\":{\"name\":\"text\"}}]}"),
                    "\"oid\":\\s*(\\d+)");
            call(server, "records.add",
                    "{\"database_id\":" + database + ",\"table_oid\":" + table + ",\"record_def\":{\"2\":\"oak\"}}");
            return new Oaks(database, table);
        }

        int count(LaunchedServer server) {
            String answer = call(server, "records.list", "{\"database_id\":" + database + ",\"table_oid\":" + table
                    + ",\"limit\":100,\"offset\":0}");
            return Math.toIntExact(Pattern.compile("\"oak\"").matcher(answer).results().count());
        }

        private static String call(LaunchedServer server, String method, String parameters) {
            try (Guest guest = server.guest()) {
                String answer = guest.rpc(LaunchedServer.ADMIN, LaunchedServer.PASSWORD, method, parameters);
                assertTrue(answer.contains("\"result\""), method + ": " + answer);
                return answer;
            }
        }

        private static String number(String answer, String pattern) {
            var found = Pattern.compile(pattern).matcher(answer);
            assertTrue(found.find(), answer);
            return found.group(1);
        }
    }
}
