package org.mathesar.launcher.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mathesar.launcher.tls.KeeperBench.ADDRESS;
import static org.mathesar.launcher.tls.KeeperBench.DOMAIN;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mathesar.launcher.tls.IssueFailed.Kind;
import org.mathesar.launcher.tls.RungStatus.Phase;

class KeeperTest {
    @TempDir
    private Path directory;

    @Test
    void nothingIsOrderedWhenNothingIsWished() throws InterruptedException {
        KeeperBench bench = new KeeperBench(directory);
        bench.turn();
        assertEquals(List.of(), bench.authority.orders());
        assertEquals(List.of(), bench.keeper.status());
        assertTrue(bench.servesSelfSigned());
    }

    @Test
    void aWishedCertificateIsOrderedKeptSettledAndServed() throws InterruptedException {
        KeeperBench bench = new KeeperBench(directory).wanting(ADDRESS);
        bench.turn();
        assertEquals(1, bench.authority.orders().size());
        assertEquals(List.of(ADDRESS), bench.authority.settled());
        assertFalse(bench.servesSelfSigned());
        RungStatus status = bench.status(Rung.ADDRESS);
        assertEquals(Phase.SERVED, status.phase());
        assertEquals(Optional.of(bench.serving.fallback().expiry()), status.expiry());
        assertEquals(Optional.empty(), status.failure());
        assertEquals(bench.serving.fallback(), bench.store.load(ADDRESS).orElseThrow());
    }

    @Test
    void aServedCertificateIsNotOrderedAgainNorAfterARestart() throws InterruptedException {
        KeeperBench bench = new KeeperBench(directory).wanting(ADDRESS, DOMAIN);
        bench.turn();
        bench.turn();
        bench.restart();
        bench.turn();
        assertEquals(2, bench.authority.orders().size());
        assertFalse(bench.servesSelfSigned());
    }

    @Test
    void aRestartServesWhatIsOnTheDiskThoughTheAuthorityIsDown() throws InterruptedException {
        KeeperBench bench = new KeeperBench(directory).wanting(ADDRESS);
        bench.turn();
        bench.authority.always(Optional.of(LocalAuthority.failing(Kind.UNREACHABLE)));
        bench.authority.silent(true);
        bench.restart();
        bench.turn();
        assertFalse(bench.servesSelfSigned());
        assertEquals(Phase.SERVED, bench.status(Rung.ADDRESS).phase());
    }

    @Test
    void withoutACertificateOnTheDiskAnAuthorityThatIsDownIsTriedAgain() throws InterruptedException {
        KeeperBench bench = new KeeperBench(directory).wanting(ADDRESS);
        bench.authority.then(LocalAuthority.failing(Kind.UNREACHABLE));
        bench.turn();
        assertTrue(bench.servesSelfSigned());
        RungStatus status = bench.status(Rung.ADDRESS);
        assertEquals(Phase.WAITING, status.phase());
        assertTrue(status.failure().orElseThrow().problem().summary().contains("UNREACHABLE"));
        assertTrue(status.nextTry().orElseThrow().isAfter(bench.clock.instant()));
        bench.turn();
        assertEquals(1, bench.authority.orders().size());
        bench.clock.advance(Duration.ofSeconds(76));
        bench.turn();
        assertEquals(2, bench.authority.orders().size());
        assertEquals(Optional.empty(), bench.status(Rung.ADDRESS).failure());
        assertEquals(Optional.empty(), bench.status(Rung.ADDRESS).nextTry());
    }

    @Test
    void twentyRestartsWhileTheAuthorityAsksToWaitSpendOneOrder() throws InterruptedException {
        KeeperBench bench = new KeeperBench(directory).wanting(ADDRESS);
        bench.authority.always(Optional
                .of(LocalAuthority.failing(Kind.RATE_LIMITED, bench.clock.instant().plus(Duration.ofHours(2)))));
        for (int i = 0; i < 20; i++) {
            bench.restart();
            bench.turn();
            bench.clock.advance(Duration.ofMinutes(5));
        }
        assertEquals(1, bench.authority.orders().size());
        assertTrue(bench.status(Rung.ADDRESS).failure().orElseThrow().problem().summary().contains("RATE_LIMITED"));
        bench.authority.always(Optional.empty());
        bench.clock.advance(Duration.ofMinutes(22));
        bench.turn();
        assertEquals(2, bench.authority.orders().size());
        assertFalse(bench.servesSelfSigned());
    }

    @Test
    void aLauncherThatIsKilledDuringEachOrderSpendsFewOfThem() throws InterruptedException {
        KeeperBench bench = new KeeperBench(directory).wanting(ADDRESS);
        bench.authority.always(Optional.of(LocalAuthority.killing()));
        int killed = 0;
        for (int minute = 0; minute < 24 * 60; minute++) {
            bench.restart();
            try {
                bench.turn();
            } catch (LocalAuthority.Killed _) {
                killed++;
            }
            bench.clock.advance(Duration.ofMinutes(1));
        }
        assertTrue(killed >= 4 && killed <= 7, killed + " orders in a day");
    }

    @Test
    void whatWasOrderedBeforeAKillIsFetchedSoonAfterwards() throws InterruptedException {
        KeeperBench bench = new KeeperBench(directory).wanting(ADDRESS);
        bench.authority.then(LocalAuthority.killing());
        assertThrows(LocalAuthority.Killed.class, bench::turn);
        bench.restart();
        bench.turn();
        assertEquals(1, bench.authority.orders().size(), "the first restart waits a moment");
        bench.clock.advance(Duration.ofSeconds(76));
        bench.turn();
        assertFalse(bench.servesSelfSigned());
    }
}
