package org.mathesar.launcher.http;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import java.util.function.IntSupplier;

/** Leads from plain HTTP to the same place on HTTPS. */
final class HttpsRedirect implements HttpHandler {
    private final IntSupplier httpsPort;

    HttpsRedirect(IntSupplier httpsPort) {
        this.httpsPort = httpsPort;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        int port = httpsPort.getAsInt();
        String host = KnownHosts.withoutPort(exchange.getRequestHeaders().getFirst(Headers.HOST));
        String query = exchange.getQueryString().isEmpty() ? "" : "?" + exchange.getQueryString();
        boolean reads = exchange.getRequestMethod().equals(Methods.GET)
                || exchange.getRequestMethod().equals(Methods.HEAD);
        // Every program knows 301, but it may turn other methods into GET; 308 may not.
        exchange.setStatusCode(reads ? 301 : 308);
        exchange.getResponseHeaders()
                .put(Headers.LOCATION,
                        "https://" + host + (port == 443 ? "" : ":" + port) + Paths.raw(exchange) + query)
                // Browsers keep a permanent redirect for ever otherwise, even when the port changes.
                .put(Headers.CACHE_CONTROL, "max-age=300");
        exchange.endExchange();
    }
}
