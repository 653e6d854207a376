package org.mathesar.launcher.http;

import io.undertow.UndertowOptions;
import io.undertow.client.ClientCallback;
import io.undertow.client.ClientConnection;
import io.undertow.client.UndertowClient;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.proxy.ProxyCallback;
import io.undertow.server.handlers.proxy.ProxyConnection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.xnio.IoUtils;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.XnioExecutor;
import org.xnio.XnioIoThread;

/** The share of one I/O thread in the places and connections to Mathesar; nothing here needs a lock. */
final class UpstreamLane {
    /** gunicorn closes an idle connection after 2 seconds; ours must be gone before. */
    private static final Duration IDLE_CONNECTION = Duration.ofMillis(1_500);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final OptionMap OPTIONS = OptionMap.builder().set(UndertowOptions.ENABLE_HTTP2, false)
            .set(Options.TCP_NODELAY, true).getMap();

    record Request(HttpServerExchange exchange, UpstreamLease lease, ProxyCallback<ProxyConnection> callback) {

        void fail(UpstreamLease.Failure cause) {
            lease.fail(cause);
            callback.couldNotResolveBackend(exchange);
        }

        void complete(ClientConnection connection) {
            lease.use(connection);
            callback.completed(exchange, new ProxyConnection(connection, "/"));
        }
    }

    private record Waiting(Request request, XnioExecutor.Key timer) {}

    private record Idle(ClientConnection connection, InetSocketAddress upstream, long since) {

        boolean isUsable(InetSocketAddress wanted) {
            return connection.isOpen() && upstream.equals(wanted) && !isExpired();
        }

        boolean isExpired() {
            return System.nanoTime() - since >= IDLE_CONNECTION.toNanos();
        }
    }

    private final XnioIoThread thread;
    private final Limits.Upstream limits;
    private final int places;
    private final int placesPerVisitor;
    private final int queue;
    private final Map<InetAddress, Integer> placesByVisitor = new HashMap<>();
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private final Deque<Idle> idle = new ArrayDeque<>();
    private int taken;
    private boolean sweeping;

    UpstreamLane(XnioIoThread thread, Limits.Upstream limits, int lanes) {
        this.thread = thread;
        this.limits = limits;
        this.places = Math.max(1, limits.connections() / lanes);
        this.placesPerVisitor = Math.max(1, limits.perVisitor() / lanes);
        this.queue = Math.max(1, limits.queue() / lanes);
    }

    /** Gives the request a place and a connection, now or when one is free. */
    void admit(Request request) {
        if (request.lease().isPlaced()) {
            connect(request);
        } else if (hasPlace(request)) {
            place(request);
        } else if (waiting.size() < queue) {
            await(request);
        } else {
            request.fail(UpstreamLease.Failure.CROWDED);
        }
    }

    private boolean hasPlace(Request request) {
        return taken < places && placesByVisitor.getOrDefault(request.lease().visitor(), 0) < placesPerVisitor;
    }

    private void place(Request request) {
        taken++;
        placesByVisitor.merge(request.lease().visitor(), 1, Integer::sum);
        request.lease().place();
        request.exchange().addExchangeCompleteListener((_, others) -> {
            if (Thread.currentThread() == thread) {
                release(request.lease());
            } else {
                thread.execute(() -> release(request.lease()));
            }
            others.proceed();
        });
        connect(request);
    }

    private void await(Request request) {
        XnioExecutor.Key timer = thread.executeAfter(() -> {
            if (waiting.removeIf(other -> other.request().equals(request))) {
                request.fail(UpstreamLease.Failure.CROWDED);
            }
        }, limits.queueWithin().toMillis(), TimeUnit.MILLISECONDS);
        waiting.add(new Waiting(request, timer));
    }

    private void release(UpstreamLease lease) {
        taken--;
        placesByVisitor.computeIfPresent(lease.visitor(), (_, count) -> count == 1 ? null : count - 1);
        lease.reusable().ifPresentOrElse(connection -> keep(connection, lease.upstream()), lease::closeConnection);
        Iterator<Waiting> others = waiting.iterator();
        while (taken < places && others.hasNext()) {
            Waiting next = others.next();
            if (next.request().exchange().isComplete()) {
                others.remove();
            } else if (hasPlace(next.request())) {
                others.remove();
                next.timer().remove();
                // Not here: this runs inside the end of another request.
                taken++;
                thread.execute(() -> {
                    taken--;
                    place(next.request());
                });
            }
        }
    }

    private void keep(ClientConnection connection, InetSocketAddress upstream) {
        idle.push(new Idle(connection, upstream, System.nanoTime()));
        if (!sweeping) {
            sweeping = true;
            thread.executeAfter(this::sweep, IDLE_CONNECTION.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void sweep() {
        while (!idle.isEmpty() && (idle.peekLast().isExpired() || !idle.peekLast().connection().isOpen())) {
            IoUtils.safeClose(idle.pollLast().connection());
        }
        sweeping = !idle.isEmpty();
        if (sweeping) {
            thread.executeAfter(this::sweep, IDLE_CONNECTION.toMillis() / 3, TimeUnit.MILLISECONDS);
        }
    }

    private void connect(Request request) {
        if (UpstreamConnections.mayRepeat(request.exchange()) && !request.lease().isRepeated()) {
            for (Idle kept = idle.poll(); kept != null; kept = idle.poll()) {
                if (kept.isUsable(request.lease().upstream())) {
                    request.complete(kept.connection());
                    return;
                }
                IoUtils.safeClose(kept.connection());
            }
        }
        open(request, System.nanoTime() + limits.retryFor().toNanos(), FIRST_PAUSE);
    }

    private void open(Request request, long retryUntil, Duration pause) {
        InetSocketAddress upstream = request.lease().upstream();
        URI uri = URI.create("http://" + hostOf(upstream) + ":" + upstream.getPort());
        new Attempt(request, retryUntil, pause).start(uri);
    }

    private static String hostOf(InetSocketAddress upstream) {
        String host = upstream.getHostString();
        return host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    }

    /** One try to connect; ends by success, by failure or by its own clock, whichever is first. */
    private final class Attempt implements ClientCallback<ClientConnection> {
        private final Request request;
        private final long retryUntil;
        private final Duration pause;
        private XnioExecutor.Key clock;
        private boolean over;

        Attempt(Request request, long retryUntil, Duration pause) {
            this.request = request;
            this.retryUntil = retryUntil;
            this.pause = pause;
        }

        void start(URI uri) {
            clock = thread.executeAfter(() -> failed(new IOException("no connection in time")),
                    limits.connectWithin().toMillis(), TimeUnit.MILLISECONDS);
            UndertowClient.getInstance().connect(this, uri, thread, null,
                    request.exchange().getConnection().getByteBufferPool(), OPTIONS);
        }

        @Override
        public void completed(ClientConnection connection) {
            if (over || request.exchange().isComplete()) {
                IoUtils.safeClose(connection);
                return;
            }
            end();
            request.complete(connection);
        }

        @Override
        public void failed(IOException e) {
            if (over || request.exchange().isComplete()) {
                return;
            }
            end();
            if (System.nanoTime() + pause.toNanos() < retryUntil) {
                thread.executeAfter(() -> open(request, retryUntil, pause.multipliedBy(2)), pause.toMillis(),
                        TimeUnit.MILLISECONDS);
            } else {
                request.fail(UpstreamLease.Failure.UNREACHABLE);
            }
        }

        private void end() {
            over = true;
            clock.remove();
        }
    }
}
