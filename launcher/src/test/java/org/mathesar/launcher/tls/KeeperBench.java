package org.mathesar.launcher.tls;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.mathesar.launcher.storage.DataDirectory;

/** A keeper with all that it works with, which can be killed and started again on the same data. */
final class KeeperBench {
    static final Subject ADDRESS = new Subject(Rung.ADDRESS, List.of("203.0.113.7"));
    static final Subject TWO_ADDRESSES = new Subject(Rung.ADDRESS, List.of("203.0.113.7", "2001:db8::7"));
    static final Subject DOMAIN = new Subject(Rung.DOMAIN, List.of("mathesar.example.org"));

    final SettableClock clock = new SettableClock(Instant.parse("2026-11-22T12:00:00Z"));
    /** The time of the rest of the world; the same as ours until they are told apart. */
    final LocalAuthority authority;
    final LocalAuthority stage;
    final DataDirectory data;
    final HostCertificate selfSigned;
    Wishes wishes = Wishes.none();
    ServingKey serving;
    SpendLedger ledger;
    CertificateStore store;
    Ladder ladder;
    Keeper keeper;
    private boolean rehearses;

    KeeperBench(Path directory) {
        this(directory, Optional.empty());
    }

    KeeperBench(Path directory, Optional<SettableClock> worldTime) {
        data = DataDirectory.open(directory, false);
        authority = new LocalAuthority(worldTime.orElse(clock));
        stage = new LocalAuthority(worldTime.orElse(clock));
        selfSigned = new LocalAuthority(clock).lifetime(Duration.ofDays(397))
                .certificate(new Subject(Rung.DOMAIN, List.of("localhost")));
        restart();
    }

    KeeperBench rehearsing() {
        rehearses = true;
        restart();
        return this;
    }

    KeeperBench wanting(Subject... subjects) {
        wishes = new Wishes(of(Rung.ADDRESS, subjects), of(Rung.DOMAIN, subjects));
        return this;
    }

    private static Optional<Subject> of(Rung rung, Subject... subjects) {
        return List.of(subjects).stream().filter(subject -> subject.rung() == rung).findFirst();
    }

    /** A new process on the same data. */
    void restart() {
        serving = new ServingKey(selfSigned);
        ledger = new SpendLedger(data, clock);
        store = new CertificateStore(data);
        ladder = new Ladder(serving, data, clock);
        keeper = new Keeper(new Keeper.Parts(new Keeper.Authority(LocalAuthority.directory(), authority),
                rehearses
                        ? Optional.of(new Keeper.Authority(java.net.URI.create("https://stage.test/directory"), stage))
                        : Optional.empty(),
                store, ledger, ladder, clock), () -> wishes);
    }

    void turn() throws InterruptedException {
        keeper.turn();
    }

    /** Time passes with a turn every so often, as it does in a running launcher. */
    void live(Duration time, Duration step) throws InterruptedException {
        Instant end = clock.instant().plus(time);
        while (clock.instant().isBefore(end)) {
            clock.advance(step);
            turn();
        }
    }

    RungStatus status(Rung rung) {
        return keeper.status().stream().filter(each -> each.rung() == rung).findFirst().orElseThrow();
    }

    boolean servesSelfSigned() {
        return serving.fallback().fingerprint().equals(selfSigned.fingerprint());
    }
}
