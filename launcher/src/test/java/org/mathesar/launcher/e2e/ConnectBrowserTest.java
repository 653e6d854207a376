package org.mathesar.launcher.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mathesar.launcher.concierge.CatalogSnapshot;
import org.mathesar.launcher.concierge.SupabaseLike;

/** An administrator connects a Supabase-like database without structure changes, and takes Mathesar out of it again. */
@Tag("browser")
class ConnectBrowserTest {
    private static final String[] TREES = {"CREATE TABLE trees (id int PRIMARY KEY, name text, garden text)",
            "INSERT INTO trees VALUES (1, 'oak', 'north'), (2, 'elm', 'south')",
            "ALTER TABLE trees ENABLE ROW LEVEL SECURITY", "CREATE TABLE notes (id int PRIMARY KEY, text text)"};
    private static final String POLICY = "CREATE POLICY north ON trees FOR SELECT TO mathesar_editor"
            + " USING (garden = 'north')";
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
    @CsvSource({"360, DARK", "1280, LIGHT"})
    void theSampleApplicationIsConnectedAndRemovedAgain(int width, ColorScheme scheme) throws Exception {
        Path data = Installed.applicationTo(place.resolve("data"));
        walk(Launch.sample(data).headless(), "connect-sample", width, scheme, false);
    }

    @Test
    @EnabledIfEnvironmentVariable(named = "MATHESAR_HOME", matches = ".+", disabledReason = "it needs an unpacked Mathesar release in MATHESAR_HOME")
    void mathesarItselfShowsOnlyTheRowsThatThePolicyAllows() throws Exception {
        System.out.println("connecting in a browser: MATHESAR ITSELF, from MATHESAR_HOME");
        Path home = place.resolve("mathesar");
        Program.run("cp", "-al", System.getenv("MATHESAR_HOME"), home.toString()).with(0);
        walk(Launch.mathesar(place.resolve("data")).with("MATHESAR_HOME", home.toString()).headless(),
                "connect-mathesar", 1280, ColorScheme.LIGHT, true);
    }

    private static void walk(Launch launch, String name, int width, ColorScheme scheme, boolean real)
            throws Exception {
        try (SupabaseLike project = SupabaseLike.start()) {
            project.run("postgres", TREES);
            try (LaunchedServer server = launch.start().awaitReady();
                    Newcomer newcomer = browsers.newcomer(server, name, width, scheme)) {
                try {
                    walk(server, newcomer, project, real);
                } catch (AssertionError | RuntimeException e) {
                    newcomer.photograph("failed");
                    System.out.println(newcomer.page().locator("body").innerText() + "\n" + server.log().text());
                    throw e;
                }
                assertEquals(0, server.stop(), server.log().text());
                assertTrue(server.log().text().lines().noneMatch(line -> line.contains("secret-postgres")),
                        "no password in the log");
            }
        }
    }

    private static void walk(LaunchedServer server, Newcomer newcomer, SupabaseLike project, boolean real)
            throws SQLException {
        newcomer.open("databases");
        assertThat(newcomer.page().locator("body")).containsText("Sign in");
        newcomer.photograph("1-sign-in");
        newcomer.signIn();
        refusedAtFirst(newcomer, project);
        makeRoles(newcomer, project);
        CatalogSnapshot before = snapshot(project);
        connect(newcomer);
        assertEquals(List.of(), before.changesOutsideMathesarUntil(snapshot(project)),
                "nothing changed outside Mathesar's schemas");
        onlyNorth(server, newcomer, real);
        report(newcomer);
        remove(newcomer, project);
        assertEquals(List.of(), before.changesUntil(snapshot(project)), "nothing is left behind");
    }

