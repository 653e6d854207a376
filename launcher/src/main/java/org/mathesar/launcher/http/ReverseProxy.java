package org.mathesar.launcher.http;

import io.undertow.attribute.ExchangeAttributes;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.HttpContinueReadHandler;
import io.undertow.server.handlers.proxy.ProxyHandler;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import java.net.InetSocketAddress;
import java.time.Instant;
import org.mathesar.launcher.problem.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Forwards requests to Mathesar, without blocking a thread and without holding a body in memory. */
final class ReverseProxy {
    private static final ErrorPages.Page NO_SUCH_METHOD = new ErrorPages.Page(405, "This method is not allowed.",
            "Use another HTTP method.", "", false);
    private static final ErrorPages.Page STARTING = passing(503, "Mathesar is starting again.");
    private static final ErrorPages.Page CROWDED = passing(503, "Mathesar is very busy right now.");
    private static final ErrorPages.Page BROKEN_OFF = passing(502, "Mathesar broke off while answering.");
    private static final ErrorPages.Page SILENT = new ErrorPages.Page(504, "Mathesar has not answered for a long time.",
            "Whatever it was doing may still be going on. Look whether it had an effect before you try again.", "",
            false);

    private final Logger log = LoggerFactory.getLogger(ReverseProxy.class);
    private final ErrorPages pages;
    private final HttpHandler proxy;

    ReverseProxy(Limits limits, ErrorPages pages) {
        this.pages = pages;
        // We say "continue" ourselves, when the connection to Mathesar stands and its answer no longer depends on it.
        this.proxy = new HttpContinueReadHandler(ProxyHandler.builder()
                .setProxyClient(new UpstreamConnections(limits.upstream())).setMaxConnectionRetries(1)
                .setIdempotentRequestPredicate(UpstreamConnections::mayRepeat)
                .addRequestHeader(Headers.EXPECT, ExchangeAttributes.constant("")).build());
    }

    void forward(HttpServerExchange exchange, InetSocketAddress upstream) throws Exception {
        if (exchange.getRequestMethod().equals(Methods.CONNECT) || exchange.getRequestMethod().equals(Methods.TRACE)) {
            pages.send(exchange, NO_SUCH_METHOD);
            return;
        }
        RequestHeaders.clean(exchange);
        UpstreamLease lease = UpstreamLease.attach(exchange, upstream);
        IdleLimit.of(exchange).onIdle(lease::giveUp);
        exchange.addResponseWrapper((conduits, _) -> {
            ResponseHeaders.clean(exchange);
            return lease.watched(conduits.create());
        });
        exchange.addDefaultResponseListener(ended -> explain(ended, lease));
        proxy.handleRequest(exchange);
    }

    /** Called when the proxy gives up before an answer has begun. */
    private boolean explain(HttpServerExchange exchange, UpstreamLease lease) {
        if (!exchange.isResponseChannelAvailable() || exchange.getStatusCode() < 500) {
            return false;
        }
        if (lease.failure() == UpstreamLease.Failure.NONE) {
            lease.fail(UpstreamLease.Failure.BROKEN_OFF);
        }
        ErrorPages.Page page = switch (lease.failure()) {
            case NONE, BROKEN_OFF -> BROKEN_OFF;
            case UNREACHABLE -> STARTING;
            case CROWDED -> CROWDED;
            case SILENT -> SILENT;
        };
        // 500 says that either side broke off during an upload, mostly a visitor who left.
        log.atLevel(exchange.getStatusCode() == 500 ? Level.DEBUG : Level.WARN).log("{} {} {}: {}",
                exchange.getRequestMethod(), RequestLog.printable(Paths.raw(exchange)), page.status(), page.title());
        exchange.getResponseHeaders().clear();
        pages.send(exchange, page);
        return true;
    }

    private static ErrorPages.Page passing(int status, String summary) {
        return ErrorPages.Page.of(status, new Problem.Passing(summary, Instant.EPOCH));
    }
}
