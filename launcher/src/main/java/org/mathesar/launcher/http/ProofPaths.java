package org.mathesar.launcher.http;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Answers whoever comes to see that a name leads here, whatever the name: an authority (RFC 8555 §8.3) or this server
 * itself. Nothing below these two paths reaches Mathesar.
 */
final class ProofPaths implements HttpHandler {
    private static final String CHALLENGES = "/.well-known/acme-challenge/";
    private static final String HERE = "/-/here/";
    /** Authorities use at most 43 characters; RFC 8555 §8.3 allows base64url only. */
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{1,128}");
    private static final String READS = "GET, HEAD";

    private final Proofs proofs;
    private final HttpHandler next;

    ProofPaths(Proofs proofs, HttpHandler next) {
        this.proofs = proofs;
        this.next = next;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        String path = Paths.raw(exchange);
        if (path.startsWith(CHALLENGES)) {
            answer(exchange, path.substring(CHALLENGES.length()), proofs.acmeChallenge());
        } else if (path.startsWith(HERE)) {
            answer(exchange, path.substring(HERE.length()), proofs.here());
        } else {
            next.handleRequest(exchange);
        }
    }

    private static void answer(HttpServerExchange exchange, String token,
            Function<String, Optional<String>> answers) {
        boolean reads = exchange.getRequestMethod().equals(Methods.GET)
                || exchange.getRequestMethod().equals(Methods.HEAD);
        if (!reads) {
            exchange.getResponseHeaders().put(Headers.ALLOW, READS);
            PlainText.send(exchange, 405, "Only GET and HEAD are answered here.\n");
            return;
        }
        Optional<String> answer = TOKEN.matcher(token).matches() ? answers.apply(token) : Optional.empty();
        if (answer.isPresent()) {
            PlainText.send(exchange, 200, answer.get());
        } else {
            PlainText.send(exchange, 404, "There is nothing at this address.\n");
        }
    }
}
