package org.mathesar.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpClient.Version;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One server, everything at once that is long, big, frequent or silent. */
@Tag("endurance")
class EnduranceTest {
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final long MIB = 1L << 20;
    private static final int GETS = 10_000;
    private static final int BURST = 40;

    private static final String OTHER_PASSWORD = "brave-otter-44";

    @TempDir(factory = OpenDirectory.class)
    private Path place;

    @Test
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void longAndBigTransfersLeaveMemoryFlatAndOthersUndisturbed() {
        try (LaunchedServer server = Launch.sample(Installed.copyTo(place.resolve("data"))).start().awaitReady();
                MemoryWatch memory = new MemoryWatch(server)) {
            addOtherUser(server);
            List<CompletableFuture<LongExport>> exports = List.of(
                    beside(() -> LongExport.read(signedIn(server, Version.HTTP_1_1), LONG, 60_000)),
                    beside(() -> LongExport.read(signedIn(server, Version.HTTP_2), LONG, 60_000)));
            Answers pages = new Answers();
            CompletableFuture<Integer> otherUser = beside(() -> readPages(server, pages, exports.getFirst()));
            CompletableFuture<Integer> silent = beside(() -> staySilent(server, exports.getFirst()));
            warmUp(server, memory);
            Answers gets = new Answers();
            CompletableFuture<Integer> crowd = beside(() -> comeInBursts(server, gets, GETS, 1_300, 2_200));
            Duration first = upload(server, Version.HTTP_1_1, 1024);
            Duration second = upload(server, Version.HTTP_2, 1024);
            crowd.join();
            String read = exports.stream().map(CompletableFuture::join).toList().toString();
            System.out.println("exports: " + read + "\n1 GiB up: " + seconds(first) + " over HTTP/1.1, "
                    + seconds(second) + " over HTTP/2\nother user's pages: " + pages + "\nbursts: " + gets + " in "
                    + crowd.join() + " bursts\nsilent connections: " + silent.join() + "\nmemory: " + memory);
            otherUser.join();
            assertUndisturbed(pages, gets);
            assertTrue(memory.growth() < 32 * MIB, "the launcher's memory grows: " + memory);
            assertFalse(server.log().contains("Next start in"), "a service was restarted");
        }
    }

    /**
     * The first requests fill buffers and the compiler's code, which stay: transfers of a few dozen MiB each way of
     * speaking, and some hundreds of pages as many at once as later.
     */
    private static void warmUp(LaunchedServer server, MemoryWatch memory) {
        comeInBursts(server, new Answers(), 600, 0, 50);
        upload(server, Version.HTTP_1_1, 48);
        upload(server, Version.HTTP_2, 48);
        memory.warmedUp();
    }

    private static void assertUndisturbed(Answers pages, Answers gets) {
        assertEquals(List.of(), pages.failures());
        assertTrue(pages.count() > LONG.toSeconds() / 2, "a page about every second: " + pages);
        assertTrue(pages.within(0.99).toSeconds() < 5, "pages come within a few seconds: " + pages);
        assertTrue(pages.within(1).toSeconds() < 15, "even if the machine is busy: " + pages);
        assertEquals(List.of(), gets.failures());
        assertEquals(GETS, gets.count());
    }

    private static int readPages(LaunchedServer server, Answers answers, CompletableFuture<?> end) {
        try (Guest guest = server.guest()) {
            assertTrue(guest.signIn("grace", OTHER_PASSWORD));
            while (!end.isDone()) {
                answers.note("/", () -> {
                    int status = guest.get("/").statusCode();
                    return status == 200 ? status : 500 + status;
                });
                KillChain.pause(Duration.ofSeconds(1));
            }
            return answers.count();
        }
    }

    /** Twenty connections at a time, each set silent for longer than any of the application's workers would wait. */
    private static int staySilent(LaunchedServer server, CompletableFuture<?> end) {
        int sets = 0;
        for (; !end.isDone(); sets++) {
            try (SilentConnections _ = new SilentConnections(server, 20)) {
                for (int i = 0; i < 40 && !end.isDone(); i++) {
                    KillChain.pause(Duration.ofSeconds(1));
                }
            }
        }
        return sets * 20;
    }

    /** Many at once, then a pause, so that kept connections are used around the moment when gunicorn closes them. */
    private static int comeInBursts(LaunchedServer server, Answers answers, int total, int shortest, int longest) {
        int bursts = 0;
        try (Guest first = new Guest(server.url(), Version.HTTP_1_1);
                Guest second = new Guest(server.url(), Version.HTTP_2)) {
            for (; answers.count() < total; bursts++) {
                List<CompletableFuture<?>> burst = new ArrayList<>();
                for (int i = 0; i < BURST; i++) {
                    String path = i % 4 == 0 ? "/auth/login/" : "/static/staticfiles.json";
                    Guest guest = i % 2 == 0 ? first : second;
                    burst.add(beside(() -> {
                        answers.note(path, () -> guest.get(path).statusCode());
                        return path;
                    }));
                }
                burst.forEach(CompletableFuture::join);
                KillChain.pause(Duration.ofMillis(ThreadLocalRandom.current().nextInt(shortest, longest)));
            }
        }
        return bursts;
    }

    private static Duration upload(LaunchedServer server, Version version, int mebibytes) {
        try (Guest guest = signedIn(server, version)) {
            return new BigFile(mebibytes * MIB).upload(guest);
        }
    }

    private static void addOtherUser(LaunchedServer server) {
        try (Guest administrator = server.guest(); Guest guest = server.guest()) {
            String added = administrator.rpc(LaunchedServer.ADMIN, LaunchedServer.PASSWORD, "users.add",
                    "{\"user_def\":{\"username\":\"grace\",\"password\":\"to-be-replaced-1\",\"is_superuser\":false}}");
            assertTrue(added.contains("\"result\""), added);
            assertTrue(guest.signIn("grace", "to-be-replaced-1"));
            assertEquals(302, guest.post("/auth/password_reset_confirm/", "csrfmiddlewaretoken",
                    guest.cookie("csrftoken"), "new_password1", OTHER_PASSWORD, "new_password2", OTHER_PASSWORD)
                    .statusCode());
        }
    }

    private static Guest signedIn(LaunchedServer server, Version version) {
        Guest guest = new Guest(server.url(), version);
        assertTrue(guest.signIn(LaunchedServer.ADMIN, LaunchedServer.PASSWORD));
        return guest;
    }

    private static <T> CompletableFuture<T> beside(java.util.function.Supplier<T> task) {
        return CompletableFuture.supplyAsync(task, work -> Thread.ofVirtual().start(work));
    }

    private static String seconds(Duration duration) {
        return String.format("%.1f s", duration.toMillis() / 1000.0);
    }
}
