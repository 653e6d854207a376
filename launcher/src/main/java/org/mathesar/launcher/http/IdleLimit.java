package org.mathesar.launcher.http;

import io.undertow.conduits.BytesReceivedStreamSourceConduit;
import io.undertow.conduits.BytesSentStreamSinkConduit;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.AttachmentKey;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.xnio.IoUtils;
import org.xnio.XnioExecutor;

/** Ends requests in which no byte has moved for too long, in either direction. */
final class IdleLimit implements HttpHandler {
    private static final AttachmentKey<Progress> PROGRESS = AttachmentKey.create(Progress.class);

    /** When the last byte moved, and what to do when none does. All on the exchange's I/O thread. */
    static final class Progress {
        private volatile long lastMove = System.nanoTime();
        private volatile XnioExecutor.Key timer;
        private volatile Runnable onIdle;

        /** Called once instead of cutting the visitor's connection. */
        void onIdle(Runnable action) {
            onIdle = action;
        }

        private void moved() {
            lastMove = System.nanoTime();
        }
    }

    private final Duration limit;
    private final UpstreamActivity activity;
    private final HttpHandler next;

    IdleLimit(Duration limit, UpstreamActivity activity, HttpHandler next) {
        this.limit = limit;
        this.activity = activity;
        this.next = next;
    }

    static Progress of(HttpServerExchange exchange) {
        return exchange.getAttachment(PROGRESS);
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        Progress progress = new Progress();
        exchange.putAttachment(PROGRESS, progress);
        exchange.addRequestWrapper((conduits, _) -> new BytesReceivedStreamSourceConduit(conduits.create(),
                count -> count(progress, count)));
        exchange.addResponseWrapper((conduits, _) -> new BytesSentStreamSinkConduit(conduits.create(),
                count -> count(progress, count)));
        watch(exchange, progress, limit.toNanos());
        exchange.addExchangeCompleteListener((_, others) -> {
            progress.timer.remove();
            others.proceed();
        });
        next.handleRequest(exchange);
    }

    private void count(Progress progress, long count) {
        if (count > 0) {
            progress.moved();
            activity.moved(count);
        }
    }

    private void watch(HttpServerExchange exchange, Progress progress, long nanos) {
        progress.timer = exchange.getIoThread().executeAfter(() -> {
            long left = limit.toNanos() - (System.nanoTime() - progress.lastMove);
            if (exchange.isComplete()) {
                return;
            }
            if (left > 0) {
                watch(exchange, progress, left);
            } else if (progress.onIdle == null || exchange.isResponseStarted()) {
                IoUtils.safeClose(exchange.getConnection());
            } else {
                progress.onIdle.run();
            }
        }, nanos, TimeUnit.NANOSECONDS);
    }
}
