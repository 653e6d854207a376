package org.mathesar.launcher.http;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One line per request when it has ended; never a query string, cookie or credential. */
final class RequestLog implements HttpHandler {
    private static final int LONGEST_VALUE = 500;

    private final Logger log = LoggerFactory.getLogger("requests");
    private final HttpHandler next;

    RequestLog(HttpHandler next) {
        this.next = next;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        long start = System.nanoTime();
        exchange.addExchangeCompleteListener((ended, others) -> {
            try {
                log.info(line(ended, (System.nanoTime() - start) / 1_000_000));
            } finally {
                others.proceed();
            }
        });
        next.handleRequest(exchange);
    }

    private static String line(HttpServerExchange exchange, long milliseconds) {
        String host = exchange.getRequestHeaders().getFirst(Headers.HOST);
        return printable(exchange.getRequestMethod().toString()) + " " + printable(Paths.raw(exchange)) + " "
                + exchange.getStatusCode() + " " + exchange.getResponseBytesSent() + "B " + milliseconds + "ms "
                + exchange.getSourceAddress().getAddress().getHostAddress() + " "
                + (host == null ? "-" : printable(host));
    }

    /** Blanks, control and non-ASCII characters as escapes, so that nobody can forge a line or a field. */
    static String printable(String text) {
        StringBuilder safe = new StringBuilder();
        text.chars().limit(LONGEST_VALUE).forEach(c -> {
            if (c > ' ' && c < 127 && c != '\\') {
                safe.append((char) c);
            } else {
                safe.append(String.format("\\u%04x", c));
            }
        });
        return text.length() > LONGEST_VALUE ? safe + "..." : safe.toString();
    }
}
