package org.mathesar.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program's commands as a person or a script types them. */
@Tag("crash")
class CommandsTest {
    @TempDir(factory = OpenDirectory.class)
    private Path place;

    @Test
    void versionAndHelpExplainTheProgram() {
        command("version").with(0, "mathesar-launcher 0.1.0");
        command("help").with(0, "run", "code", "status", "version");
        command("help", "code").with(0, "--data");
        command("help", "settings").with(0, "| `MATHESAR_LAUNCHER_DATA`", "| `DATABASE_URL`");
        command("help", "nonsense").with(64, "There is no command nonsense");
    }

    @Test
    void nonsenseIsRefused() {
        command().with(64, "Usage");
        command("serve").with(64, "Try: mathesar-launcher help");
        command("run", "--prot", "8443").with(64, "--prot");
        command("run", "--port", "eighty", "--data", place.resolve("data").toString()).with(64, "eighty");
        assertTrue(Files.notExists(place.resolve("data")));
    }

    @Test
    void codeAndStatusNeedAServersData() {
        command("code", "--data", place.toString()).with(64, "There is no launcher data in " + place);
        command("status", "--data", place.toString()).with(64, "There is no launcher data in " + place);
    }

    @Test
    void codeShowsTheAddressAndANewCodeOnceItWasUsed() {
        Launch launch = Launch.sample(Installed.applicationTo(place.resolve("data")));
        String data = launch.data().toString();
        try (LaunchedServer server = launch.start().awaitDoor(); Guest owner = server.guest()) {
            String code = server.setupCode();
            command("code", "--data", data).with(0, code, server.claimUrl().toString());
            new Owner(owner).claim(code);
            Program.Ended renewed = command("code", "--data", data).with(0, launch.url() + "-/setup/claim?code=");
            assertTrue(!renewed.output().contains(code), "a used code is not shown again");
            try (Guest elsewhere = server.guest()) {
                new Owner(elsewhere).claim(renewed.output().lines().findFirst().orElseThrow().strip());
                assertEquals(200, elsewhere.get("/-/setup/address").statusCode(),
                        "the owner goes on in another browser");
            }
            command("status", "--data", data).with(75, "running: yes", "waiting for the owner's answers");
        }
        command("code", "--data", data).with(0, "The launcher is not running");
        command("status", "--data", data).with(75, "running: no");
    }

    @Test
    void aServerThatIsSetUpSaysSo() {
        Launch launch = Launch.sample(Installed.copyTo(place.resolve("data")));
        String data = launch.data().toString();
        try (LaunchedServer server = launch.start().awaitReady()) {
            Processes.await("the status says ready", java.time.Duration.ofSeconds(10),
                    () -> command("status", "--data", data).code() == 0);
            command("status", "--data", data).with(0, "running: yes", "address: " + launch.url(), "set-up: complete",
                    "ready: yes", "certificate of our own: SHA-256 ", "application: Sample application");
            command("code", "--data", data).with(0, "This server is set up. Sign in at " + server.url());
        }
        command("status", "--data", data).with(75, "running: no", "ready: not running");
    }

    private static Program.Ended command(String... arguments) {
        return Program.run(Map.of(), arguments);
    }
}
