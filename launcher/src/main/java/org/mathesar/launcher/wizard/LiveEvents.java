package org.mathesar.launcher.wizard;

import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.sse.ServerSentEventConnection;
import io.undertow.server.handlers.sse.ServerSentEventHandler;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.mathesar.launcher.claim.ClaimGate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an open page shows, as a stream of events: its live parts whenever they change and, as event {@code moved}, the
 * page to open when the one that is open no longer fits. Between two looks no thread is held.
 */
final class LiveEvents implements AutoCloseable {
    /** What the address of a page's stream ends with. */
    static final String NAME = "/events";

    private static final Logger LOG = LoggerFactory.getLogger(LiveEvents.class);
    private static final long LOOK_EVERY_MILLIS = 1000;
    private static final long KEEP_ALIVE_MILLIS = 15_000;

    private final ClaimGate gate;
    private final Whereabouts whereabouts;
    private volatile boolean closing;

    LiveEvents(ClaimGate gate, Whereabouts whereabouts) {
        this.gate = gate;
        this.whereabouts = whereabouts;
    }

    /** Ends the open streams within a second, so that a stop need not wait for people who watch. */
    @Override
    public void close() {
        closing = true;
    }

    /** Only for the owner; on a worker thread. */
    void stream(HttpServerExchange exchange, LiveScreen screen, Visit visit) throws Exception {
        String token = OwnerCookie.of(exchange).orElse("");
        String showing = Optional.ofNullable(exchange.getQueryParameters().get("showing")).map(Deque::peekFirst)
                .orElse("");
        new ServerSentEventHandler((connection, _) -> {
            connection.setKeepAliveTime(KEEP_ALIVE_MILLIS);
            schedule(new Listener(exchange, connection, token, screen, visit, showing, ""), 0);
        }).handleRequest(exchange);
    }

    /** @param last the parts that its page shows now */
    private record Listener(HttpServerExchange exchange, ServerSentEventConnection connection, String token,
            LiveScreen screen, Visit visit, String showing, String last) {
        Listener shown(String parts) {
            return new Listener(exchange, connection, token, screen, visit, showing, parts);
        }
    }

    private void schedule(Listener listener, long delayMillis) {
        HttpServerExchange exchange = listener.exchange();
        exchange.getIoThread().executeAfter(() -> {
            try {
                exchange.getConnection().getWorker().execute(() -> look(listener));
            } catch (RejectedExecutionException _) {
                // The whole server has stopped, and the connection with it.
                listener.connection().shutdown();
            }
        }, delayMillis, TimeUnit.MILLISECONDS);
    }

    private void look(Listener listener) {
        if (!listener.connection().isOpen()) {
            return;
        }
        if (closing) {
            listener.connection().shutdown();
            return;
        }
        try {
            tell(listener);
        } catch (RuntimeException e) {
            LOG.warn("an open page lost its stream: {}", e.toString());
            listener.connection().shutdown();
        }
    }

    private void tell(Listener listener) {
        Optional<String> parts = gate.isOwner(listener.token())
                ? listener.screen().parts(listener.visit(), listener.showing())
                : Optional.empty();
        if (parts.isEmpty()) {
            listener.connection().send(whereabouts.page().path(), "moved", null, null);
            listener.connection().shutdown();
            return;
        }
        if (!parts.get().equals(listener.last())) {
            listener.connection().send(parts.get());
        }
        schedule(listener.shown(parts.get()), LOOK_EVERY_MILLIS);
    }
}
