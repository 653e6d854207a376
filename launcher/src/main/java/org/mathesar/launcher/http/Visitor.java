package org.mathesar.launcher.http;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Settles who the visitor is and whether they are on HTTPS: from the connection itself, or from the platform's proxy
 * when the connection comes from there. Nothing a visitor writes has a say in it, not even HTTP/2's {@code :scheme}.
 */
final class Visitor implements HttpHandler {
    private final TrustedProxies trusted;
    private final String scheme;
    private final HttpHandler brought;
    private final HttpHandler direct;

    /**
     * @param scheme what holds where no trusted proxy says otherwise
     * @param brought what answers whom a trusted proxy brings
     * @param direct what answers everybody else
     */
    Visitor(TrustedProxies trusted, String scheme, HttpHandler brought, HttpHandler direct) {
        this.trusted = trusted;
        this.scheme = scheme;
        this.brought = brought;
        this.direct = direct;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        exchange.setRequestScheme(scheme);
        if (trusted.trusts(exchange.getSourceAddress().getAddress())) {
            firstProto(exchange).ifPresent(exchange::setRequestScheme);
            lastUntrusted(exchange)
                    .ifPresent(visitor -> exchange.setSourceAddress(new InetSocketAddress(visitor, 0)));
            brought.handleRequest(exchange);
        } else {
            direct.handleRequest(exchange);
        }
    }

    private static Optional<String> firstProto(HttpServerExchange exchange) {
        return values(exchange, Headers.X_FORWARDED_PROTO).stream().findFirst()
                .map(proto -> proto.toLowerCase(Locale.ROOT))
                .filter(proto -> proto.equals("https") || proto.equals("http"));
    }

    private Optional<InetAddress> lastUntrusted(HttpServerExchange exchange) {
        Optional<InetAddress> farthest = Optional.empty();
        for (String hop : values(exchange, Headers.X_FORWARDED_FOR).reversed()) {
            try {
                farthest = Optional.of(InetAddress.ofLiteral(hop));
            } catch (IllegalArgumentException _) {
                return farthest;
            }
            if (!trusted.trusts(farthest.get())) {
                return farthest;
            }
        }
        return farthest;
    }

    private static List<String> values(HttpServerExchange exchange, HttpString name) {
        HeaderValues lines = exchange.getRequestHeaders().get(name);
        return lines == null
                ? List.of()
                : lines.stream().flatMap(line -> Arrays.stream(line.split(","))).map(String::strip)
                        .filter(value -> !value.isEmpty()).toList();
    }
}
