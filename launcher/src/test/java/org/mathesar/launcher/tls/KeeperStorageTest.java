package org.mathesar.launcher.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mathesar.launcher.tls.KeeperBench.ADDRESS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mathesar.launcher.tls.RungStatus.Phase;

/** Disks that are full and files that are damaged. */
class KeeperStorageTest {
    @TempDir
    private Path directory;

    @Test
    void onAFullDiskTheOldCertificateStaysTheNewOneIsServedAndKeptLaterWithoutASecondOrder() throws Exception {
        try (SmallDisk disk = SmallDisk.in(directory)) {
            KeeperBench bench = new KeeperBench(disk.root()).wanting(ADDRESS);
            bench.turn();
            HostCertificate old = bench.store.load(ADDRESS).orElseThrow();
            bench.authority.then(_ -> fill(disk));
            bench.clock.advance(Duration.ofDays(5));
            bench.turn();
            HostCertificate fresh = bench.serving.fallback();
            assertFalse(fresh.equals(old));
            assertEquals(old, bench.store.load(ADDRESS).orElseThrow());
            assertTrue(bench.status(Rung.ADDRESS).failure().isPresent());
            assertEquals(Phase.SERVED, bench.status(Rung.ADDRESS).phase());
            bench.live(Duration.ofMinutes(10), Duration.ofMinutes(1));
            assertEquals(2, bench.authority.orders().size());
            assertEquals(1, bench.authority.settled().size(), "the order stays until the certificate is kept");
            disk.free();
            bench.turn();
            assertEquals(fresh, bench.store.load(ADDRESS).orElseThrow());
            assertEquals(2, bench.authority.settled().size());
            assertEquals(Optional.empty(), bench.status(Rung.ADDRESS).failure());
            bench.restart();
            bench.turn();
            assertEquals(2, bench.authority.orders().size());
            assertEquals(fresh, bench.serving.fallback());
        }
    }

    @Test
    void onAFullDiskNothingIsOrdered() throws Exception {
        try (SmallDisk disk = SmallDisk.in(directory)) {
            KeeperBench bench = new KeeperBench(disk.root()).wanting(ADDRESS);
            disk.fill();
            bench.turn();
            bench.live(Duration.ofMinutes(30), Duration.ofMinutes(1));
            assertEquals(List.of(), bench.authority.orders());
            assertTrue(bench.status(Rung.ADDRESS).failure().isPresent());
            disk.free();
            bench.live(Duration.ofMinutes(75), Duration.ofMinutes(1));
            assertEquals(1, bench.authority.orders().size());
            assertEquals(Optional.empty(), bench.status(Rung.ADDRESS).failure());
        }
    }

    @Test
    void aCertificateThatCouldNotBeKeptIsFetchedAgainAfterARestart() throws Exception {
        try (SmallDisk disk = SmallDisk.in(directory)) {
            KeeperBench bench = new KeeperBench(disk.root()).wanting(ADDRESS);
            bench.authority.then(_ -> fill(disk));
            bench.turn();
            assertFalse(bench.servesSelfSigned());
            disk.free();
            bench.restart();
            bench.live(Duration.ofMinutes(2), Duration.ofMinutes(1));
            assertEquals(2, bench.authority.orders().size());
            assertEquals(1, bench.authority.settled().size());
            assertFalse(bench.servesSelfSigned());
        }
    }

    @Test
    void aDamagedCertificateIsOrderedAgain() throws Exception {
        KeeperBench bench = new KeeperBench(directory).wanting(ADDRESS);
        bench.turn();
        Files.writeString(directory.resolve("certificates/address.pem"), "damaged");
        bench.restart();
        bench.turn();
        assertEquals(2, bench.authority.orders().size());
        assertFalse(bench.servesSelfSigned());
        assertTrue(Files.exists(directory.resolve("certificates/address.pem.damaged")));
    }

    @Test
    void aKeyOfAnotherCertificateIsNeverServed() throws Exception {
        KeeperBench bench = new KeeperBench(directory).wanting(ADDRESS);
        bench.turn();
        HostCertificate one = bench.serving.fallback();
        bench.store.save(ADDRESS,
                new HostCertificate(bench.authority.certificate(ADDRESS).key(), one.chain()));
        bench.restart();
        bench.authority.always(Optional.of(LocalAuthority.failing(IssueFailed.Kind.UNREACHABLE)));
        bench.turn();
        assertTrue(bench.servesSelfSigned());
    }

    @Test
    void aKillBetweenTheOrderAndItsOutcomeLosesNothingThatWasServed() throws Exception {
        KeeperBench bench = new KeeperBench(directory).wanting(ADDRESS);
        bench.turn();
        HostCertificate old = bench.serving.fallback();
        bench.clock.advance(Duration.ofDays(5));
        bench.authority.then(LocalAuthority.killing());
        assertThrows(LocalAuthority.Killed.class, bench::turn);
        bench.restart();
        bench.turn();
        assertEquals(old, bench.serving.fallback());
        assertEquals(2, bench.authority.orders().size());
        bench.live(Duration.ofMinutes(2), Duration.ofMinutes(1));
        assertEquals(3, bench.authority.orders().size());
        assertFalse(bench.serving.fallback().equals(old));
    }

    private static void fill(SmallDisk disk) {
        try {
            disk.fill();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
