package org.mathesar.launcher.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mathesar.launcher.tls.AcmeDesk.addresses;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mathesar.launcher.pebble.Pebble;
import org.mathesar.launcher.tls.IssueFailed.Kind;

/**
 * A bad day: Pebble rejects 15 of 100 nonces and sleeps before each look, and every second challenge fails. Pebble cannot
 * let valid challenges fail itself; here the server that it looks at answers wrongly to every second challenge. An order
 * that fails by both kinds of challenge is started again, as whoever keeps certificates does. Five launchers order at
 * once, four certificates each.
 */
@Tag("certificates")
class AcmeNoiseTest {
    private static final int LAUNCHERS = 5;
    private static final int ORDERS_OF_EACH = 4;

    private final Map<String, Boolean> fates = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();

    @Test
    void twentyOfTwentyOrdersEndWell(@TempDir Path place) throws Exception {
        try (Pebble pebble = Pebble.builder().environment("PEBBLE_VA_NOSLEEP", "")
                .environment("PEBBLE_VA_SLEEPTIME", "2").environment("PEBBLE_WFE_NONCEREJECT", "15").start();
                ExecutorService launchers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<String>>> running = IntStream.rangeClosed(1, LAUNCHERS)
                    .mapToObj(i -> launchers.submit(() -> certify(pebble, place, i))).toList();
            List<String> certified = new ArrayList<>();
            for (Future<List<String>> each : running) {
                certified.addAll(each.get());
            }
            assertEquals(LAUNCHERS * ORDERS_OF_EACH, Set.copyOf(certified).size(), certified.toString());
            assertTrue(count.get() >= 2 * LAUNCHERS * ORDERS_OF_EACH - LAUNCHERS, "only " + count + " challenges");
            assertTrue(pebble.log().contains("Configured to reject 15% of good nonces"), "no noise");
        }
    }

    private List<String> certify(Pebble pebble, Path place, int launcher) throws Exception {
        AcmeDesk desk = new AcmeDesk(place.resolve(Integer.toString(launcher)), pebble);
        String[] hosts = IntStream.rangeClosed(1, ORDERS_OF_EACH).mapToObj(i -> "127.0." + launcher + "." + i)
                .toArray(String[]::new);
        List<String> certified = new ArrayList<>();
        try (ValidationFront front = ValidationFront.open(pebble, desk.challenges, hosts)) {
            front.breakWhere(challenge -> fates.computeIfAbsent(challenge, _ -> count.getAndIncrement() % 2 == 0));
            for (String host : hosts) {
                certified.add(issue(desk.issuer(pebble.directory()), addresses(host)));
            }
        }
        return certified;
    }

    private static String issue(AcmeIssuer issuer, Subject subject) throws Exception {
        for (int i = 0; i < 10; i++) {
            try {
                HostCertificate certificate = issuer.issue(subject, Optional.empty());
                issuer.settled(subject);
                return (String) certificate.leaf().getSubjectAlternativeNames().iterator().next().get(1);
            } catch (IssueFailed e) {
                assertEquals(Kind.VALIDATION, e.kind(), e.problem().toString());
            }
        }
        return "failed ten times";
    }
}
