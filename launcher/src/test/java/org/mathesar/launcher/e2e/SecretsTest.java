package org.mathesar.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the launcher makes or is told stays between it and its owner. */
@Tag("crash")
class SecretsTest {
    private static final String ANNOUNCEMENT = "/-/setup/claim?code=";

    @TempDir(factory = OpenDirectory.class)
    private Path place;

    private final String password = made();

    @Test
    void aRunWithoutABrowserGivesNoSecretAway() throws IOException {
        Path data = Installed.applicationTo(place.resolve("data"));
        Launch launch = Launch.sample(data).headless().with("MATHESAR_LAUNCHER_ADMIN_PASSWORD", password);
        try (Onlooker onlooker = new Onlooker(place)) {
            String log = run(launch) + run(launch);
            Map<String, String> secrets = secrets(data, Map.of("the administrator's password", password));
            assertKept(onlooker, log, secrets);
        }
    }

    private String run(Launch launch) {
        try (LaunchedServer server = launch.start().awaitReady(); Guest guest = server.guest()) {
            assertTrue(guest.signIn(LaunchedServer.ADMIN, password));
            guest.rpc(LaunchedServer.ADMIN, password, "databases.configured.list", "{}");
            assertEquals(0, server.stop(), server.log().text());
            return server.log().text();
        }
    }

    @Test
    void aRunThroughTheWizardGivesNoSecretAway() throws Exception {
        Path data = Installed.applicationTo(place.resolve("data"));
        String typed = made();
        try (Onlooker onlooker = new Onlooker(place);
                LaunchedServer server = Launch.sample(data).start();
                Guest guest = server.guest()) {
            server.awaitDoor();
            String code = server.setupCode();
            claim(guest, code);
            String owner = guest.cookie("__Host-mathesar-owner");
            goThroughWizard(server, guest, typed);
            Map<String, String> secrets = secrets(data, Map.of("the administrator's password", password,
                    "the password of a database that is not there", typed, "the setup code", code, "the owner's cookie",
                    owner, "the session", guest.cookie("sessionid")));
            assertEquals(0, server.stop(), server.log().text());
            assertKept(onlooker, server.log().text(), secrets);
        }
    }

    private static void claim(Guest guest, String code) {
        assertEquals(200, guest.get(ANNOUNCEMENT + code).statusCode());
        assertFalse(guest.post("/-/setup/claim", "code", made()).body().contains(code));
        new Owner(guest).claim(code);
    }

    private void goThroughWizard(LaunchedServer server, Guest guest, String typed) throws InterruptedException {
        Owner owner = new Owner(guest);
        owner.chooseAddress();
        for (String[] existing : List.of(
                new String[]{"text", "postgresql://someone:" + typed + "@127.0.0.1:1/nothing"},
                new String[]{"text", "host=127.0.0.1 port=1 dbname=x user=someone password=" + typed},
                new String[]{"host", "127.0.0.1", "port", "1", "database", "x", "user", "y", "password", typed})) {
            HttpResponse<String> answer = guest.post("/-/setup/database", Stream
                    .concat(Stream.of("choice", "existing"), Arrays.stream(existing)).toArray(String[]::new));
            assertTrue(answer.statusCode() == 303 && !answer.body().contains(typed), answer.toString());
            assertFalse(explained(guest).contains(typed));
        }
        owner.chooseBundledDatabase();
        guest.post("/-/setup/administrator", "username", "ada", "password", password, "repeated", "not " + password);
        assertEquals(303, guest.post("/-/setup/administrator", "username", "ada", "password", password, "repeated",
                password).statusCode());
        server.awaitReady();
        guest.get("/-/setup/");
        assertTrue(!guest.cookie("sessionid").isEmpty() || guest.signIn("ada", password));
    }

    /** The page once it says what is wrong with the database. */
    private static String explained(Guest guest) throws InterruptedException {
        for (int i = 0; i < 300; i++) {
            String page = guest.get("/-/setup/database").body();
            if (page.contains("Nothing listens on port 1")) {
                return page;
            }
            Thread.sleep(Duration.ofMillis(50));
        }
        throw new AssertionError("the check never ended");
    }

    /** The page of the database once it is no longer examined. */
    private static HttpResponse<String> examined(Guest guest) {
        HttpResponse<String> page = guest.get("/-/setup/database");
        while (page.body().contains("data-events")) {
            page = guest.get("/-/setup/database");
        }
        return page;
    }

    /** Nothing for others to read, and in the log only the line that tells the owner how to claim the server. */
    private static void assertKept(Onlooker onlooker, String log, Map<String, String> secrets) {
        assertEquals(List.of(), onlooker.find(secrets));
        System.out.println(secrets.keySet() + " kept through " + onlooker);
        secrets.forEach((name, value) -> assertEquals(List.of(), log.lines().filter(line -> line.contains(value))
                .filter(line -> !name.equals("the setup code") || !line.contains(ANNOUNCEMENT)).toList(), name));
    }

    private static Map<String, String> secrets(Path data, Map<String, String> others) throws IOException {
        Map<String, String> secrets = new TreeMap<>(others);
        Map<String, String> generated = EndState.secrets(data);
        assertTrue(generated.keySet().containsAll(Set.of("secret-key", "database-password")),
                generated.keySet()::toString);
        secrets.putAll(generated);
        secrets.forEach((name, value) -> assertTrue(value.length() >= 8, name + " is too short to be looked for"));
        return secrets;
    }

    @Test
    void theOnlookerFindsWhatIsPlanted() throws IOException {
        Map<String, String> secrets = Map.of("it", made());
        Path kept = Files.writeString(place.resolve("kept"), secrets.get("it"));
        Files.setPosixFilePermissions(kept, PosixFilePermissions.fromString("rw-------"));
        try (Onlooker onlooker = new Onlooker(place)) {
            assertEquals(List.of(), onlooker.find(secrets));
            Files.setPosixFilePermissions(kept, PosixFilePermissions.fromString("rw-r-----"));
            assertEquals(List.of("it in " + kept), onlooker.find(secrets));
        }
        Files.delete(kept);
        try (Onlooker onlooker = new Onlooker(place)) {
            Path shared = Files.createTempFile("planted", ".txt");
            Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rw-r--r--"));
            Files.writeString(shared, "password=" + secrets.get("it"));
            Processes.await("it was read", Duration.ofSeconds(10), () -> !onlooker.find(secrets).isEmpty());
            Files.delete(shared);
            assertEquals(List.of("it in " + shared), onlooker.find(secrets), "although it is gone");
        }
        try (Onlooker onlooker = new Onlooker(place)) {
            Program.run("sh", "-c", "sleep 0.3; : " + secrets.get("it")).with(0);
            assertEquals(List.of("it in the command line sh -c sleep 0.3; : " + secrets.get("it")),
                    onlooker.find(secrets));
        }
    }

    private static String made() {
        return "kept-" + UUID.randomUUID();
    }
}
