package org.mathesar.launcher.mathesar;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;

/** Publishes one release on loopback, well or badly. */
final class ReleaseServer implements AutoCloseable {
    private final HttpServer server;
    private final AtomicInteger downloads = new AtomicInteger();
    private volatile byte[] content;
    private volatile int status = 200;
    private volatile int promised;

    ReleaseServer(byte[] content) throws IOException {
        serves(content);
        server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        server.createContext("/release.tar.gz", exchange -> {
            downloads.incrementAndGet();
            try (exchange) {
                exchange.sendResponseHeaders(status, promised);
                exchange.getResponseBody().write(this.content);
            }
        });
        server.createContext("/moved.tar.gz", exchange -> {
            try (exchange) {
                exchange.getResponseHeaders().set("Location", "/release.tar.gz");
                exchange.sendResponseHeaders(302, -1);
            }
        });
        server.start();
    }

    void serves(byte[] other) {
        content = other;
        promised = other.length;
    }

    void answers(int other) {
        status = other;
    }

    /** Announces more bytes than it sends. */
    void breaksOff() {
        promised = content.length + 1;
    }

    int downloads() {
        return downloads.get();
    }

    URI url(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
