package org.mathesar.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** kill -9 of the launcher at the start, in the middle and at the end of everything it does until it is set up. */
@Tag("crash")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KilledLauncherTest {
    private static final List<String> TASKS = List.of("Get Mathesar onto this server", "Prepare the database",
            "Create Mathesar's tables", "Start Mathesar");
    private static final String WAITS_FOR_OWNER = "setup: all tasks are done";

    private final Map<String, Duration> halfTimes = new LinkedHashMap<>();
    private EndState undisturbed;

    @BeforeAll
    void runUndisturbed(@TempDir(factory = OpenDirectory.class) Path place) throws Exception {
        try (LaunchedServer server = Launch.sample(place.resolve("data")).headless().start()) {
            server.awaitReady();
            for (String task : TASKS) {
                halfTimes.put(task, half(server, task + " …", task + ": done"));
            }
            halfTimes.put(WAITS_FOR_OWNER, half(server, WAITS_FOR_OWNER, "setup: ready"));
            undisturbed = EndState.of(server);
            assertEquals(1, undisturbed.superusers());
        }
        System.out.println("half of each task: " + halfTimes);
    }

    private static Duration half(LaunchedServer server, String from, String to) {
        return Duration
                .between(server.log().await(from, Duration.ZERO).at(), server.log().await(to, Duration.ZERO).at())
                .dividedBy(2);
    }

    @Test
    void withoutABrowserItAlwaysGoesOnToTheSameEnd(@TempDir(factory = OpenDirectory.class) Path place)
            throws Exception {
        Launch launch = Launch.sample(place.resolve("data")).headless();
        try (KillChain chain = new KillChain(launch)) {
            for (int milliseconds : List.of(250, 500, 750, 1000)) {
                chain.killEarly(Duration.ofMillis(milliseconds));
            }
            killInEveryTask(chain);
            chain.killAt("Start Mathesar: done", halfTimes.get(WAITS_FOR_OWNER));
            chain.killAt("Start Mathesar: done", halfTimes.get(WAITS_FOR_OWNER).multipliedBy(2));
            finish(chain);
        }
    }

    @Test
    void anUnclaimedServerGoesOnWithItsEarlyWorkAndThenWithTheOwnersAnswers(
            @TempDir(factory = OpenDirectory.class) Path place) throws Exception {
        Launch launch = Launch.sample(place.resolve("data"));
        try (KillChain chain = new KillChain(launch); Guest owner = new Guest(launch.url())) {
            for (String task : TASKS) {
                chain.killWithin(task, halfTimes.get(task));
            }
            chain.killAfter("the claim", server -> new Owner(owner).claim(server.setupCode()));
            chain.killAfter("the address", _ -> new Owner(owner).chooseAddress());
            chain.killAfter("the database", _ -> new Owner(owner).chooseBundledDatabase());
            chain.killAfter("the administrator", _ -> new Owner(owner).giveAdministrator());
            for (String task : List.of("PREPARE_DATABASE", "MIGRATE", "START_APPLICATION")) {
                chain.killAt("setup: task " + task + " begins", Duration.ZERO);
            }
            chain.killAt(WAITS_FOR_OWNER, Duration.ZERO);
            chain.killAfter("the administrator in person", server -> {
                server.log().await("Start Mathesar: done", Duration.ofSeconds(60));
                Thread.ofVirtual().start(() -> new Owner(owner).giveAdministrator());
                KillChain.pause(halfTimes.get(WAITS_FOR_OWNER));
            });
            try (LaunchedServer server = chain.start()) {
                server.log().await("Start Mathesar: done", Duration.ofSeconds(60));
                if (!server.log().contains("setup: ready")) {
                    HttpResponse<String> page = owner.get("/-/setup/");
                    System.out.println("after the last kill the wizard leads to "
                            + page.headers().firstValue("Location").orElse("nowhere"));
                    new Owner(owner).giveAdministrator();
                }
                server.awaitReady();
            }
            finish(chain);
        }
    }

    private void killInEveryTask(KillChain chain) throws IOException {
        for (String task : TASKS) {
            chain.killAt(task + " …", Duration.ZERO);
            chain.killWithin(task, halfTimes.get(task));
            chain.killAt(task + ": done", Duration.ZERO);
        }
    }

    private void finish(KillChain chain) throws IOException, SQLException {
        try (LaunchedServer server = chain.start()) {
            server.awaitReady();
            assertEquals(undisturbed, EndState.of(server));
            assertEquals(0, server.stop(), server.log().text());
        }
        chain.checkSecrets();
        System.out.println(chain.count() + " kills, looked " + chain.looks() + " times for a second PostgreSQL");
        assertTrue(chain.count() >= 13);
        assertEquals(new ArrayList<>(TASKS), new ArrayList<>(halfTimes.keySet()).subList(0, TASKS.size()));
    }
}
