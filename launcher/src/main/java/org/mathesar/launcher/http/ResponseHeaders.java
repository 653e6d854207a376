package org.mathesar.launcher.http;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Turns the headers of Mathesar's answer into those of ours. */
final class ResponseHeaders {
    private ResponseHeaders() {}

    static void clean(HttpServerExchange exchange) {
        HeaderMap headers = exchange.getResponseHeaders();
        List<String> named = RequestHeaders.connectionListed(headers);
        for (HttpString name : List.copyOf(headers.getHeaderNames())) {
            String lower = name.toString().toLowerCase(Locale.ROOT);
            if (RequestHeaders.HOP_BY_HOP.contains(lower) || lower.equals("transfer-encoding")
                    || named.contains(lower) && !lower.equals("content-length")) {
                headers.remove(name);
            }
        }
        // Without a length only chunks let a visitor see that an answer broke off.
        if (exchange.isHttp11() && !headers.contains(Headers.CONTENT_LENGTH)) {
            headers.put(Headers.TRANSFER_ENCODING, Headers.CHUNKED.toString());
        }
        HeaderValues cookies = headers.get(Headers.SET_COOKIE);
        if (cookies != null && exchange.getRequestScheme().equals("https")) {
            headers.putAll(Headers.SET_COOKIE, cookies.stream().map(ResponseHeaders::secured).toList());
        }
    }

    private static String secured(String cookie) {
        boolean already = Arrays.stream(cookie.split(";")).skip(1)
                .anyMatch(attribute -> attribute.strip().equalsIgnoreCase("secure"));
        return already ? cookie : cookie + "; Secure";
    }
}
