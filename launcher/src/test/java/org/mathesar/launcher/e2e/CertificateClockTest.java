package org.mathesar.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server whose clock is wrong, while the clocks of its visitors and of its authority are right. */
@Tag("certificates")
class CertificateClockTest {
    @TempDir(factory = OpenDirectory.class)
    private Path place;
    private SmallInternet internet;
    private Launch launch;

    @BeforeEach
    void open() {
        internet = new SmallInternet("127.77.4.1");
        internet.giveDomain();
        launch = internet.doorOnly(place.resolve("data")).with("MATHESAR_LAUNCHER_DOMAIN", SmallInternet.DOMAIN);
    }

    @AfterEach
    void close() {
        internet.close();
    }

    @Test
    void aWrongClockIsNamedCostsNoCertificateAndSpendsOneOrderAtMost() {
        Rungs before;
        try (LaunchedServer server = launch.start().awaitDoor()) {
            before = Rungs.awaitBoth(internet, server);
        }
        assertEquals(List.of(2, 1), internet.ordered());

        try (LaunchedServer server = ahead(Duration.ofDays(-2)).start().awaitDoor()) {
            Rungs.awaitBoth(internet, server).isSame(before);
            Rungs.awaitStatus("is slow", launch, server);
        }
        assertEquals(List.of(2, 1), internet.ordered(), "two days slow");

        for (int start = 0; start < 3; start++) {
            try (LaunchedServer server = ahead(Duration.ofDays(40)).start().awaitDoor()) {
                Rungs.await("the domain's certificate, which lives for 90 days", server,
                        () -> Rungs.now(internet).domain().fingerprint().equals(before.domain().fingerprint()));
                if (start == 0) {
                    Rungs.awaitStatus("clock", launch, server);
                }
            }
        }
        List<Integer> ordered = internet.ordered();
        assertTrue(ordered.equals(List.of(2, 1)) || ordered.equals(List.of(3, 1)), "forty days fast: " + ordered);

        try (LaunchedServer server = launch.start().awaitDoor()) {
            Rungs.awaitBoth(internet, server);
        }
        assertEquals(ordered, internet.ordered(), "what was there before is good again");
    }

    private Launch ahead(Duration time) {
        return OtherTime.of(launch, time);
    }
}
