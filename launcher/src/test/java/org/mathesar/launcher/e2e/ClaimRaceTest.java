package org.mathesar.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everybody on the internet wants the new server. */
@Tag("crash")
class ClaimRaceTest {
    private static final int CONNECTIONS = 100;
    private static final int WRONG_CODES = 10_000;
    private static final String COOKIE = "__Host-mathesar-owner";

    @TempDir(factory = OpenDirectory.class)
    private Path place;

    private LaunchedServer server;

    @BeforeEach
    void start() {
        server = Launch.sample(Installed.applicationTo(place.resolve("data"))).start().awaitDoor();
        server.log().await("Start Mathesar: done", Duration.ofSeconds(60));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void ofAHundredCorrectClaimsAtOnceOneWins() throws Exception {
        String code = server.setupCode();
        AtomicInteger granted = new AtomicInteger();
        Map<Integer, Integer> statuses = new ConcurrentHashMap<>();
        CountDownLatch together = new CountDownLatch(1);
        try (ExecutorService visitors = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().factory())) {
            for (int i = 0; i < CONNECTIONS; i++) {
                visitors.submit(() -> {
                    try (Guest guest = server.guest()) {
                        guest.get("/-/healthy");
                        together.await();
                        HttpResponse<String> answer = guest.post("/-/setup/claim", "code", code);
                        statuses.merge(answer.statusCode(), 1, Integer::sum);
                        granted.addAndGet(guest.cookie(COOKIE).isEmpty() ? 0 : 1);
                    }
                    return null;
                });
            }
            KillChain.pause(Duration.ofSeconds(2));
            together.countDown();
            visitors.shutdown();
            assertTrue(visitors.awaitTermination(60, TimeUnit.SECONDS));
        }
        System.out.println(CONNECTIONS + " correct claims at once, answers by status: " + statuses);
        assertEquals(1, granted.get());
        assertEquals(1, statuses.get(303));
        assertEquals(CONNECTIONS, statuses.values().stream().mapToInt(Integer::intValue).sum());
        assertEquals(1, server.log().find(line -> line.contains("this server has been claimed")).size());
    }

    @Test
    void tenThousandWrongCodesAreThrottledAndCostNoMemory() throws Exception {
        Map<Integer, Integer> statuses = new ConcurrentHashMap<>();
        guess(2_000, statuses);
        long before = server.resident();
        statuses.clear();
        guess(WRONG_CODES, statuses);
        long grown = server.resident() - before;
        System.out.printf("%d wrong codes, answers by status: %s; the launcher grew by %.1f MiB from %.1f MiB%n",
                WRONG_CODES, statuses, grown / 1048576.0, before / 1048576.0);
        assertEquals(WRONG_CODES, statuses.values().stream().mapToInt(Integer::intValue).sum());
        // The few attempts that were not refused unread may have been used up by the guesses that warmed it up.
        assertTrue(Set.of(422, 429).containsAll(statuses.keySet()), statuses.toString());
        assertTrue(statuses.get(429) > WRONG_CODES * 9 / 10, statuses.toString());
        assertTrue(grown < 24L << 20, "grown by " + grown);
        assertTrue(!server.log().contains("this server has been claimed"));
    }

    private void guess(int count, Map<Integer, Integer> statuses) throws InterruptedException {
        AtomicInteger left = new AtomicInteger(count);
        try (ExecutorService guessers = Executors.newFixedThreadPool(8)) {
            for (int i = 0; i < 8; i++) {
                guessers.submit(() -> {
                    try (Guest guest = server.guest()) {
                        for (int number = left.decrementAndGet(); number >= 0; number = left.decrementAndGet()) {
                            String code = "AAAA-BBBB-CCCC-%04d".formatted(number % 10_000);
                            statuses.merge(guest.post("/-/setup/claim", "code", code).statusCode(), 1, Integer::sum);
                        }
                    }
                });
            }
            guessers.shutdown();
            assertTrue(guessers.awaitTermination(120, TimeUnit.SECONDS));
        }
    }
}
