package org.mathesar.launcher.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mathesar.launcher.tls.AcmeDesk.addresses;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
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
 * that fails by both kinds of challenge is started again, as whoever keeps certificates does.
 */
@Tag("certificates")
class AcmeNoiseTest {
    private static final int ORDERS = 20;

    @Test
    void twentyOfTwentyOrdersEndWell(@TempDir Path place) throws Exception {
        try (Pebble pebble = Pebble.builder().environment("PEBBLE_VA_NOSLEEP", "")
                .environment("PEBBLE_VA_SLEEPTIME", "2").environment("PEBBLE_WFE_NONCEREJECT", "15").start()) {
            AcmeDesk desk = new AcmeDesk(place, pebble);
            String[] hosts = IntStream.rangeClosed(1, ORDERS).mapToObj(i -> "127.0.1." + i).toArray(String[]::new);
            try (ValidationFront front = ValidationFront.open(pebble, desk.challenges, hosts)) {
                Map<String, Boolean> fates = new ConcurrentHashMap<>();
                AtomicInteger count = new AtomicInteger();
                front.breakWhere(challenge -> fates.computeIfAbsent(challenge,
                        _ -> count.getAndIncrement() % 2 == 0));
                for (String host : hosts) {
                    assertEquals(host, issue(desk.issuer(pebble.directory()), addresses(host)));
                }
                assertTrue(count.get() >= 2 * ORDERS, "only " + count + " challenges");
                assertTrue(pebble.log().contains("Configured to reject 15% of good nonces"), "no noise");
            }
        }
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
