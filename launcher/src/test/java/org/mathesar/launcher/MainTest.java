package org.mathesar.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mathesar.launcher.storage.DataDirectory;

class MainTest {
    @TempDir
    Path directory;

    private final PrintStream realOut = System.out;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    @BeforeEach
    void catchOutput() {
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void restoreOutput() {
        System.setOut(realOut);
    }

    @Test
    void withoutACommandTheCommandsAreShown() {
        assertEquals(64, run());
        for (String command : List.of("run", "code", "status", "version", "help")) {
            assertTrue(printed().contains("  " + command + " "), command);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"dance", "run --prot 1", "run --port", "version now", "--data x", "help run run"})
    void wrongUsageIsToldInTwoLines(String line) {
        assertEquals(64, run(line.split(" ")));
        assertEquals(2, complaints().lines().count(), complaints());
        assertTrue(complaints().contains("Try: mathesar-launcher help"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"help", "help run", "help code", "help settings", "version", "--help", "run --help",
            "doctor database --help", "doctor database -h"})
    void whoAsksGetsAnAnswer(String line) {
        assertEquals(0, run(line.split(" ")));
        assertFalse(printed().isBlank());
        assertEquals("", complaints());
    }

    @Test
    void helpOnSettingsListsThemAll() {
        run("help", "settings");
        for (Settings.Key key : Settings.Key.values()) {
            assertTrue(printed().contains("`" + key.variable() + "`"), key.variable());
        }
    }

    @Test
    void helpOnAnUnknownCommandNamesTheKnownOnes() {
        assertEquals(64, run("help", "dance"));
        assertTrue(complaints().contains("There is no command dance."));
        assertTrue(complaints().contains("run, code, status, domain, doctor, account-key, version, help"));
    }

    @Test
    void theVersionIsOnALineOfItsOwn() {
        run("version");
        assertTrue(printed().matches("mathesar-launcher \\d+\\.\\d+\\.\\d+\\R"), printed());
    }

    @Test
    void wrongSettingsStopTheStartBeforeAnythingIsMade() {
        Path data = directory.resolve("data");
        assertEquals(64, run("run", "--data", data.toString(), "--port", "70000", "--sample", "--mathesar", "/x"));
        assertTrue(complaints().startsWith("2 settings are wrong: MATHESAR_LAUNCHER_HTTPS_PORT (70000) is no whole"),
                complaints());
        assertFalse(Files.exists(data));
    }

    @Test
    void aHomeThatIsNoMathesarStopsTheStartBeforeAnythingIsMade() {
        Path data = directory.resolve("data");
        assertEquals(64, run("run", "--data", data.toString(), "--mathesar", directory.toString()));
        assertTrue(complaints().contains("is not an unpacked Mathesar release"), complaints());
        assertFalse(Files.exists(data));
    }

    @Test
    void commandsAboutAServerThatIsNotThereFail() {
        for (String command : List.of("code", "status")) {
            assertEquals(64, run(command, "--data", directory.resolve("none").toString()));
        }
        assertTrue(complaints().contains("There is no launcher data in " + directory.resolve("none") + "."));
        assertTrue(complaints().contains("--data DIR"));
    }

    @Test
    void theStatusOfAServerThatDoesNotRunAsksToTryAgain() {
        DataDirectory.open(directory, false);
        assertEquals(75, run("status", "--data", directory.toString()));
        assertTrue(printed().contains("running: no"));
    }

    @Test
    void theCodeOfAServerIsPrinted() {
        DataDirectory.open(directory, false);
        assertEquals(0, run("code", "--data", directory.toString()));
        assertTrue(printed().matches("(?s)([A-Z0-9]{4}-){3}[A-Z0-9]{4}\\R.*"), printed());
    }

    private int run(String... arguments) {
        return Main.execute(arguments, new PrintStream(errors, true, StandardCharsets.UTF_8));
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String complaints() {
        return errors.toString(StandardCharsets.UTF_8);
    }
}
