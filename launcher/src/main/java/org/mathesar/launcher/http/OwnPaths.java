package org.mathesar.launcher.http;

import io.undertow.Handlers;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.ParameterLimitException;
import io.undertow.util.URLUtils;
import java.util.function.Supplier;

/** What lies below {@code /-/}: the two probes for any host, the wizard for known ones, and nothing else. */
final class OwnPaths {
    private static final CanonicalPath OURS = CanonicalPath.of("/-/").orElseThrow();
    private static final ErrorPages.Page MALFORMED = new ErrorPages.Page(400, "This address is malformed.",
            "Check the address for stray characters.", "", false);
    static final ErrorPages.Page NOT_FOUND = new ErrorPages.Page(404, "There is nothing at this address.",
            "Check the address, or go back to the start page.", "", false);

    private static final int MOST_PARAMETERS = 100;

    private final Supplier<Readiness> readiness;
    private final ErrorPages pages;

    OwnPaths(Supplier<Readiness> readiness, ErrorPages pages) {
        this.readiness = readiness;
        this.pages = pages;
    }

    /** Answers the probes and hands on the rest. */
    HttpHandler probes(HttpHandler next) {
        return exchange -> {
            switch (Paths.raw(exchange)) {
                case "/-/healthy" -> answer(exchange, 200, "healthy\n");
                case "/-/ready" -> {
                    switch (readiness.get()) {
                        case Readiness.Ready() -> answer(exchange, 200, "ready\n");
                        case Readiness.NotReady(var reason) -> answer(exchange, 503, reason + "\n");
                    }
                }
                default -> next.handleRequest(exchange);
            }
        };
    }

    /** Hands on what is not ours, refuses what nobody may have. */
    HttpHandler wizardOr(HttpHandler wizard, RefusedPaths refused, HttpHandler next) {
        HttpHandler ours = Handlers.path(exchange -> pages.send(exchange, NOT_FOUND)).addPrefixPath("/-/setup",
                withDecodedQuery(wizard));
        return exchange -> {
            var path = CanonicalPath.of(Paths.raw(exchange));
            if (path.isEmpty()) {
                pages.send(exchange, MALFORMED);
            } else if (path.get().isWithin(OURS)) {
                ours.handleRequest(exchange);
            } else if (refused.refuses(path.get())) {
                pages.send(exchange, NOT_FOUND);
            } else {
                next.handleRequest(exchange);
            }
        };
    }

    /** The ports leave queries as they are, for Mathesar; the wizard wants to read them. */
    private HttpHandler withDecodedQuery(HttpHandler next) {
        return exchange -> {
            exchange.getQueryParameters().clear();
            try {
                URLUtils.parseQueryString(exchange.getQueryString(), exchange, "UTF-8", true, MOST_PARAMETERS);
            } catch (ParameterLimitException | IllegalArgumentException _) {
                pages.send(exchange, MALFORMED);
                return;
            }
            next.handleRequest(exchange);
        };
    }

    private static void answer(HttpServerExchange exchange, int status, String text) {
        exchange.setStatusCode(status);
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "text/plain; charset=utf-8").put(Headers.CACHE_CONTROL,
                "no-store");
        exchange.getResponseSender().send(text);
    }
}
