package org.mathesar.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The paths that nobody may have, asked for while a server is set up and afterwards, with an application that logs. */
@Tag("crash")
class RefusedPathsTest {
    private static final List<String> PATHS = List.of("/complete_installation/", "/admin/", "/media/x",
            "/auth/signup/");
    private static final int AT_LEAST = 40;

    @TempDir(factory = OpenDirectory.class)
    private Path place;

    private int asked;

    @Test
    void theyAreRefusedInEverySpellingBeforeDuringAndAfterSetUp() {
        Launch launch = Launch.sample(Installed.applicationTo(place.resolve("data")))
                .with("GUNICORN_CMD_ARGS", "--access-logfile -");
        try (LaunchedServer server = launch.start().awaitDoor(); Guest guest = server.guest()) {
            Owner owner = new Owner(guest);
            askForEverything(server, "before the claim");
            askMeanwhile(server, "during the set-up", () -> {
                owner.claim(server.setupCode());
                owner.chooseAddress();
                owner.chooseBundledDatabase();
                server.log().await("Start Mathesar: done", Duration.ofSeconds(90));
            });
            askForEverything(server, "before there is an administrator");
            askMeanwhile(server, "during the handover", () -> {
                owner.giveAdministrator();
                server.awaitReady();
            });
            askForEverything(server, "after the set-up");
            assertApplicationSawNothing(server);
        }
        System.out.println(asked + " requests for refused paths, in " + Spellings.of("/x/", "y").size()
                + " spellings each");
    }

    private void askMeanwhile(LaunchedServer server, String phase, Runnable deed) {
        CompletableFuture<Void> done = CompletableFuture.runAsync(deed, task -> Thread.ofPlatform().start(task));
        do {
            askForEverything(server, phase);
        } while (!done.isDone());
        done.join();
    }

    private void askForEverything(LaunchedServer server, String phase) {
        try (RawHttp1 first = new RawHttp1(server.url()); RawHttp2 second = new RawHttp2(server.url())) {
            for (String path : PATHS) {
                List<String> spellings = Spellings.of(path, server.url().getAuthority());
                assertTrue(Set.copyOf(spellings).size() >= AT_LEAST, "only " + spellings.size());
                for (String spelling : spellings) {
                    String target = marked(spelling);
                    RawHttp1.Answer answer = first.ask("GET", target);
                    assertRefused(phase, "HTTP/1.1", target, answer.status(), answer.text());
                    RawHttp2.Answer other = second.get(target);
                    assertRefused(phase, "HTTP/2", target, other.status(), other.body());
                }
                for (String method : List.of("POST", "HEAD", "PUT", "OPTIONS", "PROPFIND")) {
                    RawHttp1.Answer answer = first.ask(method, marked(path));
                    assertRefused(phase, method, path, answer.status(), answer.text());
                }
            }
        }
    }

    private void assertRefused(String phase, String way, String target, int status, String body) {
        asked++;
        assertTrue(status == 404 || status == 400 || way.equals("HTTP/2") && status == RawHttp2.CUT_OFF,
                () -> phase + ", " + way + " " + target + ": " + status + "\n" + body);
        assertTrue(!body.contains("reachable") && !body.contains("csrfmiddlewaretoken"),
                () -> phase + ", " + way + " " + target + " leads into the application: " + body);
    }

    /** The application notes down every request with its query, which the door never does. */
    private static void assertApplicationSawNothing(LaunchedServer server) {
        try (RawHttp1 first = new RawHttp1(server.url()); RawHttp2 second = new RawHttp2(server.url())) {
            assertEquals(200, first.ask("GET", "/auth/login/?spelling=control").status());
            RawHttp2.Answer answer = second.get("/auth/login/?spelling=control");
            assertEquals(200, answer.status());
            assertTrue(answer.body().contains("csrfmiddlewaretoken"), answer.body());
        }
        server.log().await("/auth/login/?spelling=control", Duration.ofSeconds(10));
        Processes.await("both controls are in the log", Duration.ofSeconds(10),
                () -> server.log().find(line -> line.contains("?spelling=control")).size() == 2);
        assertEquals(List.of(), server.log().find(line -> line.contains("spelling=refused")));
    }

    private static String marked(String target) {
        int fragment = target.indexOf('#');
        return fragment < 0
                ? target + "?spelling=refused"
                : target.substring(0, fragment) + "?spelling=refused" + target.substring(fragment);
    }
}
