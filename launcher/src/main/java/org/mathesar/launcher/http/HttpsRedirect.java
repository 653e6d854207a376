package org.mathesar.launcher.http;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import java.util.function.IntSupplier;
import java.util.function.UnaryOperator;

/** Leads from plain HTTP to the same place on HTTPS. */
final class HttpsRedirect implements HttpHandler {
    private final UnaryOperator<String> place;

    private HttpsRedirect(UnaryOperator<String> place) {
        this.place = place;
    }

    /** Leads to the port that is known to speak HTTPS. */
    static HttpsRedirect toPort(IntSupplier httpsPort) {
        return new HttpsRedirect(host -> {
            int port = httpsPort.getAsInt();
            return KnownHosts.withoutPort(host) + (port == 443 ? "" : ":" + port);
        });
    }

    /** Leads to where the platform answers for us; a port other than that of plain HTTP is the platform's own choice. */
    static HttpsRedirect toSamePort() {
        return new HttpsRedirect(host -> {
            String name = KnownHosts.withoutPort(host);
            return host.equals(name + ":80") ? name : host;
        });
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        String host = exchange.getRequestHeaders().getFirst(Headers.HOST);
        String query = exchange.getQueryString().isEmpty() ? "" : "?" + exchange.getQueryString();
        boolean reads = exchange.getRequestMethod().equals(Methods.GET)
                || exchange.getRequestMethod().equals(Methods.HEAD);
        // Every program knows 301, but it may turn other methods into GET; 308 may not.
        exchange.setStatusCode(reads ? 301 : 308);
        exchange.getResponseHeaders()
                .put(Headers.LOCATION,
                        "https://" + place.apply(host) + Paths.raw(exchange) + query)
                // Browsers keep a permanent redirect for ever otherwise, even when the port changes.
                .put(Headers.CACHE_CONTROL, "max-age=300");
        exchange.endExchange();
    }
}
