package org.mathesar.launcher.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mathesar.launcher.storage.DataDirectory;

/** Whatever happens, in whatever order, the authority never has to say that it was too much. */
class SpendingTest {
    private static final int STEPS = 400;

    private final SettableClock world = new SettableClock(Instant.parse("2026-11-22T12:00:00Z"));
    private final SettableClock ours = new SettableClock(world.instant());
    @TempDir
    private Path directory;
    private DataDirectory data;
    private HostCertificate selfSigned;
    private CountingAuthority authority;
    private Wishes wishes;
    private Keeper keeper;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void failuresRestartsKillsLostFilesAndClocksThatGoBackNeverExceedALimit(long seed) throws Exception {
        live(new Random(seed), false);
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void aClockThatGoesForwardCostsOneTryAtMost(long seed) throws Exception {
        live(new Random(seed), true);
    }

    private void live(Random chance, boolean forward) throws Exception {
        data = DataDirectory.open(directory, false);
        authority = new CountingAuthority(world, chance);
        selfSigned = new LocalAuthority(ours).lifetime(Duration.ofDays(397))
                .certificate(new Subject(Rung.DOMAIN, List.of("localhost")));
        wish(chance);
        restart();
        for (int step = 0; step < STEPS; step++) {
            pass(chance.nextInt(3) == 0
                    ? Duration.ofSeconds(chance.nextInt(3 * 3600))
                    : Duration.ofSeconds(chance.nextInt(300)));
            happen(chance, forward);
            try {
                keeper.turn();
            } catch (LocalAuthority.Killed _) {
                restart();
            }
        }
        assertEquals(List.of(), authority.excesses());
        assertTrue(authority.certificates() > 3, "something was ordered at all: " + authority.certificates());
    }

    private void happen(Random chance, boolean forward) throws IOException {
        switch (chance.nextInt(12)) {
            case 0, 1 -> restart();
            case 2 -> wish(chance);
            case 3 -> lose("address.pem");
            case 4 -> lose("domain-mathesar.example.org.pem");
            case 5 -> ours.advance(Duration.ofHours(-chance.nextInt(72)));
            case 6 -> {
                if (forward && chance.nextInt(4) == 0) {
                    ours.advance(Duration.ofHours(chance.nextInt(48)));
                    authority.allowForOneMore();
                }
            }
            case 7, 8, 9 -> keeper.tryNow();
            default -> {
                // An ordinary turn.
            }
        }
    }

    /** A certificate that is gone is ordered again without any other reason. */
    private void lose(String file) throws IOException {
        Files.deleteIfExists(directory.resolve("certificates").resolve(file));
        restart();
    }

    private void pass(Duration time) {
        world.advance(time);
        ours.advance(time);
    }

    private void wish(Random chance) {
        wishes = new Wishes(
                switch (chance.nextInt(3)) {
                    case 0 -> Optional.empty();
                    case 1 -> Optional.of(KeeperBench.ADDRESS);
                    default -> Optional.of(KeeperBench.TWO_ADDRESSES);
                },
                chance.nextInt(4) == 0 ? Optional.empty() : Optional.of(KeeperBench.DOMAIN));
    }

    private void restart() {
        keeper = new Keeper(new Keeper.Parts(new Keeper.Authority(LocalAuthority.directory(), authority),
                Optional.empty(), new CertificateStore(data), new SpendLedger(data, ours),
                new Ladder(new ServingKey(selfSigned), data, ours), ours), () -> wishes);
    }
}
