package org.mathesar.launcher.http;

import io.undertow.connector.ByteBufferPool;
import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.ConnectorStatistics;
import io.undertow.server.DelegateOpenListener;
import io.undertow.server.HttpHandler;
import java.io.IOException;
import org.xnio.ChannelListeners;
import org.xnio.IoUtils;
import org.xnio.OptionMap;
import org.xnio.StreamConnection;
import org.xnio.conduits.ConduitStreamSinkChannel;

/**
 * The end of a connection that negotiated {@code acme-tls/1}: the handshake was all that the authority wanted, and no
 * application data may be exchanged (RFC 8737 §3).
 */
final class ValidationOnly implements DelegateOpenListener {
    private final ByteBufferPool buffers;
    private OptionMap options;
    private HttpHandler handler = exchange -> exchange.endExchange();

    ValidationOnly(ByteBufferPool buffers, OptionMap options) {
        this.buffers = buffers;
        this.options = options;
    }

    @Override
    public void handleEvent(StreamConnection connection, PooledByteBuffer additionalData) {
        additionalData.close();
        handleEvent(connection);
    }

    /** Ends in order: the last message of our handshake may still wait to be sent. */
    @Override
    public void handleEvent(StreamConnection connection) {
        ConduitStreamSinkChannel sink = connection.getSinkChannel();
        try {
            sink.shutdownWrites();
            if (sink.flush()) {
                IoUtils.safeClose(connection);
            } else {
                sink.getWriteSetter().set(ChannelListeners.flushingChannelListener(
                        _ -> IoUtils.safeClose(connection), (_, _) -> IoUtils.safeClose(connection)));
                sink.resumeWrites();
            }
        } catch (IOException _) {
            IoUtils.safeClose(connection);
        }
    }

    @Override
    public HttpHandler getRootHandler() {
        return handler;
    }

    @Override
    public void setRootHandler(HttpHandler rootHandler) {
        handler = rootHandler;
    }

    @Override
    public OptionMap getUndertowOptions() {
        return options;
    }

    @Override
    public void setUndertowOptions(OptionMap undertowOptions) {
        options = undertowOptions;
    }

    @Override
    public ByteBufferPool getBufferPool() {
        return buffers;
    }

    @Override
    public ConnectorStatistics getConnectorStatistics() {
        return null;
    }
}
