package org.mathesar.launcher.tls;

import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.problem.ProblemException;
import org.mathesar.launcher.storage.DataDirectory;
import org.mathesar.launcher.tls.IssueFailed.Kind;
import org.mathesar.launcher.tls.Permission.Granted;
import org.mathesar.launcher.tls.Permission.NotBefore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What we have asked of the authorities and how it ended, across restarts, in {@code acme/ledger}; decides when the next
 * order may be spent, so that no chain of failures and restarts ever uses up what an authority allows.
 *
 * <p>A clock that went back moves what lies in the future to now, so that nothing waits longer than it was meant to. A
 * clock that went forward cannot be told from time that passed; it may cost one try.
 */
public final class SpendLedger {
    private static final Logger LOG = LoggerFactory.getLogger(SpendLedger.class);

    private final LedgerFile file;
    private final InstantSource clock;
    private final List<Attempt> attempts;
    /** Whether memory is ahead of the disk. */
    private boolean unwritten;

    /** Reads what former processes spent. */
    public SpendLedger(DataDirectory data, InstantSource clock) {
        this.file = new LedgerFile(data);
        this.clock = clock;
        this.attempts = new ArrayList<>(file.read(clock.instant()));
    }

    /** Whether an order may be spent now, while no certificate is in use. */
    public Permission permission(URI directory, Subject subject) {
        return permission(directory, subject, Optional.empty(), false);
    }

    /**
     * Whether an order may be spent now.
     *
     * @param held the certificate to be renewed; near its end failures are tried again sooner. Renewals are counted like
     *        other orders, but a valid one past half of its life is not held back by the weekly limits, whether the
     *        authority advised the renewal (RFC 9773) or not: Let's Encrypt exempts those that name what they replace,
     *        the others come too seldom to reach a limit, and authorities whose certificates live for hours have no such
     *        limits. One renewed earlier, on advice, is held back all the same: that is what a fault of ours looks like.
     * @param byHand whether a person asks and has perhaps mended the cause: then the written waits do not hold, but the
     *        limits and the authority's own word do
     */
    public synchronized Permission permission(URI directory, Subject subject, Optional<HostCertificate> held,
            boolean byHand) {
        Instant now = settle();
        Set<Limit> limits = held.filter(certificate -> isDueByNature(certificate, now)).isPresent()
                ? EnumSet.of(Limit.ORDERS_PER_ACCOUNT, Limit.FAILED_AUTHORIZATIONS)
                : EnumSet.allOf(Limit.class);
        Stream<NotBefore> limited = limits.stream().flatMap(limit -> limit.next(attempts, directory, subject, now)
                .map(at -> new NotBefore(at, limit.why())).stream());
        return Stream.of(limited, retry(directory, subject, held, byHand).stream(), overloaded(directory).stream())
                .flatMap(each -> each).filter(wait -> wait.at().isAfter(now))
                .max(Comparator.comparing(NotBefore::at)).<Permission>map(wait -> wait).orElseGet(Granted::new);
    }

    /**
     * Writes down that an order is about to be spent; whoever is killed from here on has spent it.
     *
     * @throws IssueFailed when it cannot be written; nothing may be ordered then
     */
    public synchronized void attempt(URI directory, Subject subject) throws IssueFailed {
        Instant now = settle();
        attempts.add(Attempt.begun(now, directory, subject));
        try {
            write();
        } catch (ProblemException e) {
            IssueFailed failed = new IssueFailed(Kind.STORAGE, unwritable(e.problem()), Optional.empty(), Set.of(), e);
            end(directory, subject, outcome(subject, failed, now));
            throw failed;
        }
    }

    /** There is a certificate. */
    public synchronized void succeeded(URI directory, Subject subject) {
        settle();
        end(directory, subject, new Attempt.Succeeded());
        tryWriting();
    }

    /** There is none. */
    public synchronized void failed(URI directory, Subject subject, IssueFailed failure) {
        Instant now = settle();
        end(directory, subject, outcome(subject, failure, now));
        tryWriting();
    }

    /** The last time the authority gave a certificate for these identifiers, by the clock of that time. */
    public synchronized Optional<Instant> lastSuccess(URI directory, Subject subject) {
        settle();
        return of(directory, subject).filter(each -> each.outcome() instanceof Attempt.Succeeded).map(Attempt::at)
                .max(Instant::compareTo);
    }

    /** The kinds of the failures since the last success, in their order; attempts that were killed are left out. */
    public synchronized List<Kind> failures(URI directory, Subject subject) {
        settle();
        return sinceSuccess(directory, subject).stream().map(Attempt::outcome)
                .filter(Attempt.Failed.class::isInstance).map(outcome -> ((Attempt.Failed) outcome).kind()).toList();
    }

    /** The last failure since the last success, as it was told; a restart does not forget it. */
    public synchronized Optional<RungStatus.Failure> lastFailure(URI directory, Subject subject) {
        settle();
        return sinceSuccess(directory, subject).stream().map(Attempt::outcome)
                .filter(Attempt.Failed.class::isInstance).map(Attempt.Failed.class::cast)
                .reduce((_, later) -> later)
                .map(failed -> new RungStatus.Failure(failed.told().problem(), failed.at()));
    }

