package org.mathesar.launcher.http;

import io.undertow.client.ClientConnection;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.AttachmentKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.xnio.IoUtils;
import org.xnio.conduits.AbstractStreamSinkConduit;
import org.xnio.conduits.StreamSinkConduit;

/** One request's hold on Mathesar: its place among the requests at once, and its connection. On its I/O thread only. */
final class UpstreamLease {
    private static final AttachmentKey<UpstreamLease> KEY = AttachmentKey.create(UpstreamLease.class);

    enum Failure {
        NONE,
        UNREACHABLE,
        CROWDED,
        SILENT,
        BROKEN_OFF
    }

    private final HttpServerExchange exchange;
    private final InetSocketAddress upstream;
    private final InetAddress visitor;
    private Optional<ClientConnection> connection = Optional.empty();
    private Failure failure = Failure.NONE;
    private boolean answered;
    private boolean placed;

    private UpstreamLease(HttpServerExchange exchange, InetSocketAddress upstream) {
        this.exchange = exchange;
        this.upstream = upstream;
        this.visitor = exchange.getSourceAddress().getAddress();
    }

    static UpstreamLease attach(HttpServerExchange exchange, InetSocketAddress upstream) {
        UpstreamLease lease = new UpstreamLease(exchange, upstream);
        exchange.putAttachment(KEY, lease);
        return lease;
    }

    static UpstreamLease of(HttpServerExchange exchange) {
        return exchange.getAttachment(KEY);
    }

    InetSocketAddress upstream() {
        return upstream;
    }

    InetAddress visitor() {
        return visitor;
    }

    Failure failure() {
        return failure;
    }

    void fail(Failure cause) {
        failure = cause;
    }

    boolean isPlaced() {
        return placed;
    }

    void place() {
        placed = true;
    }

    /** Whether this request has had a connection before. */
    boolean isRepeated() {
        return connection.isPresent();
    }

    void use(ClientConnection connection) {
        this.connection = Optional.of(connection);
    }

    /** The connection, if the next request may use it: this one's question and answer passed through it whole. */
    Optional<ClientConnection> reusable() {
        return connection
                .filter(open -> answered && failure == Failure.NONE && exchange.isRequestComplete() && open.isOpen());
    }

    void closeConnection() {
        connection.ifPresent(IoUtils::safeClose);
    }

    /** Nothing has moved for too long and no answer has begun. */
    void giveUp() {
        failure = Failure.SILENT;
        // The proxy closes this connection once more when it hears of the other's end.
        exchange.setPersistent(false);
        exchange.setStatusCode(504);
        exchange.endExchange();
        closeConnection();
    }

    /** The proxy ends the visitor's answer in good order only when Mathesar's has ended so. */
    StreamSinkConduit watched(StreamSinkConduit next) {
        return new AbstractStreamSinkConduit<>(next) {
            @Override
            public void terminateWrites() throws IOException {
                answered = true;
                super.terminateWrites();
            }
        };
    }
}
