package org.mathesar.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mathesar.launcher.pebble.FaultyDirectory;
import org.mathesar.launcher.pebble.FaultyDirectory.Fault;
import org.mathesar.launcher.pebble.FaultyDirectory.Step;

/** kill -9 at every step that an order takes, just when the authority has done it and before we know. */
@Tag("certificates")
class KilledOnTheWayToADomainTest {
    private static final List<Step> STEPS = List.of(Step.NEW_ORDER, Step.CHALLENGE, Step.FINALIZE);
    /** After a third kill the next try waits for an hour or a little more; a clock that is a day off is refused. */
    private static final Duration BETWEEN = Duration.ofMinutes(90);

    @TempDir(factory = OpenDirectory.class)
    private Path place;
    private Launch launch;
    private int starts;

    @Test
    void itAlwaysEndsWithTheDomainAndSpendsNoMoreThanTwoOrdersForEachCertificate() {
        try (SmallInternet internet = new SmallInternet("127.77.7.1")) {
            internet.giveDomain();
            launch = internet.doorOnly(place.resolve("data")).with("MATHESAR_LAUNCHER_DOMAIN", SmallInternet.DOMAIN);
            killAtEachStep(internet.orders(), "the address's order");
            killAtEachStep(internet.rehearsals(), "the domain's rehearsal");
            killAtEachStep(internet.orders(), "the domain's order");
            try (LaunchedServer server = next()) {
                Rungs.awaitBoth(internet, server);
            }
            List<Integer> ordered = internet.ordered();
            System.out.println(starts - 1 + " kills, orders and rehearsals: " + ordered);
            assertTrue(ordered.getFirst() <= 4, "two for the address and two for the domain: " + ordered);
            assertTrue(ordered.getLast() <= 2, ordered.toString());
            try (LaunchedServer server = next()) {
                Rungs.awaitBoth(internet, server);
            }
            assertEquals(ordered, internet.ordered());
        }
    }

    private void killAtEachStep(FaultyDirectory directory, String what) {
        for (Step step : STEPS) {
            directory.spoil(step, new Fault.Slow(Duration.ofMillis(1500)));
            int before = directory.requests(step);
            try (LaunchedServer server = next()) {
                Rungs.await(step + " of " + what, server, () -> directory.requests(step) > before);
                KillChain.pause(Duration.ofMillis(500));
                server.kill();
            }
            directory.heal(step);
        }
    }

    private LaunchedServer next() {
        return OtherTime.of(launch, BETWEEN.multipliedBy(starts++)).start().awaitDoor();
    }
}
