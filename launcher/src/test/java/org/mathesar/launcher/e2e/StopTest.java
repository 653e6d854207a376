package org.mathesar.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A stop while people work: what has begun is finished, and the next start has nothing to repair. */
@Tag("crash")
class StopTest {
    private static final int BYTES = 500_000;
    private static final int VISITORS = 8;

    @TempDir(factory = OpenDirectory.class)
    private Path place;

    /** Ctrl-C goes to every process that belongs to the terminal's job, a signal of the init system only to the launcher. */
    @ParameterizedTest
    @ValueSource(strings = {"SIGTERM", "Ctrl-C"})
    void noBegunRequestIsCutAndPostgresIsShutDownFast(String way) {
        Launch launch = Launch.sample(Installed.copyTo(place.resolve("data"))).behind("setsid");
        try (LaunchedServer server = launch.start().awaitReady()) {
            List<CompletableFuture<HttpResponse<String>>> exports = beginExports(server);
            Processes.signal(way.equals("Ctrl-C") ? "INT" : "TERM",
                    way.equals("Ctrl-C") ? -server.pid() : server.pid());
            assertEquals(0, server.awaitEnd(Duration.ofSeconds(40)), server.log().text());
            for (CompletableFuture<HttpResponse<String>> export : exports) {
                HttpResponse<String> answer = export.join();
                assertEquals(200, answer.statusCode());
                assertEquals(BYTES, answer.body().length());
            }
            assertTrue(server.log().contains("postgres: LOG:  received fast shutdown request"), server.log().text());
            assertFalse(server.log().contains("Next start in"), server.log().text());
            assertEquals(List.of(), Processes.holding(server.data()));
        }
        try (LaunchedServer server = launch.start().awaitReady()) {
            assertEquals(List.of(), server.log().find(line -> line.contains("postgres: ")
                    && (line.contains("recovery") || line.contains("interrupted"))));
        }
    }

    /** Half of the visitors speak HTTP/2; all have received something when this returns. */
    private static List<CompletableFuture<HttpResponse<String>>> beginExports(LaunchedServer server) {
        List<CompletableFuture<HttpResponse<String>>> exports = new ArrayList<>();
        for (int i = 0; i < VISITORS; i++) {
            Guest guest = new Guest(server.url(), i % 2 == 0 ? HttpClient.Version.HTTP_1_1 : HttpClient.Version.HTTP_2);
            assertTrue(guest.signIn(LaunchedServer.ADMIN, LaunchedServer.PASSWORD));
            exports.add(CompletableFuture.supplyAsync(
                    () -> guest.send(guest.request("/api/export/v0/tables/?seconds=5&bytes=" + BYTES),
                            BodyHandlers.ofString()),
                    task -> Thread.ofPlatform().daemon(true).start(task)));
        }
        KillChain.pause(Duration.ofSeconds(1));
        return exports;
    }
}
