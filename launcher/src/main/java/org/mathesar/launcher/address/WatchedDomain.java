package org.mathesar.launcher.address;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.mathesar.launcher.address.AddressBook.Entry;
import org.mathesar.launcher.address.AddressBook.Wanted;
import org.mathesar.launcher.address.Finding.Step;
import org.mathesar.launcher.address.Finding.Verdict;

/**
 * The domain that is watched at a time, and when it is to be checked next.
 *
 * @param anchor what the pace is counted from
 * @param last when the last check ended
 * @param streak how many checks in a row were good enough
 */
record WatchedDomain(DomainName name, boolean confirmed, boolean vouched, Instant anchor, Optional<Instant> last,
        int streak) {
    private static final Duration QUICKLY = Duration.ofSeconds(10);
    private static final Duration DAILY = Duration.ofDays(1);
    private static final Duration SPREADING = Duration.ofMinutes(15);
    private static final int ENOUGH_IN_A_ROW = 2;

    /** How often is checked for how long after the domain was wanted or the owner asked for a check. */
    private static final List<Pace> PACES = List.of(new Pace(Duration.ofMinutes(10), QUICKLY),
            new Pace(Duration.ofHours(2), Duration.ofMinutes(1)),
            new Pace(Duration.ofDays(36_500), Duration.ofMinutes(10)));

    private record Pace(Duration until, Duration every) {}

    /** The wanted domain, else the current one. */
    static Optional<WatchedDomain> in(Entry entry, Instant now) {
        return entry.wanted().map(WatchedDomain::wanted).or(() -> entry.current()
                .map(name -> new WatchedDomain(name, true, false, now, Optional.empty(), 0)));
    }

    private static WatchedDomain wanted(Wanted wanted) {
        return new WatchedDomain(wanted.name(), false, wanted.vouched(), wanted.since(), Optional.empty(), 0);
    }

    boolean isSameAs(WatchedDomain other) {
        return name.equals(other.name) && confirmed == other.confirmed && vouched == other.vouched;
    }

    /** Due at once, and often again from now on. */
    WatchedDomain asked(Instant now) {
        return new WatchedDomain(name, confirmed, vouched, now, Optional.empty(), streak);
    }

    /** After a check; {@code trusting} as in {@link DomainWatch}. */
    WatchedDomain checked(DomainReport report, boolean trusting, Instant now) {
        boolean good = report.verdict() == Verdict.GOOD || trusting && mayBeTrusted(report, now);
        return new WatchedDomain(name, confirmed, vouched, anchor, Optional.of(now), good ? streak + 1 : 0);
    }

    /** After a check that came to no end. */
    WatchedDomain failed(Instant now) {
        return new WatchedDomain(name, confirmed, vouched, anchor, Optional.of(now), 0);
    }

    WatchedDomain confirmed(Instant now) {
        return new WatchedDomain(name, true, false, now, Optional.of(now), 0);
    }

    /** Whether the last check was the one that confirms. */
    boolean isToConfirm(DomainReport report) {
        return !confirmed && (streak >= ENOUGH_IN_A_ROW || vouched && report.verdict() != Verdict.BAD);
    }

    /** Nothing bad, and not merely unsure because the change to the DNS is young. */
    private boolean mayBeTrusted(DomainReport report, Instant now) {
        boolean spreading = report.findings().stream()
                .anyMatch(each -> each.step() == Step.RECORDS && each.verdict() != Verdict.GOOD);
        return report.verdict() != Verdict.BAD
                && (!spreading || Duration.between(anchor, now).compareTo(SPREADING) > 0);
    }

    boolean isDue(Instant now) {
        if (last.isEmpty()) {
            return true;
        }
        Duration since = Duration.between(last.get(), now);
        // A clock that was set back must not stop the checks.
        return since.isNegative() || since.compareTo(every(now)) >= 0;
    }

    private Duration every(Instant now) {
        if (confirmed) {
            return DAILY;
        }
        if (streak > 0) {
            return QUICKLY;
        }
        Duration age = Duration.between(anchor, now);
        return PACES.stream().filter(pace -> age.compareTo(pace.until()) < 0).findFirst().orElse(PACES.getLast())
                .every();
    }
}
