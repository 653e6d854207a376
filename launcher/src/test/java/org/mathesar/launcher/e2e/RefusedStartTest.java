package org.mathesar.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts that cannot go well end at once, with a sentence for a person and a number for a platform. */
@Tag("crash")
class RefusedStartTest {
    @TempDir(factory = OpenDirectory.class)
    private Path place;

    private Path data;
    private Launch launch;

    @BeforeEach
    void prepare() {
        data = place.resolve("data");
        launch = Launch.sample(data);
    }

    @Test
    void aSecondLauncherIsKeptOutAndTheFirstGoesOn() {
        Installed.copyTo(data);
        try (LaunchedServer first = launch.start().awaitReady()) {
            launch.end().with(78, "Another launcher on this machine is using " + data);
            assertTrue(first.isRunning());
            first.awaitReady();
        }
    }

    @Test
    void aForeignDirectoryIsLeftAlone() throws IOException {
        Files.createDirectory(data);
        Files.writeString(data.resolve("cat.jpg"), "meow");
        launch.end().with(78, "is not empty and not the launcher's (it holds cat.jpg)", "Choose an empty directory");
        assertEquals(List.of("cat.jpg"), names(data));
    }

    @Test
    void aDirectoryThatCannotBeWrittenIsNamed() throws IOException {
        Files.createDirectory(data);
        Launch powerless = launch;
        if (Program.isRoot()) {
            Program.run("chown", "mathesar", data.toString()).with(0);
            // Root without its capabilities is bound by permissions like anybody else.
            powerless = launch.behind("setpriv", "--bounding-set=-all", "--inh-caps=-all", "--no-new-privs");
        } else {
            Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("r-xr-xr-x"));
        }
        powerless.end().with(78, "The data directory " + data + " cannot be written.");
    }

    @Test
    void aDamagedSetupStateNeverStartsOver() throws IOException {
        Installed.copyTo(data);
        for (String text : List.of("state=reddy\n", "", "state=ready\n", "\\u00zz=\n")) {
            Files.writeString(data.resolve("setup.properties"), text);
            launch.end().with(78, "setup.properties");
            assertEquals(text, Files.readString(data.resolve("setup.properties")));
        }
    }

    @Test
    void dataOfANewerLauncherIsNotTouched() throws IOException {
        Installed.copyTo(data);
        Files.writeString(data.resolve("layout"), "99\n");
        launch.end().with(78, "was written by a newer launcher (layout 99)");
    }

    @Test
    void aTakenPortThatSomebodyAskedForPassesWithTime() throws IOException {
        try (ServerSocket taken = new ServerSocket(0)) {
            launch.with("MATHESAR_LAUNCHER_HTTPS_PORT", Integer.toString(taken.getLocalPort())).end().with(75,
                    Integer.toString(taken.getLocalPort()));
        }
        assertEquals(List.of(), Processes.holding(data));
    }

    @Test
    void everyWrongSettingIsNamedAtOnceWithTheNearestName() {
        launch.with("MATHESAR_LAUNCHER_HTTPS_PROT", "8443").with("MATHESAR_LAUNCHER_WORKERS", "many")
                .with("MATHESAR_LAUNCHER_PLATFORM", "moon").end()
                .with(64, "3 settings are wrong", "did you mean MATHESAR_LAUNCHER_HTTPS_PORT?", "many", "moon");
        assertTrue(Files.notExists(data));
    }

    @Test
    void aMathesarHomeThatIsNoneIsNamed() throws IOException {
        Launch mathesar = Launch.mathesar(data);
        mathesar.with("MATHESAR_HOME", place.resolve("nowhere").toString()).end().with(64, "nowhere", "--mathesar DIR");
        Files.createDirectory(place.resolve("empty"));
        mathesar.with("MATHESAR_HOME", place.resolve("empty").toString()).end().with(64, "it lacks manage.py");
        assertTrue(Files.notExists(data));
    }

    @Test
    void aMissingPythonIsToldOnThePageOfProgress() {
        try (LaunchedServer server = launch.headless().with("MATHESAR_LAUNCHER_PYTHON", "/nonexistent").start()) {
            server.log().await("FETCH_APPLICATION is blocked", Duration.ofSeconds(30));
            assertTrue(server.log().contains("/nonexistent"), server.log().text());
            try (Guest guest = server.guest()) {
                assertEquals(200, guest.get("/-/healthy").statusCode());
                assertEquals(503, guest.get("/-/ready").statusCode());
            }
            assertEquals(0, server.stop());
        }
        try (LaunchedServer server = launch.headless().start().awaitReady()) {
            assertTrue(server.isRunning(), "once Python is there, a restart goes on by itself");
        }
    }

    @Test
    void aFullDiskIsToldAndWithSpaceItGoesOn() throws IOException {
        assumeTrue(Program.isRoot(), "a small disk can only be mounted by root");
        Path disk = Files.createDirectory(place.resolve("disk"));
        Program.Ended mounted = Program.run("mount", "-t", "tmpfs", "-o", "size=512k,mode=755", "tmpfs",
                disk.toString());
        assumeTrue(mounted.code() == 0, "a small disk cannot be mounted here: " + mounted.output());
        try {
            Path filler = disk.resolve("filler");
            Program.run("dd", "if=/dev/zero", "of=" + filler, "bs=4k", "count=1000").with(1);
            Launch full = Launch.sample(disk.resolve("data")).headless();
            full.end().with(78, "is full", "Free some space");
            Files.delete(filler);
            try (LaunchedServer server = full.start()) {
                server.log().await("is full", Duration.ofSeconds(30));
                Program.run("mount", "-o", "remount,size=1g", disk.toString()).with(0);
                server.awaitReady();
                assertEquals(0, server.stop());
            }
        } finally {
            Program.run("umount", disk.toString()).with(0);
        }
    }

    private static List<String> names(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
