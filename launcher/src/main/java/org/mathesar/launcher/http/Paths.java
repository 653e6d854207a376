package org.mathesar.launcher.http;

import io.undertow.server.HttpServerExchange;

/** The path of a request as it was sent. */
final class Paths {
    private Paths() {}

    /** Without query and, for a request in absolute form, without scheme and host. */
    static String raw(HttpServerExchange exchange) {
        String uri = exchange.getRequestURI();
        if (!exchange.isHostIncludedInRequestURI()) {
            return uri;
        }
        int authority = uri.indexOf("//");
        int path = authority < 0 ? -1 : uri.indexOf('/', authority + 2);
        return path < 0 ? "/" : uri.substring(path);
    }
}
