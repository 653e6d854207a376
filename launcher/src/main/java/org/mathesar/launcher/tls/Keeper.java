package org.mathesar.launcher.tls;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets and renews the certificates that are wished for, on one thread of its own. It looks at the clock at each turn and
 * never plans by sleeping, so that a clock that jumps or a machine that slept do no harm. A failure never takes away a
 * certificate that is still good.
 */
public final class Keeper implements AutoCloseable {
    /** Real time between two turns when nobody wakes us. */
    private static final Duration PAUSE = Duration.ofSeconds(30);
    private static final Duration TIME_TO_CLOSE = Duration.ofSeconds(10);
    private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);

    /** Whom to order from. */
    public record Authority(URI directory, Issuer issuer) {
        public Authority {
            Objects.requireNonNull(directory);
            Objects.requireNonNull(issuer);
        }
    }

    /**
     * What the keeper works with.
     *
     * @param rehearsal where a domain's first order is tried before it is made at the authority
     */
    public record Parts(Authority authority, Optional<Authority> rehearsal, CertificateStore store, SpendLedger ledger,
            Ladder ladder, InstantSource clock) {
        public Parts {
            Objects.requireNonNull(authority);
            Objects.requireNonNull(rehearsal);
            Objects.requireNonNull(store);
            Objects.requireNonNull(ledger);
            Objects.requireNonNull(ladder);
            Objects.requireNonNull(clock);
        }
    }

    private final Ladder ladder;
    private final Supplier<Wishes> wishes;
    private final RungKeeper domain;
    private final RungKeeper address;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final Semaphore calls = new Semaphore(0);
    private final AtomicBoolean byHand = new AtomicBoolean();
    private final Thread loop = Thread.ofVirtual().name("certificates").unstarted(this::run);
    private volatile List<RungStatus> status = List.of();

    /** @param wishes asked at each turn */
    public Keeper(Parts parts, Supplier<Wishes> wishes) {
        this.ladder = parts.ladder();
        this.wishes = wishes;
        this.domain = new RungKeeper(Rung.DOMAIN, parts, this::publish);
        this.address = new RungKeeper(Rung.ADDRESS, parts, this::publish);
    }

    /** Serves what is on the disk, before {@link #start} and before anybody can come in; asks nobody. */
    public void show() {
        Wishes now = wishes.get();
        domain.want(now.domain());
        address.want(now.address());
        ladder.settle();
        publish();
    }

    /** Begins. The first turn also serves what is on the disk; it does not wait for any authority before. */
    public void start() {
        loop.start();
    }

    /** Looks at the wishes and the clock at once, or as soon as the order under way has ended. */
    public void wake() {
        calls.release();
    }

    /**
     * Like {@link #wake}, for an owner who has perhaps mended what failed: does not wait for the next try of the retry
     * table, only for what the authority's limits and its own word demand.
     */
    public void tryNow() {
        byHand.set(true);
        wake();
    }

    /** How the wished certificates stand, the domain first. */
    public List<RungStatus> status() {
        return status;
    }

    /** Calls this, on the keeper's thread, after each change of the status; it should return soon. */
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    @Override
    public void close() {
        if (loop.getState() == Thread.State.NEW) {
            return;
        }
        loop.interrupt();
        try {
            if (!loop.join(TIME_TO_CLOSE)) {
                LOG.warn("The order of a certificate does not end; the launcher goes on without it.");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                try {
                    turn();
                } catch (RuntimeException e) {
                    LOG.error("The certificates could not be looked after; this is tried again.", e);
                }
                if (calls.tryAcquire(PAUSE.toSeconds(), TimeUnit.SECONDS)) {
                    calls.drainPermits();
                }
            }
        } catch (InterruptedException _) {
            LOG.debug("the certificates are looked after no more");
        }
    }

    /** One look at everything. */
    void turn() throws InterruptedException {
        show();
        // The domain first: it is what people wait for.
        boolean asked = byHand.getAndSet(false);
        look(domain, asked);
        look(address, asked);
        ladder.settle();
        publish();
    }

    /** A fault with one certificate does not keep the other waiting. */
    private void look(RungKeeper rung, boolean asked) throws InterruptedException {
        try {
            rung.turn(asked);
        } catch (RuntimeException e) {
            LOG.error("A certificate could not be looked after; this is tried again.", e);
        }
    }

    private void publish() {
        List<RungStatus> next = Stream.of(domain, address).flatMap(rung -> rung.status().stream()).toList();
        if (next.equals(status)) {
            return;
        }
        status = next;
        for (Runnable listener : listeners) {
            try {
                listener.run();
            } catch (RuntimeException e) {
                LOG.error("a listener to the certificates failed", e);
            }
        }
    }
}
