package org.mathesar.launcher.http;

import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.proxy.ProxyCallback;
import io.undertow.server.handlers.proxy.ProxyClient;
import io.undertow.server.handlers.proxy.ProxyConnection;
import io.undertow.util.Methods;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.xnio.XnioIoThread;

/**
 * Gives each request a place and a connection to Mathesar. Undertow's own client loses requests whenever gunicorn closes
 * an idle connection; here only what may be repeated uses a connection that has been idle.
 */
final class UpstreamConnections implements ProxyClient {
    private enum Mathesar implements ProxyTarget {
        TARGET
    }

    private final Limits.Upstream limits;
    private final Map<XnioIoThread, UpstreamLane> lanes = new ConcurrentHashMap<>();

    UpstreamConnections(Limits.Upstream limits) {
        this.limits = limits;
    }

    /** Whether the request changes nothing and has no body, so that it may be sent twice. */
    static boolean mayRepeat(HttpServerExchange exchange) {
        boolean safe = exchange.getRequestMethod().equals(Methods.GET)
                || exchange.getRequestMethod().equals(Methods.HEAD)
                || exchange.getRequestMethod().equals(Methods.OPTIONS);
        return safe && exchange.isRequestComplete();
    }

    @Override
    public ProxyTarget findTarget(HttpServerExchange exchange) {
        return Mathesar.TARGET;
    }

    @Override
    public void getConnection(ProxyTarget target, HttpServerExchange exchange, ProxyCallback<ProxyConnection> callback,
            long timeout, TimeUnit unit) {
        UpstreamLease lease = UpstreamLease.of(exchange);
        if (lease.failure() != UpstreamLease.Failure.NONE) {
            callback.couldNotResolveBackend(exchange);
            return;
        }
        XnioIoThread thread = exchange.getIoThread();
        lanes.computeIfAbsent(thread, own -> new UpstreamLane(own, limits, own.getWorker().getIoThreadCount()))
                .admit(new UpstreamLane.Request(exchange, lease, callback));
    }
}
