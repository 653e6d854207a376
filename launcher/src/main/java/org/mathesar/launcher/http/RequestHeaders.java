package org.mathesar.launcher.http;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.mathesar.launcher.claim.ClaimGate;

/** Takes off a request what is not for Mathesar to see. */
final class RequestHeaders {
    /** What only holds between two neighbours; the body's own framing is re-made by the proxy. */
    static final Set<String> HOP_BY_HOP = Set.of("connection", "keep-alive", "proxy-connection", "proxy-authenticate",
            "proxy-authorization", "te", "trailer", "upgrade", "http2-settings");

    /** What servers take for the word of a proxy; {@code Proxy} itself becomes HTTP_PROXY in CGI-like servers. */
    private static final Set<String> PRETENDED = Set.of("forwarded", "proxy", "x-real-ip", "x-url-scheme", "x-scheme",
            "front-end-https", "x-client-ip", "client-ip", "true-client-ip", "x-cluster-client-ip", "cf-connecting-ip",
            "x-original-url", "x-original-host", "x-rewrite-url", "x-disable-push");

    private RequestHeaders() {}

    static void clean(HttpServerExchange exchange) {
        HeaderMap headers = exchange.getRequestHeaders();
        List<String> named = connectionListed(headers);
        for (HttpString name : List.copyOf(headers.getHeaderNames())) {
            String lower = name.toString().toLowerCase(Locale.ROOT);
            boolean ofAnotherHop = HOP_BY_HOP.contains(lower) || named.contains(lower) && !isEssential(lower);
            // Mathesar's server cannot tell X_Forwarded_Proto from X-Forwarded-Proto.
            boolean ambiguous = lower.indexOf('_') >= 0;
            if (ofAnotherHop || ambiguous || PRETENDED.contains(lower) || lower.startsWith("x-forwarded-")) {
                headers.remove(name);
            }
        }
        withholdOwnerCookie(headers);
        headers.put(Headers.X_FORWARDED_HOST, headers.getFirst(Headers.HOST));
    }

    /** What proves the ownership of the server is none of the application's business. */
    private static void withholdOwnerCookie(HeaderMap headers) {
        HeaderValues cookies = headers.get(Headers.COOKIE);
        if (cookies == null || cookies.stream().noneMatch(line -> line.contains(ClaimGate.COOKIE))) {
            return;
        }
        List<String> kept = cookies.stream().flatMap(line -> Arrays.stream(line.split(";"))).map(String::strip)
                .filter(cookie -> !cookie.isEmpty() && !cookie.startsWith(ClaimGate.COOKIE + "=")).toList();
        headers.remove(Headers.COOKIE);
        if (!kept.isEmpty()) {
            headers.put(Headers.COOKIE, String.join("; ", kept));
        }
    }

    /** The headers that {@code Connection} declares to be of this hop only, in lower case. */
    static List<String> connectionListed(HeaderMap headers) {
        if (!headers.contains(Headers.CONNECTION)) {
            return List.of();
        }
        return headers.get(Headers.CONNECTION).stream().flatMap(line -> Arrays.stream(line.split(",")))
                .map(name -> name.strip().toLowerCase(Locale.ROOT)).toList();
    }

    /** A visitor must not be able to make us drop these by listing them. */
    private static boolean isEssential(String name) {
        return name.equals("host") || name.equals("content-length") || name.equals("transfer-encoding")
                || name.equals("expect");
    }
}
