package org.mathesar.launcher.http;

import io.undertow.Handlers;
import io.undertow.server.HttpHandler;
import io.undertow.util.HttpString;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * What answers where; the only place that chains handlers.
 *
 * @param door the way into Mathesar, asked for every request
 * @param readiness what {@code /-/ready} answers
 * @param wizard what answers below {@code /-/setup/}; it checks its own cookies and origins
 * @param hosts the names we answer under, asked for every request
 * @param refused the paths that nobody may have
 * @param trusted the platform's own proxies
 * @param activity counts what goes through
 * @param strictTransport whether browsers are told to insist on HTTPS; never with a self-signed certificate
 * @param limits how much of everything a visitor may take
 */
public record Routes(Supplier<Door> door, Supplier<Readiness> readiness, HttpHandler wizard, Supplier<KnownHosts> hosts,
        RefusedPaths refused, TrustedProxies trusted, UpstreamActivity activity, BooleanSupplier strictTransport,
        Limits limits) {
    private static final HttpString STRICT_TRANSPORT = new HttpString("Strict-Transport-Security");

    public Routes {
        Objects.requireNonNull(door);
        Objects.requireNonNull(readiness);
        Objects.requireNonNull(wizard);
        Objects.requireNonNull(hosts);
        Objects.requireNonNull(refused);
        Objects.requireNonNull(trusted);
        Objects.requireNonNull(activity);
        Objects.requireNonNull(strictTransport);
        Objects.requireNonNull(limits);
    }

    /** What answers on one port: Mathesar and all that is ours, or only the way to HTTPS. */
    HttpHandler chain(String scheme, Optional<IntSupplier> httpsPort, InFlight inFlight) {
        ErrorPages pages = new ErrorPages();
        OwnPaths own = new OwnPaths(readiness, pages);
        HttpHandler inside = new Doorway(door, new ReverseProxy(limits, pages), pages);
        HttpHandler behindHost = httpsPort.<HttpHandler>map(HttpsRedirect::new)
                .orElseGet(() -> strict(own.wizardOr(wizard, refused, inside)));
        HttpHandler visited = new Visitor(trusted, scheme, own.probes(new HostGate(hosts, pages, behindHost)));
        HttpHandler limited = new IdleLimit(limits.idle(), activity, Handlers.hostHeaderHandler(visited));
        return new RequestLog(inFlight.counting(pages, limited));
    }

    private HttpHandler strict(HttpHandler next) {
        return exchange -> {
            if (strictTransport.getAsBoolean() && exchange.getRequestScheme().equals("https")) {
                exchange.getResponseHeaders().put(STRICT_TRANSPORT, "max-age=31536000");
            }
            next.handleRequest(exchange);
        };
    }
}
