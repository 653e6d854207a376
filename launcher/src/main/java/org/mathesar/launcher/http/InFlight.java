package org.mathesar.launcher.http;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Protocols;
import java.time.Duration;
import org.mathesar.launcher.problem.Problem;

/** Counts the requests that have begun, so that a stop can wait for them. */
final class InFlight {
    private enum Phase {
        SERVING,
        DRAINING,
        SHUT
    }

    private static final ErrorPages.Page STOPPING = ErrorPages.Page.of(503, new Problem.Passing(
            "Mathesar is being stopped or started again.", java.time.Instant.EPOCH));

    private final Object lock = new Object();
    private Phase phase = Phase.SERVING;
    private int begun;

    HttpHandler counting(ErrorPages pages, HttpHandler next) {
        return exchange -> handle(exchange, pages, next);
    }

    private void handle(HttpServerExchange exchange, ErrorPages pages, HttpHandler next) throws Exception {
        Phase now = begin();
        exchange.addExchangeCompleteListener((_, others) -> {
            try {
                end();
            } finally {
                others.proceed();
            }
        });
        if (now != Phase.SERVING) {
            exchange.setPersistent(false);
        }
        // A connection of HTTP/2 cannot be told to end without cutting its other requests, so new ones must wait.
        if (now == Phase.SHUT || now == Phase.DRAINING && exchange.getProtocol().equals(Protocols.HTTP_2_0)) {
            pages.send(exchange, STOPPING);
        } else {
            next.handleRequest(exchange);
        }
    }

    /** Waits until all begun requests have ended; says whether they have. */
    boolean drain(Duration grace) throws InterruptedException {
        long deadline = System.nanoTime() + grace.toNanos();
        synchronized (lock) {
            phase = Phase.DRAINING;
            awaitNone(deadline);
            phase = Phase.SHUT;
            awaitNone(deadline);
            return begun == 0;
        }
    }

    private void awaitNone(long deadline) throws InterruptedException {
        while (begun > 0) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return;
            }
            lock.wait(left / 1_000_000, (int) (left % 1_000_000));
        }
    }

    private Phase begin() {
        synchronized (lock) {
            begun++;
            return phase;
        }
    }

    private void end() {
        synchronized (lock) {
            begun--;
            lock.notifyAll();
        }
    }
}
