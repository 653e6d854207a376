package org.mathesar.launcher.database;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.mathesar.launcher.database.Attempt.Outcome;

/**
 * All addresses of a host, tried at the same time, so that a dead one costs the others nothing.
 *
 * @param attempts in the order of the addresses
 */
record Reach(List<Attempt> attempts) {
    private static final int MOST_ADDRESSES = 8;
    /** How long the others may still answer after the first, since Mathesar's driver tries them one after the other. */
    private static final Duration GRACE = Duration.ofMillis(700);

    /** Tries to connect everywhere and hangs up again. */
    static Reach make(List<InetAddress> addresses, int port, Duration limit) throws InterruptedException {
        List<InetAddress> tried = addresses.stream().limit(MOST_ADDRESSES).toList();
        BlockingQueue<Attempt> done = new LinkedBlockingQueue<>();
        long start = System.nanoTime();
        List<Thread> threads = tried.stream().map(address -> Thread.ofVirtual().name("reach-" + address)
                .start(() -> done.add(attempt(address, port, limit)))).toList();
        List<Attempt> attempts = new ArrayList<>();
        long end = start + limit.toNanos();
        try {
            while (attempts.size() < tried.size()) {
                Attempt next = done.poll(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
                if (next == null) {
                    break;
                }
                attempts.add(next);
                if (next.outcome() == Outcome.CONNECTED) {
                    end = Math.min(end, System.nanoTime() + GRACE.toNanos());
                }
            }
        } finally {
            threads.forEach(Thread::interrupt);
        }
        Duration waited = Duration.ofNanos(System.nanoTime() - start);
        return new Reach(tried.stream().map(address -> attempts.stream()
                .filter(attempt -> attempt.address().equals(address)).findFirst()
                .orElseGet(() -> new Attempt(address, Outcome.SILENT, "", waited))).toList());
    }

    private static Attempt attempt(InetAddress address, int port, Duration limit) {
        long start = System.nanoTime();
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), Math.toIntExact(Math.max(1, limit.toMillis())));
            return new Attempt(address, Outcome.CONNECTED, "", Duration.ofNanos(System.nanoTime() - start));
        } catch (IOException e) {
            Outcome outcome = Attempt.outcome(address, e);
            return new Attempt(address, outcome, outcome == Outcome.SILENT ? "" : String.valueOf(e.getMessage()),
                    Duration.ofNanos(System.nanoTime() - start));
        }
    }

    /** The address to talk to, which is the quickest. */
    Optional<Attempt> best() {
        return attempts.stream().filter(attempt -> attempt.outcome() == Outcome.CONNECTED)
                .min((one, other) -> one.took().compareTo(other.took()));
    }

    /** What explains most about a host of which no address accepts. */
    Outcome failure() {
        return attempts.stream().map(Attempt::outcome).min((one, other) -> weight(one) - weight(other))
                .orElse(Outcome.FAILED);
    }

    /** A host that refuses is there; a missing route of one kind says least where there is another kind. */
    private static int weight(Outcome outcome) {
        return switch (outcome) {
            case CONNECTED -> 0;
            case REFUSED -> 1;
            case FORBIDDEN_HERE -> 2;
            case REJECTED -> 3;
            case SILENT -> 4;
            case FAILED -> 5;
            case NO_WAY -> 6;
        };
    }

    boolean onlyIpv6() {
        return attempts.stream().allMatch(Attempt::isIpv6);
    }

    /** Addresses that would keep Mathesar waiting, since it tries them too. */
    List<Attempt> silent() {
        return attempts.stream().filter(attempt -> attempt.outcome() == Outcome.SILENT).toList();
    }

    /** How every address took it, a line each. */
    String detail() {
        return attempts.stream().map(Attempt::line).collect(Collectors.joining("\n"));
    }
}