    private static void refusedAtFirst(Newcomer newcomer, SupabaseLike project) {
        newcomer.open("connect");
        newcomer.photograph("2-connect");
        newcomer.page().locator("#rows").check();
        newcomer.fill("Connection string", url(project, "postgres", "wrong"));
        newcomer.click("Look at the database");
        assertThat(newcomer.page().locator("body")).containsText("with this password", patient());
        // The live page tells it first; the one with the form comes a moment later.
        assertThat(newcomer.page().locator("textarea[name=text]"))
                .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(60_000));
        newcomer.photograph("3-refused");
    }

    /** With the SQL that the page shows, run as the database's administrator. */
    private static void makeRoles(Newcomer newcomer, SupabaseLike project) throws SQLException {
        Page page = newcomer.page();
        page.locator("#rows").check();
        newcomer.fill("Connection string", url(project, "postgres", "secret-postgres"));
        newcomer.click("Look at the database");
        assertThat(page.locator("#working")).isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(60_000));
        newcomer.photograph("4-planned");
        project.run("postgres", page.locator("#working").textContent(), POLICY);
        newcomer.fill("Role name", "mathesar_editor");
        newcomer.click("Check the role");
        assertThat(page.locator(".roleline")).containsText("mathesar_editor", patient());
        newcomer.photograph("5-checked");
    }

    private static void connect(Newcomer newcomer) {
        newcomer.click("Connect");
        assertThat(newcomer.page().locator("body")).containsText("can be worked with in Mathesar from now on",
                patient());
        newcomer.photograph("6-connected");
    }

    /** By Mathesar's own methods, and in its own pages. */
    private static void onlyNorth(LaunchedServer server, Newcomer newcomer, boolean real) {
        String database = first(rpc(server, "databases.configured.list", "{}"), "\"id\":\\s*(\\d+)");
        String tables = rpc(server, "tables.list", "{\"database_id\":" + database + ",\"schema_oid\":2200}");
        String table = first(tables, "\"oid\":\\s*(\\d+),\\s*\"name\":\\s*\"trees\"");
        String records = rpc(server, "records.list", "{\"database_id\":" + database + ",\"table_oid\":" + table
                + ",\"limit\":100,\"offset\":0}");
        assertTrue(records.contains("oak") && !records.contains("elm"), records);
        String refused = rpc(server, "tables.add", "{\"database_id\":" + database
                + ",\"schema_oid\":2200,\"table_name\":\"weeds\",\"column_data_list\":[]}");
        assertTrue(refused.contains("\"error\"") && refused.contains("permission denied"), refused);
        if (real) {
            newcomer.page().navigate(server.url().resolve("/db/" + database + "/schemas/2200/tables/" + table + "/")
                    .toString());
            assertThat(newcomer.page().locator("body")).containsText("oak", patient());
            newcomer.page().waitForTimeout(1000);
            newcomer.photograph("7-rows");
            assertThat(newcomer.page().locator("body")).not().containsText("elm");
        }
    }

    private static void report(Newcomer newcomer) {
        newcomer.open("databases");
        newcomer.photograph("8-databases");
        newcomer.page().getByText("Who sees which rows").click();
        newcomer.fill("Role name", "postgres");
        newcomer.fill("Password", "secret-postgres");
        newcomer.click("Look");
        assertThat(newcomer.page().locator("body")).containsText("trees", patient());
        newcomer.photograph("9-rows-of-postgres");
    }

    /** Refused while a column has one of Mathesar's types; the page shows what frees it. */
    private static void remove(Newcomer newcomer, SupabaseLike project) throws SQLException {
        project.run("postgres", "CREATE TABLE mails (mail mathesar_types.email)",
                "INSERT INTO mails VALUES ('ada@example.org')");
        newcomer.open("databases");
        newcomer.page().getByText("Remove Mathesar").click();
        look(newcomer, "Password");
        assertThat(newcomer.page().locator("#free-0")).isVisible();
        newcomer.photograph("10-dependents");
        project.run("postgres", newcomer.page().locator("#free-0").textContent());
        look(newcomer, "Password");
        assertThat(newcomer.page().locator("body")).containsText("Nothing of yours depends", patient());
        newcomer.photograph("11-removal");
        newcomer.fill("Password, once more", "secret-postgres");
        newcomer.page().locator("input[name=name]").fill("postgres");
        newcomer.page().locator("button.danger").click();
        assertThat(newcomer.page().locator("body")).containsText("Mathesar is gone from the database", patient());
        newcomer.photograph("12-removed");
        try (Connection connection = project.as("postgres").connect()) {
            assertEquals(List.of("ada@example.org"), EndState.column(connection, "SELECT mail FROM mails"));
            SupabaseLike.run(connection, "DROP TABLE mails");
        }
    }

    private static void look(Newcomer newcomer, String password) {
        newcomer.fill("Role that owns Mathesar’s schemas", "postgres");
        newcomer.fill(password, "secret-postgres");
        newcomer.page().locator("button[value=look]").click();
    }

    private static String url(SupabaseLike project, String role, String password) {
        var there = project.as(role);
        return "postgres://" + role + ":" + password + "@" + there.host() + ":" + there.port() + "/" + there.name();
    }

    private static CatalogSnapshot snapshot(SupabaseLike project) throws SQLException {
        try (Connection connection = project.as("supabase_admin").connect()) {
            return CatalogSnapshot.take(connection);
        }
    }

    private static String rpc(LaunchedServer server, String method, String parameters) {
        try (Guest guest = server.guest()) {
            return guest.rpc(LaunchedServer.ADMIN, LaunchedServer.PASSWORD, method, parameters);
        }
    }

    private static String first(String json, String pattern) {
        var found = Pattern.compile(pattern).matcher(json);
        assertTrue(found.find(), json);
        return found.group(1);
    }

    private static LocatorAssertions.ContainsTextOptions patient() {
        return new LocatorAssertions.ContainsTextOptions().setTimeout(60_000);
    }
}
