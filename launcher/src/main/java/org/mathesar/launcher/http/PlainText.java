package org.mathesar.launcher.http;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.nio.charset.StandardCharsets;

/** Short answers for programs, never kept by anybody on the way. */
final class PlainText {
    private static final HttpString NO_SNIFF = new HttpString("X-Content-Type-Options");

    private PlainText() {}

    static void send(HttpServerExchange exchange, int status, String text) {
        exchange.setStatusCode(status);
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "text/plain; charset=utf-8")
                .put(Headers.CACHE_CONTROL, "no-store").put(NO_SNIFF, "nosniff");
        exchange.getResponseSender().send(text, StandardCharsets.UTF_8);
    }
}
