package org.mathesar.launcher.http;

import io.undertow.Handlers;
import io.undertow.server.HttpHandler;
import io.undertow.util.ParameterLimitException;
import io.undertow.util.URLUtils;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
                case "/-/healthy" -> PlainText.send(exchange, 200, "healthy\n");
                case "/-/ready" -> {
                    switch (readiness.get()) {
                        case Readiness.Ready(var details) ->
                            PlainText.send(exchange, 200, lines("ready", details));
                        case Readiness.NotReady(var reason, var details) ->
                            PlainText.send(exchange, 503, lines(reason, details));
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

    /** One line each, whatever a detail holds: programs read the first one. */
    private static String lines(String first, List<String> details) {
        return Stream.concat(Stream.of(first), details.stream()).map(line -> line.replaceAll("\\s+", " ") + "\n")
                .collect(Collectors.joining());
    }
}
