package org.mathesar.launcher.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mathesar.launcher.tls.KeeperBench.ADDRESS;
import static org.mathesar.launcher.tls.KeeperBench.DOMAIN;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mathesar.launcher.tls.IssueFailed.Kind;
import org.mathesar.launcher.tls.RungStatus.Phase;

/** Clocks that jump, and machines that slept. */
class KeeperClockTest {
    @TempDir
    private Path directory;

    @Test
    void fortyDaysLaterTheCertificatesAreRenewed() throws InterruptedException {
        KeeperBench bench = new KeeperBench(directory).wanting(ADDRESS, DOMAIN);
        bench.turn();
        bench.clock.advance(Duration.ofDays(40));
        bench.turn();
        assertEquals(4, bench.authority.orders().size());
        assertEquals(Phase.SERVED, bench.status(Rung.ADDRESS).phase());
        assertEquals(Phase.SERVED, bench.status(Rung.DOMAIN).phase());
        assertTrue(bench.serving.fallback().expiry().isAfter(bench.clock.instant()));
    }

    @Test
    void fortyDaysLaterWithoutTheAuthorityItFallsDownARungAndRecovers() throws InterruptedException {
        KeeperBench bench = new KeeperBench(directory).wanting(ADDRESS);
        bench.turn();
        bench.authority.always(Optional.of(LocalAuthority.failing(Kind.UNREACHABLE)));
        bench.clock.advance(Duration.ofDays(40));
        bench.turn();
        assertTrue(bench.servesSelfSigned());
        assertEquals(Phase.WAITING, bench.status(Rung.ADDRESS).phase());
        assertTrue(bench.status(Rung.ADDRESS).failure().isPresent());
        bench.authority.always(Optional.empty());
        bench.live(Duration.ofMinutes(2), Duration.ofMinutes(1));
        assertFalse(bench.servesSelfSigned());
        assertEquals(Optional.empty(), bench.status(Rung.ADDRESS).failure());
    }

    @Test
    void aClockThatGoesBackTwoDaysOrdersNothingAndGoesOnServing() throws InterruptedException {
        KeeperBench bench = new KeeperBench(directory).wanting(ADDRESS, DOMAIN);
        bench.turn();
        HostCertificate served = bench.serving.fallback();
        bench.clock.advance(Duration.ofDays(-2));
        bench.turn();
        bench.restart();
        bench.turn();
        assertEquals(2, bench.authority.orders().size());
        assertEquals(served, bench.serving.fallback());
        String said = bench.status(Rung.ADDRESS).failure().orElseThrow().problem().summary();
        assertTrue(said.contains("slow"), said);
        bench.clock.advance(Duration.ofDays(2));
        bench.turn();
        assertEquals(Optional.empty(), bench.status(Rung.ADDRESS).failure());
        assertEquals(2, bench.authority.orders().size());
    }

    @Test
    void aWaitIsNoLongerAfterTheClockWentBack() throws InterruptedException {
        KeeperBench bench = new KeeperBench(directory).wanting(ADDRESS);
        bench.authority.then(LocalAuthority.failing(Kind.UNREACHABLE));
        bench.turn();
        bench.clock.advance(Duration.ofDays(-2));
        bench.turn();
        bench.clock.advance(Duration.ofSeconds(76));
        bench.turn();
        assertEquals(2, bench.authority.orders().size());
    }

    @ParameterizedTest
    @ValueSource(longs = {3, 5, 40, 4000})
    void aClockThatRunsDaysAheadDoesNotOrderWithoutEnd(long days) throws InterruptedException {
        SettableClock world = new SettableClock(Instant.parse("2026-11-22T12:00:00Z"));
        KeeperBench bench = new KeeperBench(directory, Optional.of(world)).wanting(ADDRESS);
        bench.clock.set(world.instant().plus(Duration.ofDays(days)));
        for (int hour = 0; hour < 14 * 24; hour++) {
            bench.turn();
            if (hour % 5 == 0) {
                bench.restart();
            }
            bench.clock.advance(Duration.ofHours(1));
            world.advance(Duration.ofHours(1));
        }
        int orders = bench.authority.orders().size();
        assertTrue(orders >= 3 && orders <= 8, orders + " in two weeks");
    }

    @Test
    void aClockThatRunsAheadIsSaid() throws InterruptedException {
        SettableClock world = new SettableClock(Instant.parse("2026-11-22T12:00:00Z"));
        KeeperBench bench = new KeeperBench(directory, Optional.of(world)).wanting(ADDRESS);
        bench.clock.set(world.instant().plus(Duration.ofDays(40)));
        bench.turn();
        String said = bench.status(Rung.ADDRESS).failure().orElseThrow().problem().summary();
        assertTrue(said.contains("fast"), said);
    }

    @Test
    void aMonthOfTurnsRenewsEachCertificateInTimeAndNoMore() throws InterruptedException {
        KeeperBench bench = new KeeperBench(directory).wanting(ADDRESS, DOMAIN);
        bench.turn();
        for (int hour = 0; hour < 30 * 24; hour++) {
            bench.clock.advance(Duration.ofHours(1));
            bench.turn();
            assertTrue(bench.status(Rung.DOMAIN).expiry().orElseThrow().isAfter(bench.clock.instant()
                    .plus(Duration.ofHours(30))));
        }
        // 160 hours, renewed after two thirds to three quarters.
        int orders = bench.authority.orders().size();
        assertTrue(orders >= 12 && orders <= 16, orders + " orders");
    }
}
