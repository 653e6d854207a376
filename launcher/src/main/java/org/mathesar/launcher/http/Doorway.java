package org.mathesar.launcher.http;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import java.util.Locale;
import java.util.function.Supplier;

/** Leads into Mathesar, to the wizard, or to the page that says why neither can be. */
final class Doorway implements HttpHandler {
    private static final ErrorPages.Page NOT_SET_UP = new ErrorPages.Page(503, "Mathesar is not set up here yet.",
            "Open this server's address in a browser to set it up.", "", false);

    private final Supplier<Door> door;
    private final ReverseProxy proxy;
    private final ErrorPages pages;

    Doorway(Supplier<Door> door, ReverseProxy proxy, ErrorPages pages) {
        this.door = door;
        this.proxy = proxy;
        this.pages = pages;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        switch (door.get()) {
            case Door.Open(var upstream) -> proxy.forward(exchange, upstream);
            case Door.Troubled(var problem) -> pages.send(exchange, ErrorPages.Page.of(503, problem));
            case Door.Closed() -> leadToWizard(exchange);
        }
    }

    private void leadToWizard(HttpServerExchange exchange) {
        String accept = exchange.getRequestHeaders().getFirst(Headers.ACCEPT);
        boolean browser = exchange.getRequestMethod().equals(Methods.GET) && accept != null
                && accept.toLowerCase(Locale.ROOT).contains("text/html");
        if (!browser) {
            pages.send(exchange, NOT_SET_UP);
            return;
        }
        exchange.setStatusCode(303);
        exchange.getResponseHeaders().put(Headers.LOCATION, "/-/setup/").put(Headers.CACHE_CONTROL, "no-store");
        exchange.endExchange();
    }
}
