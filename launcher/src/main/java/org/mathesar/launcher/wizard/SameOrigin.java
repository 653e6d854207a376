package org.mathesar.launcher.wizard;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/** Whether a form was sent by one of our own pages. */
final class SameOrigin {
    private static final HttpString FETCH_SITE = new HttpString("Sec-Fetch-Site");

    private SameOrigin() {}

    /**
     * Browsers send {@code Origin: null} from pages with our strict Referrer-Policy; then, as when it is missing, only
     * what page scripts cannot forge decides.
     */
    static boolean sent(HttpServerExchange exchange) {
        Optional<String> origin = Visit.header(exchange, Headers.ORIGIN).filter(text -> !text.equals("null"));
        if (origin.isPresent()) {
            return isOurs(exchange, origin.get());
        }
        Optional<String> site = Visit.header(exchange, FETCH_SITE);
        if (site.isPresent()) {
            return site.get().equals("same-origin");
        }
        return Visit.header(exchange, Headers.REFERER).filter(referer -> isOurs(exchange, referer)).isPresent();
    }

    private static boolean isOurs(HttpServerExchange exchange, String address) {
        Optional<String> host = Visit.header(exchange, Headers.HOST);
        if (host.isEmpty()) {
            return false;
        }
        try {
            URI uri = URI.create(address);
            return uri.getScheme() != null && uri.getRawAuthority() != null
                    && origin(uri.getScheme(), uri.getRawAuthority())
                            .equals(origin(exchange.getRequestScheme(), host.get()));
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static String origin(String scheme, String authority) {
        String text = (scheme + "://" + authority).toLowerCase(Locale.ROOT);
        String defaultPort = text.startsWith("https:") ? ":443" : ":80";
        return text.endsWith(defaultPort) ? text.substring(0, text.length() - defaultPort.length()) : text;
    }
}