    private Optional<NotBefore> retry(URI directory, Subject subject, Optional<HostCertificate> held,
            boolean byHand) {
        List<Attempt> failures = sinceSuccess(directory, subject);
        if (failures.isEmpty()) {
            return Optional.empty();
        }
        Attempt last = failures.getLast();
        Optional<Kind> kind = kind(last);
        int count = (int) failures.stream().filter(each -> kind(each).equals(kind)).count();
        Optional<Instant> word = last.outcome() instanceof Attempt.Failed failed ? failed.retryAt() : Optional.empty();
        if (byHand && word.isEmpty()) {
            return Optional.empty();
        }
        Instant at = RetryTable.next(last.last(), kind, count, word, held.map(HostCertificate::expiry),
                last.last().toEpochMilli() * 31 + subject.identifiers().hashCode());
        return Optional.of(new NotBefore(at, word.isPresent()
                ? "The certificate authority asked us to wait."
                : "The last try failed; the next one waits a while, so that no limit of the authority is used up."));
    }

    /** An authority that answered 503 with a time meant everybody. */
    private Optional<NotBefore> overloaded(URI directory) {
        return attempts.stream().filter(each -> each.isAt(directory)).map(Attempt::outcome)
                .filter(Attempt.Failed.class::isInstance).map(Attempt.Failed.class::cast)
                .filter(failed -> failed.kind() == Kind.UNREACHABLE)
                .flatMap(failed -> failed.retryAt().stream().map(word -> earlier(word,
                        failed.at().plus(RetryTable.LONGEST_WORD))))
                .max(Instant::compareTo)
                .map(at -> new NotBefore(at, "The certificate authority is overloaded and asked everybody to wait."));
    }

    private static Optional<Kind> kind(Attempt attempt) {
        return attempt.outcome() instanceof Attempt.Failed failed ? Optional.of(failed.kind()) : Optional.empty();
    }

    private static boolean isDueByNature(HostCertificate certificate, Instant now) {
        return now.isBefore(certificate.expiry()) && now.isAfter(Renewal.partOfLife(certificate, 0.5));
    }

    private Stream<Attempt> of(URI directory, Subject subject) {
        return attempts.stream().filter(each -> each.isFor(directory, subject));
    }

    private List<Attempt> sinceSuccess(URI directory, Subject subject) {
        List<Attempt> all = of(directory, subject).toList();
        int success = all.size() - 1;
        while (success >= 0 && !(all.get(success).outcome() instanceof Attempt.Succeeded)) {
            success--;
        }
        return all.subList(success + 1, all.size());
    }

    /** Names that we did not ask for would blame nobody. */
    private static Attempt.Failed outcome(Subject subject, IssueFailed failure, Instant now) {
        Set<String> culprits = new HashSet<>(failure.identifiers());
        culprits.retainAll(subject.identifiers());
        return new Attempt.Failed(failure.kind(), now, failure.retryAt(), culprits,
                Attempt.Told.of(failure.problem()));
    }

    /** Replaces the attempt that is under way; one that nobody wrote down before is added. */
    private void end(URI directory, Subject subject, Attempt.Outcome outcome) {
        Attempt last = attempts.isEmpty() ? null : attempts.getLast();
        if (last != null && last.outcome() instanceof Attempt.Open && last.isFor(directory, subject)
                && last.directory().equals(directory)) {
            attempts.set(attempts.size() - 1, last.ended(outcome));
        } else {
            attempts.add(Attempt.begun(clock.instant(), directory, subject).ended(outcome));
        }
    }

    /** Brings what is known into line with the clock and lets go of what counts no more. */
    private Instant settle() {
        Instant now = clock.instant();
        List<Attempt> settled = new ArrayList<>();
        for (int i = 0; i < attempts.size(); i++) {
            Attempt attempt = attempts.get(i).noLaterThan(now);
            boolean kept = !Ageing.isOver(attempt, now) || Ageing.isLastSuccess(attempts, i);
            if (kept) {
                settled.add(attempt);
            }
        }
        if (!settled.equals(attempts)) {
            attempts.clear();
            attempts.addAll(settled);
            unwritten = true;
        }
        if (unwritten) {
            tryWriting();
        }
        return now;
    }

    private void tryWriting() {
        try {
            write();
        } catch (ProblemException e) {
            // The attempt itself is on the disk, so that a restart knows too much rather than too little.
            LOG.debug("the ledger could not be written", e);
        }
    }

    private void write() {
        unwritten = true;
        file.write(attempts);
        unwritten = false;
    }

    private static Problem unwritable(Problem cause) {
        return new Problem.Fixable("No certificate is ordered, since the order could not be written down first.",
                "Make room on the disk, or let the launcher write its data directory; it is tried again by itself.",
                cause.summary() + " " + cause.detail());
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
