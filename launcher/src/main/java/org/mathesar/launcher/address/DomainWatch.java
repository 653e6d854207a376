package org.mathesar.launcher.address;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.mathesar.launcher.address.AddressBook.Entry;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.problem.ProblemException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits, in one loop, until the wanted domain leads here, and confirms it then: after two checks in a row that found all
 * good, or one that found nothing bad when the owner vouches. The confirmed domain is checked once a day, which is only
 * reported. The book may be changed by another process at any time; that is noticed within two seconds.
 */
public final class DomainWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DomainWatch.class);
    private static final Duration LOOK = Duration.ofSeconds(2);
    private final AddressBook book;
    private final DomainCheck check;
    private final Supplier<PublicAddresses> here;
    private final InstantSource clock;
    private final boolean trusting;
    private final Runnable onConfirmed;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition poked = lock.newCondition();
    private final Thread thread = Thread.ofVirtual().name("domain").unstarted(this::run);

    private Optional<WatchedDomain> watched = Optional.empty();
    private volatile Optional<DomainReport> latest = Optional.empty();
    private volatile Optional<DomainReport> underWay = Optional.empty();
    private volatile Optional<Problem> problem = Optional.empty();
    private boolean asked;
    private boolean first = true;
    private boolean closed;

    /**
     * @param here the addresses of this server, asked before each check
     * @param trusting whether a domain that could not be verified from here is confirmed without the owner, as when a
     *        setting names it
     * @param onConfirmed is run on the loop's thread after a domain was confirmed
     */
    public DomainWatch(AddressBook book, DomainCheck check, Supplier<PublicAddresses> here, InstantSource clock,
            boolean trusting, Runnable onConfirmed) {
        this.book = Objects.requireNonNull(book);
        this.check = Objects.requireNonNull(check);
        this.here = Objects.requireNonNull(here);
        this.clock = Objects.requireNonNull(clock);
        this.trusting = trusting;
        this.onConfirmed = Objects.requireNonNull(onConfirmed);
    }

    /** Begins the loop; once. */
    public void start() {
        thread.start();
    }

    /** What the last whole check of the present domain found; the wanted one's while there is one. */
    public Optional<DomainReport> latest() {
        return latest;
    }

    /** What the check that runs at this moment has found so far. */
    public Optional<DomainReport> underWay() {
        return underWay;
    }

    /** Why nothing is checked, e.g. because the book is damaged. */
    public Optional<Problem> problem() {
        return problem;
    }

    /** Checks at once, and often again from now on. */
    public void checkAgain() {
        lock.lock();
        try {
            asked = true;
            poked.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Is run on the loop's thread after each finding and each confirmation; must be quick. */
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /** Ends the loop, also in the middle of a check. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            poked.signalAll();
        } finally {
            lock.unlock();
        }
        thread.interrupt();
    }

    /** Waits until the loop has ended, for at most this long; whether it has. */
    boolean join(Duration patience) throws InterruptedException {
        return thread.join(patience);
    }

    private void run() {
        try {
            while (pause()) {
                try {
                    turn();
                } catch (RuntimeException e) {
                    watched = watched.map(each -> each.failed(clock.instant()));
                    problem = Optional.of(Problem.Unexpected.told("The domain could not be checked.", e, LOG));
                    tell();
                }
            }
        } catch (InterruptedException _) {
            LOG.debug("closed in the middle of a check");
        }
    }

    private boolean pause() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            if (!closed && !asked && !first) {
                poked.await(LOOK.toMillis(), TimeUnit.MILLISECONDS);
            }
            first = false;
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    /** Looks into the book and checks if it is time to; whether it checked. */
    boolean turn() throws InterruptedException {
        try {
            Instant now = clock.instant();
            follow(WatchedDomain.in(book.read(), now));
            if (takeAsked()) {
                watched = watched.map(each -> each.asked(now));
            }
            boolean due = watched.filter(each -> each.isDue(now)).isPresent();
            if (due) {
                judge(check(watched.orElseThrow().name()));
            }
            if (problem.isPresent()) {
                problem = Optional.empty();
                tell();
            }
            return due;
        } catch (ProblemException e) {
            damaged(e);
            return false;
        }
    }

    private void damaged(ProblemException e) {
        if (!problem.equals(Optional.of(e.problem()))) {
            LOG.warn("{} {}", e.getMessage(), e.problem().advice());
            problem = Optional.of(e.problem());
            tell();
        }
    }

    /** Notices that another domain is to be watched. */
    private void follow(Optional<WatchedDomain> next) {
        if (next.isPresent() == watched.isPresent()
                && next.stream().allMatch(each -> each.isSameAs(watched.orElseThrow()))) {
            return;
        }
        if (!next.map(WatchedDomain::name).equals(watched.map(WatchedDomain::name))) {
            latest = Optional.empty();
        }
        watched = next;
        tell();
    }

    private DomainReport check(DomainName name) throws InterruptedException {
        List<Finding> soFar = new ArrayList<>();
        Instant begin = clock.instant();
        try {
            DomainReport report = check.check(name, here.get(), finding -> {
                soFar.add(finding);
                underWay = Optional.of(new DomainReport(name, begin, soFar, false));
                tell();
            });
            latest = Optional.of(report);
            return report;
        } finally {
            underWay = Optional.empty();
        }
    }

    private void judge(DomainReport report) {
        Instant now = clock.instant();
        WatchedDomain judged = watched.orElseThrow().checked(report, trusting, now);
        watched = Optional.of(judged);
        if (judged.isToConfirm(report)) {
            Entry entry = book.confirm(judged.name());
            // Another one may be wanted by now.
            if (entry.wanted().isEmpty() && entry.current().equals(Optional.of(judged.name()))) {
                LOG.info("The domain {} leads here.", judged.name());
                watched = Optional.of(judged.confirmed(now));
                onConfirmed.run();
            }
        }
        tell();
    }

    private boolean takeAsked() {
        lock.lock();
        try {
            boolean was = asked;
            asked = false;
            return was;
        } finally {
            lock.unlock();
        }
    }

    private void tell() {
        for (Runnable listener : listeners) {
            try {
                listener.run();
            } catch (RuntimeException e) {
                LOG.error("a listener to the domain failed", e);
            }
        }
    }
}
