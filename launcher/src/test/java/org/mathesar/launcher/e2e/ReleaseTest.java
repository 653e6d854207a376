package org.mathesar.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mathesar's release from the network: interrupted, forged, or out of reach. The sample application plays Mathesar. */
@Tag("crash")
class ReleaseTest {
    private static final String GETTING = "Get Mathesar onto this server …";

    @TempDir(factory = OpenDirectory.class)
    private Path place;

    private Path data;

    @BeforeEach
    void name() {
        data = place.resolve("data");
    }

    @Test
    void aKillWhileDownloadingUnpackingOrInstallingCostsOnlyTime() throws Exception {
        try (ReleaseServer releases = ReleaseServer.start(place)) {
            Launch launch = Launch.mathesar(data).headless().with("MATHESAR_LAUNCHER_RELEASE_URL", releases.url())
                    .with("MATHESAR_LAUNCHER_RELEASE_SHA256", releases.sha256());
            try (KillChain chain = new KillChain(launch)) {
                releases.pauseInTheMiddle();
                chain.killAfter("the middle of the download", _ -> releases.awaitMiddle());
                releases.goOn();
                chain.killAfter("unpacking", server -> awaitFile(server, "*.new/manage.py"));
                chain.killAfter("the Python environment", server -> awaitFile(server, "*/mathesar-venv/bin/python"));
                chain.killAt(GETTING, Duration.ofSeconds(3));
                try (LaunchedServer server = chain.start().awaitReady(); Guest guest = server.guest()) {
                    assertTrue(guest.signIn(LaunchedServer.ADMIN, LaunchedServer.PASSWORD));
                    assertTrue(
                            Files.readString(data.resolve("application/current.properties")).contains("kind=RELEASE"));
                    assertEquals(List.of(), leftovers());
                }
            }
        }
    }

    @Test
    void whatIsNotTheExpectedReleaseIsNotInstalled() throws Exception {
        try (ReleaseServer releases = ReleaseServer.start(place);
                LaunchedServer server = Launch.mathesar(data).headless()
                        .with("MATHESAR_LAUNCHER_RELEASE_URL", releases.url())
                        .with("MATHESAR_LAUNCHER_RELEASE_SHA256", "0".repeat(64)).start()) {
            server.log().await("is not the release that this launcher expects", Duration.ofSeconds(30));
            server.log().await("FETCH_APPLICATION is blocked", Duration.ofSeconds(5));
            assertTrue(Files.notExists(data.resolve("application/current.properties")));
            try (Stream<Path> files = Files.walk(data.resolve("application"))) {
                assertEquals(List.of(), files.filter(file -> file.endsWith("manage.py")).toList());
            }
            assertEquals(0, server.stop());
        }
    }

    @Test
    void aReleaseOutOfReachIsReplacedByTheSampleAndOneClearLine() {
        String nowhere = "http://127.0.0.1:" + Launch.freePort() + "/mathesar.tar.gz";
        try (LaunchedServer server = Launch.mathesar(data).headless().with("MATHESAR_LAUNCHER_RELEASE_URL", nowhere)
                .start()) {
            server.log().await("the sample application takes its place", Duration.ofSeconds(30));
            Processes.await("the sample application is there", Duration.ofSeconds(10),
                    () -> Files.exists(data.resolve("application/sample/manage.py")));
            assertEquals(1, server.log()
                    .find(line -> line.contains("Mathesar's release cannot be reached")
                            && line.contains("the sample application takes its place"))
                    .size(), server.log().text());
        }
    }

    private void awaitFile(LaunchedServer server, String pattern) {
        Processes.await("application/" + pattern, Duration.ofSeconds(60), () -> {
            try (var found = Files.newDirectoryStream(data.resolve("application"), pattern.split("/")[0])) {
                for (Path tree : found) {
                    if (Files.exists(tree.resolve(pattern.substring(pattern.indexOf('/') + 1)))) {
                        return true;
                    }
                }
                return !server.isRunning();
            } catch (IOException _) {
                return false;
            }
        });
    }

    private List<String> leftovers() throws IOException {
        try (Stream<Path> files = Files.list(data.resolve("application"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".new") || name.endsWith(".tar.gz")).toList();
        }
    }
}
