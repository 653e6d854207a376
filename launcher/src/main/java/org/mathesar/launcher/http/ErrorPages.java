package org.mathesar.launcher.http;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import org.mathesar.launcher.problem.Problem;

/** Pages that say what is wrong right now and what to do; plain text or JSON for programs. */
final class ErrorPages {
    private static final HttpString CONTENT_SECURITY_POLICY = new HttpString("Content-Security-Policy");
    private static final HttpString NO_SNIFF = new HttpString("X-Content-Type-Options");
    private static final String RETRY_SECONDS = "5";

    /**
     * @param status the HTTP status
     * @param title the cause in one sentence
     * @param action what the visitor can do
     * @param detail technical text, may be empty
     * @param passing whether it is worth trying again soon
     */
    record Page(int status, String title, String action, String detail, boolean passing) {

        static Page of(int status, Problem problem) {
            return switch (problem) {
                case Problem.Fixable fixable ->
                    new Page(status, fixable.summary(), fixable.action(), fixable.detail(), false);
                case Problem.Passing passing -> new Page(status, passing.summary(),
                        "It is being tried again. This page looks again by itself.", passing.detail(), true);
                case Problem.Unexpected unexpected -> new Page(status, unexpected.summary(), unexpected.advice(),
                        unexpected.detail(), false);
            };
        }
    }

    private final String template;

    ErrorPages() {
        try (InputStream resource = Objects.requireNonNull(ErrorPages.class.getResourceAsStream("error.html"))) {
            template = new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Answers with the page and ends the exchange. */
    void send(HttpServerExchange exchange, Page page) {
        exchange.setStatusCode(page.status());
        exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, "no-store").put(NO_SNIFF, "nosniff");
        if (page.passing()) {
            exchange.getResponseHeaders().put(Headers.RETRY_AFTER, RETRY_SECONDS);
        }
        String accept = String.join(",", exchange.getRequestHeaders().eachValue(Headers.ACCEPT))
                .toLowerCase(Locale.ROOT);
        if (accept.contains("text/html")) {
            exchange.getResponseHeaders().put(CONTENT_SECURITY_POLICY,
                    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'");
            send(exchange, "text/html", html(page));
        } else if (accept.contains("application/json")) {
            send(exchange, "application/json", json(page));
        } else {
            send(exchange, "text/plain", page.title() + "\n" + page.action() + "\n");
        }
    }

    private static void send(HttpServerExchange exchange, String type, String body) {
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, type + "; charset=utf-8");
        exchange.getResponseSender().send(body, StandardCharsets.UTF_8);
    }

    private String html(Page page) {
        String detail = page.detail().isEmpty()
                ? ""
                : "<details><summary>Technical details</summary><pre>" + escaped(page.detail()) + "</pre></details>";
        return template.replace("{{refresh}}",
                page.passing() ? "<meta http-equiv=\"refresh\" content=\"" + RETRY_SECONDS + "\">" : "")
                .replace("{{status}}", Integer.toString(page.status())).replace("{{title}}", escaped(page.title()))
                .replace("{{action}}", escaped(page.action())).replace("{{detail}}", detail);
    }

    private static String json(Page page) {
        return "{\"status\":" + page.status() + ",\"problem\":" + quoted(page.title()) + ",\"action\":"
                + quoted(page.action()) + "}\n";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;")
                .replace("{", "&#123;");
    }

    private static String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        text.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                json.append('\\').append((char) c);
            } else if (c < ' ') {
                json.append(String.format("\\u%04x", c));
            } else {
                json.append((char) c);
            }
        });
        return json.append('"').toString();
    }
}
