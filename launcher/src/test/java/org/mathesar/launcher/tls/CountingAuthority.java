package org.mathesar.launcher.tls;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.mathesar.launcher.tls.IssueFailed.Kind;

/**
 * An authority that counts like Let's Encrypt, by its own clock: a bucket of tokens for each limit, refilled bit by bit.
 * What happens to an order is left to chance. It notes every order for which it had no token left.
 */
final class CountingAuthority implements Issuer {
    private final SettableClock world;
    private final LocalAuthority signer;
    private final Random chance;
    private final Map<String, Bucket> buckets = new HashMap<>();
    private final Map<Subject, HostCertificate> unsettled = new HashMap<>();
    private final List<String> excesses = new ArrayList<>();
    private int certificates;
    private boolean wrongDns;

    CountingAuthority(SettableClock world, Random chance) {
        this.world = world;
        this.signer = new LocalAuthority(world);
        this.chance = chance;
        signer.lifetime(chance.nextBoolean() ? Duration.ofHours(160) : Duration.ofDays(90));
    }

    /** Orders beyond a limit. */
    List<String> excesses() {
        return excesses;
    }

    int certificates() {
        return certificates;
    }

    /** A clock of the customer's that went forward cannot be told from time that passed: it may cost one try. */
    void allowForOneMore() {
        buckets.values().forEach(bucket -> bucket.level += 2);
    }

    @Override
    public HostCertificate issue(Subject subject, Optional<HostCertificate> replaces) throws IssueFailed {
        if (unsettled.containsKey(subject)) {
            maybeKill();
            return unsettled.get(subject);
        }
        spend("orders", 300, Duration.ofHours(3));
        maybeKill();
        // Troubles come in phases: somebody's DNS is wrong for hours.
        if (chance.nextInt(6) == 0) {
            wrongDns = !wrongDns;
        }
        switch (wrongDns ? 2 : chance.nextInt(10)) {
            case 0, 1 -> throw LocalAuthority.failure(Kind.UNREACHABLE, Optional.empty(), Set.of());
            case 2, 3, 4 -> fail(subject);
            case 5 -> throw LocalAuthority.failure(Kind.REFUSED, Optional.empty(), Set.of());
            default -> certify(subject);
        }
        maybeKill();
        return unsettled.get(subject);
    }

    /** Both challenges fail, each in an order of its own. */
    private void fail(Subject subject) throws IssueFailed {
        spend("orders", 300, Duration.ofHours(3));
        Set<String> culprits = new TreeSet<>(subject.identifiers());
        if (chance.nextBoolean() && culprits.size() > 1) {
            culprits.remove(subject.identifiers().getFirst());
        }
        for (String identifier : culprits) {
            spend("failed " + identifier, 5, Duration.ofHours(1));
            spend("failed " + identifier, 5, Duration.ofHours(1));
        }
        throw LocalAuthority.failure(Kind.VALIDATION, Optional.empty(), culprits);
    }

    private void certify(Subject subject) {
        certificates++;
        spend("set " + new TreeSet<>(subject.identifiers()), 5, Duration.ofDays(7));
        subject.identifiers().stream().map(Limit::registered).distinct()
                .forEach(domain -> spend("domain " + domain, 50, Duration.ofDays(7)));
        unsettled.put(subject, signer.certificate(subject));
    }

    private void maybeKill() {
        if (chance.nextInt(8) == 0) {
            throw new LocalAuthority.Killed();
        }
    }

    private void spend(String what, int capacity, Duration window) {
        Bucket bucket = buckets.computeIfAbsent(what, _ -> new Bucket(capacity, world.instant()));
        double refilled = (double) Duration.between(bucket.at, world.instant()).toMillis() / window.toMillis()
                * capacity;
        bucket.level = Math.max(bucket.level, Math.min(capacity, bucket.level + refilled)) - 1;
        bucket.at = world.instant();
        if (bucket.level < 0) {
            excesses.add(what + " at " + world.instant());
        }
    }

    @Override
    public Optional<RenewalAdvice> advice(HostCertificate certificate) {
        return Optional.empty();
    }

    @Override
    public void settled(Subject subject) {
        unsettled.remove(subject);
    }

    private static final class Bucket {
        private double level;
        private Instant at;

        Bucket(double level, Instant at) {
            this.level = level;
            this.at = at;
        }
    }
}
