package org.mathesar.launcher.wizard;

import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.sse.ServerSentEventConnection;
import io.undertow.server.handlers.sse.ServerSentEventHandler;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.mathesar.launcher.claim.ClaimGate;
import org.mathesar.launcher.setup.FirstBoot;
import org.mathesar.launcher.setup.SetupState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The installation as a stream of events: the list of steps whenever it changes and, as event {@code moved}, the page
 * to open when the one that is open no longer fits. Between two looks no thread is held.
 */
final class ProgressEvents implements AutoCloseable {
    static final String NAME = "progress/events";

    private static final Logger LOG = LoggerFactory.getLogger(ProgressEvents.class);
    private static final long LOOK_EVERY_MILLIS = 1000;
    private static final long KEEP_ALIVE_MILLIS = 15_000;

    private final FirstBoot firstBoot;
    private final ClaimGate gate;
    private final Whereabouts whereabouts;
    private final AnswerWriter writer;
    private volatile boolean closing;

    ProgressEvents(FirstBoot firstBoot, ClaimGate gate, Whereabouts whereabouts, AnswerWriter writer) {
        this.firstBoot = firstBoot;
        this.gate = gate;
        this.whereabouts = whereabouts;
        this.writer = writer;
    }

    /** Ends the open streams within a second, so that a stop need not wait for people who watch. */
    @Override
    public void close() {
        closing = true;
    }

    /** Only for the owner; on a worker thread. */
    void stream(HttpServerExchange exchange) throws Exception {
        String token = OwnerCookie.of(exchange).orElse("");
        String showing = Optional.ofNullable(exchange.getQueryParameters().get("showing")).map(Deque::peekFirst)
                .orElse("installing");
        new ServerSentEventHandler((connection, _) -> {
            connection.setKeepAliveTime(KEEP_ALIVE_MILLIS);
            schedule(new Listener(exchange, connection, token, showing, ""), 0);
        }).handleRequest(exchange);
    }

    /** @param last the list that its page shows now */
    private record Listener(HttpServerExchange exchange, ServerSentEventConnection connection, String token,
            String showing, String last) {
        Listener showing(String steps) {
            return new Listener(exchange, connection, token, showing, steps);
        }
    }

    private void schedule(Listener listener, long delayMillis) {
        HttpServerExchange exchange = listener.exchange();
        exchange.getIoThread().executeAfter(() -> exchange.getConnection().getWorker().execute(() -> look(listener)),
                delayMillis, TimeUnit.MILLISECONDS);
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
            LOG.warn("the progress page lost its stream: {}", e.toString());
            listener.connection().shutdown();
        }
    }

    private void tell(Listener listener) {
        SetupState state = firstBoot.state();
        Page page = whereabouts.page(state);
        boolean fits = page == Page.PROGRESS && ProgressScreen.showing(state).equals(listener.showing());
        if (!fits || !gate.isOwner(listener.token())) {
            listener.connection().send(page.path(), "moved", null, null);
            listener.connection().shutdown();
            return;
        }
        String steps = writer.steps(firstBoot.progress().steps().stream().map(StepLine::of).toList());
        if (!steps.equals(listener.last())) {
            listener.connection().send(steps);
        }
        schedule(listener.showing(steps), LOOK_EVERY_MILLIS);
    }
}
