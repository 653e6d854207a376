package org.mathesar.launcher.claim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ThrottleTest {
    private final SettableClock clock = new SettableClock();
    private final Throttle throttle = new Throttle(clock);

    @Test
    void anAddressMayTryTenTimesAndThenOnceInSixSeconds() {
        InetAddress visitor = InetAddress.ofLiteral("192.0.2.1");
        assertEquals(10, allowed(visitor, 50));
        assertEquals(Optional.of(Duration.ofSeconds(6)), throttle.attempt(visitor));

        clock.advance(Duration.ofMillis(5_999));
        assertEquals(Optional.of(Duration.ofMillis(1)), throttle.attempt(visitor));
        clock.advance(Duration.ofMillis(1));
        assertEquals(1, allowed(visitor, 50));
    }

    @Test
    void patienceRefillsUpToTenTries() {
        InetAddress visitor = InetAddress.ofLiteral("192.0.2.1");
        allowed(visitor, 50);
        clock.advance(Duration.ofDays(30));
        assertEquals(10, allowed(visitor, 50));
    }

    @Test
    void anotherAddressHasItsOwnTries() {
        allowed(InetAddress.ofLiteral("192.0.2.1"), 50);
        assertEquals(10, allowed(InetAddress.ofLiteral("192.0.2.2"), 50));
    }

    @Test
    void allAddressesOfAnIpv6NetworkCountAsOne() {
        int allowed = 0;
        for (int i = 0; i < 50; i++) {
            allowed += throttle.attempt(InetAddress.ofLiteral("2001:db8:1:2:" + Integer.toHexString(i) + "::1"))
                    .isEmpty() ? 1 : 0;
        }
        assertEquals(10, allowed);
        assertTrue(throttle.attempt(InetAddress.ofLiteral("2001:db8:1:3::1")).isEmpty(), "the next /64 is another");
    }

    @Test
    void anIpv4AddressInIpv6DressIsTheSame() {
        allowed(InetAddress.ofLiteral("192.0.2.1"), 50);
        assertFalse(throttle.attempt(InetAddress.ofLiteral("::ffff:192.0.2.1")).isEmpty());
    }

    @Test
    void everybodyTogetherMayTryTwoHundredTimesAndThenTwiceASecond() throws Exception {
        assertEquals(200, allowedFromManyAddresses(1_000));
        clock.advance(Duration.ofSeconds(10));
        assertEquals(20, allowedFromManyAddresses(1_000));
    }

    @Test
    void oneStubbornAddressDoesNotUseUpEverybodysTries() {
        allowed(InetAddress.ofLiteral("192.0.2.1"), 10_000);
        assertEquals(10, allowed(InetAddress.ofLiteral("192.0.2.2"), 50));
    }

    @Test
    void aClockThatGoesBackTakesNothingAway() {
        InetAddress visitor = InetAddress.ofLiteral("192.0.2.1");
        throttle.attempt(visitor);
        clock.advance(Duration.ofHours(-5));
        assertEquals(9, allowed(visitor, 50));
    }

    @Test
    void aMillionAddressesDoNotFillTheMemory() throws Exception {
        Runtime runtime = Runtime.getRuntime();
        allowedFromManyAddresses(50_000);
        System.gc();
        long before = runtime.totalMemory() - runtime.freeMemory();
        allowedFromManyAddresses(1_000_000);
        System.gc();
        long grown = runtime.totalMemory() - runtime.freeMemory() - before;
        assertTrue(grown < 16 << 20, "grown by " + grown + " bytes");
    }

    private int allowed(InetAddress visitor, int attempts) {
        int allowed = 0;
        for (int i = 0; i < attempts; i++) {
            allowed += throttle.attempt(visitor).isEmpty() ? 1 : 0;
        }
        return allowed;
    }

    private int allowedFromManyAddresses(int attempts) throws UnknownHostException {
        int allowed = 0;
        for (int i = 0; i < attempts; i++) {
            InetAddress visitor = InetAddress.getByAddress(new byte[]{11, (byte) (i >> 16), (byte) (i >> 8), (byte) i});
            allowed += throttle.attempt(visitor).isEmpty() ? 1 : 0;
        }
        return allowed;
    }
}
