package org.mathesar.launcher.http;

import io.undertow.UndertowOptions;
import io.undertow.connector.ByteBufferPool;
import io.undertow.protocols.ssl.UndertowXnioSsl;
import io.undertow.server.HttpHandler;
import io.undertow.server.protocol.http.AlpnOpenListener;
import io.undertow.server.protocol.http.HttpOpenListener;
import io.undertow.server.protocol.http2.Http2OpenListener;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.problem.ProblemException;
import org.mathesar.launcher.tls.ServingKey;
import org.xnio.ChannelListener;
import org.xnio.ChannelListeners;
import org.xnio.IoUtils;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.StreamConnection;
import org.xnio.Xnio;
import org.xnio.XnioWorker;
import org.xnio.channels.AcceptingChannel;
import org.xnio.ssl.SslConnection;

/** One open port. */
final class Port {
    private static final InetAddress ALL_IPV4 = InetAddress.ofLiteral("0.0.0.0");
    private static final int BACKLOG = 1_000;
    private static final int HTTP2_STREAMS = 128;
    /** Undertow takes a larger window for the whole connection's too, and uploads stand still at 65,535 bytes. */
    private static final int HTTP2_WINDOW = 65_535;
    /** All of them are fit for HTTP/2; Undertow wants to see the first ECDHE_RSA one before it offers that. */
    private static final String[] CIPHERS = {"TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384",
            "TLS_CHACHA20_POLY1305_SHA256", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"};

    private final AcceptingChannel<? extends StreamConnection> channel;

    private final AtomicBoolean open = new AtomicBoolean(true);
    private final int number;

    private Port(AcceptingChannel<? extends StreamConnection> channel) {
        this.channel = channel;
        this.number = channel.getLocalAddress(InetSocketAddress.class).getPort();
    }

    int number() {
        return number;
    }

    /** Once only: XNIO waits for ever when its threads are gone already. */
    void close() {
        if (open.getAndSet(false)) {
            IoUtils.safeClose(channel);
        }
    }

    /** Opens ports that share threads, buffers and limits. */
    record Opener(XnioWorker worker, ByteBufferPool buffers, Limits limits) {

        Port http(InetSocketAddress address, HttpHandler handler) {
            HttpOpenListener http = new HttpOpenListener(buffers, serverOptions());
            http.setRootHandler(handler);
            return bind(address, to -> worker.createStreamConnectionServer(to,
                    ChannelListeners.openListenerAdapter(http), socketOptions()));
        }

        Port https(InetSocketAddress address, SSLContext tls, HttpHandler handler) {
            HttpOpenListener http = new HttpOpenListener(buffers, serverOptions());
            Http2OpenListener http2 = new Http2OpenListener(buffers, serverOptions());
            AlpnOpenListener both = new AlpnOpenListener(buffers, serverOptions(), http);
            both.addProtocol(Http2OpenListener.HTTP2, http2, 10);
            both.addProtocol(ServingKey.VALIDATION_PROTOCOL,
                    new ValidationOnly(buffers, serverOptions(), limits.headersWithin()), -10);
            both.setRootHandler(handler);
            UndertowXnioSsl ssl = new UndertowXnioSsl(Xnio.getInstance(), OptionMap.EMPTY, tls);
            return bind(address, to -> ssl.createSslConnectionServer(worker, to,
                    ChannelListeners.openListenerAdapter(withDeadline(both)), socketOptions()));
        }

        /** Undertow's clocks begin after the handshake; a visitor who never ends one would stay for ever. */
        private ChannelListener<StreamConnection> withDeadline(ChannelListener<StreamConnection> next) {
            return connection -> {
                connection.getIoThread().executeAfter(() -> {
                    if (connection instanceof SslConnection secured && Handshakes.goesOn(secured)) {
                        IoUtils.safeClose(connection);
                    }
                }, limits.headersWithin().toMillis(), TimeUnit.MILLISECONDS);
                next.handleEvent(connection);
            };
        }

        private OptionMap serverOptions() {
            return OptionMap.builder().set(UndertowOptions.BUFFER_PIPELINED_DATA, true)
                    .set(UndertowOptions.MAX_ENTITY_SIZE, -1L).set(UndertowOptions.MULTIPART_MAX_ENTITY_SIZE, -1L)
                    .set(UndertowOptions.MAX_HEADER_SIZE, limits.headerBytes())
                    .set(UndertowOptions.MAX_HEADERS, limits.headers())
                    // We judge paths ourselves, and what cannot be decoded is Mathesar's to judge.
                    .set(UndertowOptions.DECODE_URL, false)
                    .set(UndertowOptions.REQUEST_PARSE_TIMEOUT, Math.toIntExact(limits.headersWithin().toMillis()))
                    .set(UndertowOptions.NO_REQUEST_TIMEOUT, Math.toIntExact(limits.keepAlive().toMillis()))
                    .set(UndertowOptions.HTTP2_SETTINGS_MAX_CONCURRENT_STREAMS, HTTP2_STREAMS)
                    .set(UndertowOptions.HTTP2_SETTINGS_INITIAL_WINDOW_SIZE, HTTP2_WINDOW)
                    .set(UndertowOptions.HTTP2_SETTINGS_ENABLE_PUSH, false).getMap();
        }

        private OptionMap socketOptions() {
            return OptionMap.builder().set(Options.WORKER_IO_THREADS, worker.getIoThreadCount())
                    .set(Options.TCP_NODELAY, true).set(Options.REUSE_ADDRESSES, true).set(Options.BACKLOG, BACKLOG)
                    .set(Options.BALANCING_TOKENS, 1).set(Options.BALANCING_CONNECTIONS, 2)
                    .set(Options.CONNECTION_HIGH_WATER, limits.connections())
                    .set(Options.CONNECTION_LOW_WATER, limits.connections() * 9 / 10)
                    .setSequence(Options.SSL_ENABLED_PROTOCOLS, "TLSv1.3", "TLSv1.2")
                    .setSequence(Options.SSL_ENABLED_CIPHER_SUITES, CIPHERS)
                    .set(UndertowOptions.SSL_USER_CIPHER_SUITES_ORDER, true).getMap();
        }
    }

    @FunctionalInterface
    private interface Binding {
        AcceptingChannel<? extends StreamConnection> to(InetSocketAddress address) throws IOException;
    }

    private static Port bind(InetSocketAddress address, Binding binding) {
        try {
            return accepting(binding.to(address));
        } catch (BindException e) {
            throw refused(address, e);
        } catch (SocketException | UnsupportedAddressTypeException e) {
            // A machine without IPv6 cannot bind [::].
            if (address.getAddress().equals(InetAddress.ofLiteral("::"))) {
                return bind(new InetSocketAddress(ALL_IPV4, address.getPort()), binding);
            }
            throw refused(address, e);
        } catch (IOException e) {
            throw refused(address, e);
        }
    }

    private static Port accepting(AcceptingChannel<? extends StreamConnection> channel) {
        channel.resumeAccepts();
        return new Port(channel);
    }

    private static ProblemException refused(InetSocketAddress address, Exception e) {
        int port = address.getPort();
        String text = String.valueOf(e.getMessage());
        if (text.contains("in use")) {
            return new ProblemException(new Problem.Fixable("Port " + port + " is taken by another program.",
                    "Stop that program ('ss -ltnp sport = :" + port + "' names it), or give the launcher another port.",
                    e.toString()), e);
        }
        if (text.contains("Permission denied")) {
            return new ProblemException(new Problem.Fixable("Port " + port + " may not be opened by this user.",
                    "Start the launcher as root or with the capability CAP_NET_BIND_SERVICE, or give it a port above"
                            + " 1023.",
                    e.toString()), e);
        }
        return new ProblemException(new Problem.Fixable("Port " + port + " cannot be opened on "
                + address.getAddress().getHostAddress() + ".", "Give the launcher an address of this machine.",
                e.toString()), e);
    }
}
