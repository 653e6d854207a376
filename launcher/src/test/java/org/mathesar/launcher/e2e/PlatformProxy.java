package org.mathesar.launcher.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Map;

/** A platform's proxy, or a neighbour who pretends to be one: speaks plain HTTP and says that its visitor used HTTPS. */
final class PlatformProxy extends HttpTalk {
    private final String server;
    private final String from;

    /**
     * @param from the address that it comes from
     * @param host what its visitors call the server
     */
    PlatformProxy(String server, String from, String host) {
        super(host, Map.of("X-Forwarded-Proto", "https", "X-Forwarded-For", "203.0.113.7"));
        this.server = server;
        this.from = from;
    }

    @Override
    Socket connected() {
        try {
            Socket socket = new Socket();
            socket.bind(new InetSocketAddress(from, 0));
            socket.connect(new InetSocketAddress(server, 80), PATIENCE);
            socket.setSoTimeout(PATIENCE);
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
