package org.mathesar.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates that live for less than a minute are renewed again and again while people work. */
@Tag("certificates")
class RenewalUnderLoadTest {
    private static final String ADDRESS = "127.77.6.1";
    private static final Duration LIFE = Duration.ofSeconds(45);
    private static final int VISITORS = 100;
    private static final int SWAPS = 10;
    private static final Duration LIMIT = Duration.ofMinutes(4);

    @TempDir(factory = OpenDirectory.class)
    private Path place;

    @Test
    void tenRenewalsFailNotOneRequestOfAHundredVisitors() {
        try (SmallInternet internet = new SmallInternet(ADDRESS,
                pebble -> pebble.withoutProfiles().profile("default", LIFE).profile("shortlived", LIFE))) {
            internet.giveDomain();
            Launch launch = internet.home(Launch.sample(Installed.applicationTo(place.resolve("data"))))
                    .with("MATHESAR_LAUNCHER_DOMAIN", SmallInternet.DOMAIN);
            try (LaunchedServer server = launch.start().awaitDoor(); Guest owner = server.guest()) {
                setUp(server, new Owner(owner));
                Rungs.await("both certificates", server, () -> {
                    look(owner);
                    return Rungs.now(internet).isTop(internet);
                });
                try (Crowd crowd = Crowd.of(VISITORS, SmallInternet.DOMAIN,
                        List.of("/auth/login/", "/-/healthy", "/-/healthy", "/-/healthy"),
                        internet.strangerByName()::connected)) {
                    int swaps = renew(internet, owner, crowd);
                    crowd.leave();
                    System.out.println("renewal under load: " + swaps + " swaps, " + VISITORS + " visitors, " + crowd);
                    assertEquals(List.of(), crowd.failures(), server.log().text());
                    assertTrue(swaps >= SWAPS, swaps + " swaps; the log is\n" + server.log().text());
                }
            }
        }
    }

    private static void setUp(LaunchedServer server, Owner owner) {
        owner.claim(server.setupCode());
        owner.chooseAddress();
        owner.chooseBundledDatabase();
        owner.giveAdministrator();
        server.awaitReady();
    }

    private static int renew(SmallInternet internet, Guest owner, Crowd crowd) {
        Set<String> seen = new HashSet<>();
        long end = System.nanoTime() + LIMIT.toNanos();
        while (seen.size() < SWAPS + 2 && System.nanoTime() < end && crowd.failures().isEmpty()) {
            look(owner);
            Rungs now = Rungs.now(internet);
            seen.add(now.address().fingerprint());
            seen.add(now.domain().fingerprint());
            KillChain.pause(Duration.ofMillis(400));
        }
        return seen.size() - 2;
    }

    /** The keeper looks every half minute, which is often enough for certificates that live for hours. */
    private static void look(Guest owner) {
        owner.post("/-/setup/address", "choice", "check");
    }
}
