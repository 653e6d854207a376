package org.mathesar.launcher.http;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.util.function.Supplier;

/** Lets through only who asks for one of our names, so that no other name can be used against this server. */
final class HostGate implements HttpHandler {
    private static final ErrorPages.Page NO_HOST = new ErrorPages.Page(400,
            "The request does not say which host it is for.",
            "Send a Host header.", "", false);
    private static final ErrorPages.Page UNKNOWN = new ErrorPages.Page(421,
            "This server does not answer under this name.",
            "Open Mathesar under the address you were given. If you run this server and want it to answer under this"
                    + " name, add the name to the setting MATHESAR_LAUNCHER_HOSTS.",
            "", false);

    private final Supplier<KnownHosts> known;
    private final ErrorPages pages;
    private final HttpHandler next;

    HostGate(Supplier<KnownHosts> known, ErrorPages pages, HttpHandler next) {
        this.known = known;
        this.pages = pages;
        this.next = next;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        String host = exchange.getRequestHeaders().getFirst(Headers.HOST);
        if (host == null || host.isEmpty()) {
            pages.send(exchange, NO_HOST);
        } else if (!known.get().contains(host)) {
            pages.send(exchange, UNKNOWN);
        } else {
            next.handleRequest(exchange);
        }
    }
}
