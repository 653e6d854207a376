package org.mathesar.launcher.wizard;

import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.sse.ServerSentEventConnection;
import io.undertow.server.handlers.sse.ServerSentEventHandler;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
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

    private volatile boolean closing;

    /** Ends the open streams within a second, so that a stop need not wait for people who watch. */
    @Override
    public void close() {
        closing = true;
    }

    /**
     * Only for whoever may see the page; on a worker thread.
     *
     * @param parts asked every second; empty when another page should be open
     * @param elsewhere the path of that page
     */
    void stream(HttpServerExchange exchange, Supplier<Optional<String>> parts, Supplier<String> elsewhere)
            throws Exception {
        new ServerSentEventHandler((connection, _) -> {
            connection.setKeepAliveTime(KEEP_ALIVE_MILLIS);
            schedule(new Listener(exchange, connection, parts, elsewhere, ""), 0);
        }).handleRequest(exchange);
    }

    /** The page whose stream of events has this name. */
    static Optional<Page> page(String name) {
        return name.endsWith(NAME) ? Page.named(name.substring(0, name.length() - NAME.length())) : Optional.empty();
    }

    /** What the open page was when it was rendered, in its own words. */
    static String showing(HttpServerExchange exchange) {
        return Optional.ofNullable(exchange.getQueryParameters().get("showing")).map(Deque::peekFirst).orElse("");
    }

    /** @param last the parts that its page shows now */
    private record Listener(HttpServerExchange exchange, ServerSentEventConnection connection,
            Supplier<Optional<String>> parts, Supplier<String> elsewhere, String last) {
        Listener shown(String now) {
            return new Listener(exchange, connection, parts, elsewhere, now);
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
        Optional<String> parts = listener.parts().get();
        if (parts.isEmpty()) {
            listener.connection().send(listener.elsewhere().get(), "moved", null, null);
            listener.connection().shutdown();
            return;
        }
        if (!parts.get().equals(listener.last())) {
            listener.connection().send(parts.get());
        }
        schedule(listener.shown(parts.get()), LOOK_EVERY_MILLIS);
    }
}
