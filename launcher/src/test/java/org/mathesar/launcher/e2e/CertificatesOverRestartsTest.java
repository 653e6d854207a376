package org.mathesar.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mathesar.launcher.pebble.FaultyDirectory.Fault;
import org.mathesar.launcher.pebble.FaultyDirectory.Step;

/** No chain of restarts, clean or by kill -9, ever asks an authority twice for the same. */
@Tag("certificates")
class CertificatesOverRestartsTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int RESTARTS = 20;
    private static final Pattern MOMENT = Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?Z");

    @TempDir(factory = OpenDirectory.class)
    private Path place;
    private SmallInternet internet;
    private Launch launch;

    @BeforeEach
    void open() {
        internet = new SmallInternet("127.77.2.1");
        launch = internet.doorOnly(place.resolve("data"));
    }

    @AfterEach
    void close() {
        internet.close();
    }

    @Test
    void aRestartServesTheSameCertificatesAndOrdersNone() {
        internet.giveDomain();
        Launch named = launch.with("MATHESAR_LAUNCHER_DOMAIN", SmallInternet.DOMAIN);
        Rungs before;
        try (LaunchedServer server = named.start().awaitDoor()) {
            before = Rungs.awaitBoth(internet, server);
            assertEquals(List.of(2, 1), internet.ordered());
            server.kill();
        }
        try (LaunchedServer server = named.start().awaitDoor()) {
            Rungs.awaitBoth(internet, server).isSame(before);
            assertEquals(0, server.stop());
        }
        try (LaunchedServer server = named.start().awaitDoor()) {
            Rungs.awaitBoth(internet, server).isSame(before);
        }
        assertEquals(List.of(2, 1), internet.ordered());
    }

    @Test
    void killedBetweenFinalizeAndStoreItPicksUpTheSameOrder() {
        internet.orders().spoil(Step.FINALIZE, new Fault.Slow(Duration.ofSeconds(20)));
        try (LaunchedServer server = launch.start().awaitDoor()) {
            Rungs.await("the authority has issued", server,
                    () -> internet.authority().log().contains("Issued certificate"));
            server.kill();
        }
        internet.orders().heal(Step.FINALIZE);
        // The retry table waits a minute after a kill.
        try (LaunchedServer server = OtherTime.of(launch, Duration.ofMinutes(2)).start().awaitDoor()) {
            Rungs.awaitAddress(internet, server);
            assertEquals(List.of(1, 0), internet.ordered());
            assertEquals(1, internet.orders().requests(Step.FINALIZE));
        }
    }

    @Test
    void anAuthorityThatAskedToWaitTwoHoursIsNotAskedAgainInTwentyRestarts() {
        internet.orders().spoil(Step.NEW_ORDER, Fault.rateLimited("7200"));
        Instant asked = Instant.now();
        for (int i = 0; i <= RESTARTS; i++) {
            try (LaunchedServer server = launch.start().awaitDoor()) {
                if (i == 0) {
                    server.log().await("No certificate for " + internet.address(), SOON);
                } else {
                    server.log().await("is ordered at", SOON);
                }
                assertTrue(internet.stranger().looksAtCertificate().isSelfSigned());
                if (i == RESTARTS) {
                    Instant expected = asked.plus(Duration.ofHours(2));
                    Rungs.await("the status names about " + expected, server, () -> isToldByStatus(expected));
                } else if (i % 2 == 0) {
                    server.kill();
                } else {
                    assertEquals(0, server.stop(), server.log().text());
                }
            }
        }
        assertEquals(List.of(1, 0), internet.ordered());
    }

    private boolean isToldByStatus(Instant expected) {
        KillChain.pause(Duration.ofSeconds(1));
        return MOMENT.matcher(Command.run(launch, "status").output()).results()
                .map(found -> Duration.between(expected, Instant.parse(found.group())).abs())
                .anyMatch(off -> off.compareTo(Duration.ofMinutes(10)) < 0);
    }
}
