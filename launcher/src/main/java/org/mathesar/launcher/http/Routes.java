package org.mathesar.launcher.http;

import io.undertow.Handlers;
import io.undertow.server.HttpHandler;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.util.Objects;
import java.util.function.IntSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * What answers where; the only place that chains handlers.
 *
 * @param door the way into Mathesar, asked for every request
 * @param readiness what {@code /-/ready} answers
 * @param proofs what proves that a name leads here, for any host
 * @param wizard what answers below {@code /-/setup/}; it checks its own cookies and origins
 * @param hosts the names we answer under, asked for every request
 * @param refused the paths that nobody may have
 * @param trusted the platform's own proxies
 * @param activity counts what goes through
 * @param strictTransport the hosts whose browsers are told to insist on HTTPS (RFC 6797): asked with the name in lower
 *            case ASCII without port and trailing dot, or with an IP address without brackets; never true for one with a
 *            self-signed certificate
 * @param limits how much of everything a visitor may take
 */
public record Routes(Supplier<Door> door, Supplier<Readiness> readiness, Proofs proofs, HttpHandler wizard,
        Supplier<KnownHosts> hosts, RefusedPaths refused, TrustedProxies trusted, UpstreamActivity activity,
        Predicate<String> strictTransport, Limits limits) {
    private static final HttpString STRICT_TRANSPORT = new HttpString("Strict-Transport-Security");
    private static final ErrorPages.Page NOT_THE_PLATFORM = new ErrorPages.Page(403,
            "This server is reached through its platform's address.",
            "Open Mathesar under the address the platform shows. If you run this server and this request came from the"
                    + " platform, add its proxy to the setting MATHESAR_LAUNCHER_TRUSTED_PROXIES.",
            "", false);

    public Routes {
        Objects.requireNonNull(door);
        Objects.requireNonNull(readiness);
        Objects.requireNonNull(proofs);
        Objects.requireNonNull(wizard);
        Objects.requireNonNull(hosts);
        Objects.requireNonNull(refused);
        Objects.requireNonNull(trusted);
        Objects.requireNonNull(activity);
        Objects.requireNonNull(strictTransport);
        Objects.requireNonNull(limits);
    }

    /** What answers on the port that speaks TLS: Mathesar and all that is ours. */
    HttpHandler encrypted(InFlight inFlight) {
        ErrorPages pages = new ErrorPages();
        OwnPaths own = new OwnPaths(readiness, pages);
        HttpHandler anyHost = own.probes(proven(pages, mathesar(pages, own)));
        return entrance(pages, inFlight, new Visitor(trusted, "https", anyHost, anyHost));
    }

    /** What answers on the plain port beside it: the probes, the proofs, and the way to HTTPS. */
    HttpHandler plain(InFlight inFlight, IntSupplier httpsPort) {
        ErrorPages pages = new ErrorPages();
        OwnPaths own = new OwnPaths(readiness, pages);
        HttpHandler anyHost = own.probes(proven(pages, HttpsRedirect.toPort(httpsPort)));
        return entrance(pages, inFlight, new Visitor(trusted, "http", anyHost, anyHost));
    }

    /** What answers behind a platform that speaks TLS for us: nobody else may come in, but anybody may probe. */
    HttpHandler behindPlatform(InFlight inFlight) {
        ErrorPages pages = new ErrorPages();
        OwnPaths own = new OwnPaths(readiness, pages);
        HttpHandler mathesar = mathesar(pages, own);
        HttpHandler redirect = HttpsRedirect.toSamePort();
        HttpHandler brought = own.probes(proven(pages, exchange -> {
            boolean secured = exchange.getRequestScheme().equals("https");
            (secured ? mathesar : redirect).handleRequest(exchange);
        }));
        HttpHandler stranger = own.probes(exchange -> pages.send(exchange, NOT_THE_PLATFORM));
        return entrance(pages, inFlight, new Visitor(trusted, "https", brought, stranger));
    }

    private HttpHandler entrance(ErrorPages pages, InFlight inFlight, HttpHandler next) {
        HttpHandler limited = new IdleLimit(limits.idle(), activity, Handlers.hostHeaderHandler(next));
        return new RequestLog(inFlight.counting(pages, limited));
    }

    private HttpHandler proven(ErrorPages pages, HttpHandler next) {
        return new ProofPaths(proofs, new HostGate(hosts, pages, next));
    }

    private HttpHandler mathesar(ErrorPages pages, OwnPaths own) {
        HttpHandler inside = new Doorway(door, new ReverseProxy(limits, pages), pages);
        HttpHandler ours = own.wizardOr(wizard, refused, inside);
        return exchange -> {
            String host = KnownHosts.canonical(exchange.getRequestHeaders().getFirst(Headers.HOST));
            if (exchange.getRequestScheme().equals("https") && strictTransport.test(host)) {
                exchange.getResponseHeaders().put(STRICT_TRANSPORT, "max-age=31536000");
            }
            ours.handleRequest(exchange);
        };
    }
}
