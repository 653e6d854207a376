package org.mathesar.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Slower to notice than the rest, so it goes where there is time. */
@Tag("endurance")
class HungPostgresTest {

    @Test
    void aHungPostgresIsReplaced(@TempDir(factory = OpenDirectory.class) Path place) {
        try (LaunchedServer server = Launch.sample(Installed.copyTo(place.resolve("data"))).start().awaitReady()) {
            Processes.signal("STOP", Processes.postmasters(server.data()).getFirst());
            Duration took = Doorstep.untilBack(server);
            System.out.printf("a hung PostgreSQL: back after %.1f s%n", took.toMillis() / 1000.0);
            assertEquals(1, Processes.postmasters(server.data()).size());
        }
    }
}
