package org.mathesar.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What the keeper is for: whatever happens to PostgreSQL or gunicorn, people can sign in again within 30 seconds. */
@Tag("crash")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KilledServicesTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private LaunchedServer server;
    private String name;

    @BeforeAll
    void start(@TempDir(factory = OpenDirectory.class) Path place) {
        server = Launch.sample(Installed.copyTo(place.resolve("data"))).with("MATHESAR_LAUNCHER_WORKERS", "2").start();
    }

    @BeforeEach
    void awaitReady(TestInfo test) {
        name = test.getTestMethod().orElseThrow().getName();
        server.awaitReady();
        Processes.await("gunicorn has both workers", LIMIT, () -> Processes.gunicorns(server.data()).size() == 3);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void aKilledGunicornComesBack() {
        long master = gunicorns().getFirst();
        Processes.signal("KILL", master);
        isBackInTime();
        assertNotEquals(master, gunicorns().getFirst());
    }

    @Test
    void aKilledWorkerComesBack() {
        long worker = gunicorns().getLast();
        Processes.signal("KILL", worker);
        isBackInTime();
        assertFalse(gunicorns().contains(worker));
    }

    @Test
    void aKilledPostgresComesBackAndLosesNothing() {
        Processes.signal("KILL", Processes.postmasters(server.data()).getFirst());
        KillChain.pause(Duration.ofMillis(100));
        isBackInTime();
        try (Guest guest = server.guest()) {
            assertTrue(guest.signIn(LaunchedServer.ADMIN, LaunchedServer.PASSWORD));
        }
        assertEquals(1, Processes.postmasters(server.data()).size());
    }

    @Test
    void aHungWorkerIsReplaced() {
        long worker = gunicorns().getLast();
        Processes.signal("STOP", worker);
        isBackInTime();
        Processes.await("the hung worker is gone", LIMIT, () -> !Processes.isAlive(worker));
    }

    @Test
    void aHungGunicornIsReplaced() {
        List<Long> hung = gunicorns();
        assertEquals(3, hung.size());
        hung.forEach(pid -> Processes.signal("STOP", pid));
        isBackInTime();
        hung.forEach(pid -> assertFalse(Processes.isAlive(pid), "hung process " + pid + " is still there"));
    }

    @Test
    void aHungWorkerOfAKilledGunicornIsNotInTheWay() {
        List<Long> before = gunicorns();
        Processes.signal("STOP", before.getLast());
        Processes.signal("KILL", before.getFirst());
        KillChain.pause(Duration.ofMillis(100));
        isBackInTime();
        Processes.await("the hung worker is gone", LIMIT, () -> !Processes.isAlive(before.getLast()));
    }

    private List<Long> gunicorns() {
        List<Long> found = Processes.gunicorns(server.data());
        assertTrue(found.size() >= 2, found.toString());
        return found;
    }

    private void isBackInTime() {
        Duration took = Doorstep.untilBack(server);
        System.out.printf("%s: %.1f s%n", name, took.toMillis() / 1000.0);
        assertTrue(took.compareTo(LIMIT) <= 0, took.toString());
        server.awaitReady();
    }
}
