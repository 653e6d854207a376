package org.mathesar.launcher.wizard;

import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.Cookie;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Deque;
import java.util.Optional;
import org.mathesar.launcher.claim.ClaimGate;

/**
 * What a page needs to know about a request.
 *
 * @param owner whether it carries the owner's cookie
 * @param crossSite whether a link on another site led here, in which case browsers withhold that cookie
 * @param headersOnly whether it must not use anything up, because nobody reads the answer
 * @param address scheme and host as the visitor used them
 * @param session whether it carries a session of Mathesar
 * @param watching whether the page should reload itself, in place of scripts
 */
record Visit(boolean owner, boolean crossSite, boolean headersOnly, boolean session, boolean watching,
        InetAddress peer, String language,
        Optional<String> code, String address) {

    private static final HttpString FETCH_SITE = new HttpString("Sec-Fetch-Site");
    private static final int LONGEST_LANGUAGE = 200;

    static Visit of(HttpServerExchange exchange, ClaimGate gate) {
        String site = header(exchange, FETCH_SITE).orElse("");
        boolean elsewhere = (site.equals("cross-site") || site.equals("same-site"))
                && parameter(exchange, "arrived").isEmpty();
        String language = header(exchange, Headers.ACCEPT_LANGUAGE).filter(text -> text.length() < LONGEST_LANGUAGE)
                .orElse("en");
        return new Visit(OwnerCookie.of(exchange).filter(gate::isOwner).isPresent(), elsewhere,
                exchange.getRequestMethod().equals(Methods.HEAD), cookie(exchange, "sessionid").isPresent(),
                parameter(exchange, "watch").isPresent(),
                peer(exchange), language, parameter(exchange, "code"),
                exchange.getRequestScheme() + "://" + exchange.getHostAndPort());
    }

    static Optional<String> cookie(HttpServerExchange exchange, String name) {
        return Optional.ofNullable(exchange.getRequestCookie(name)).map(Cookie::getValue);
    }

    static Optional<String> header(HttpServerExchange exchange, HttpString name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
    }

    private static Optional<String> parameter(HttpServerExchange exchange, String name) {
        return Optional.ofNullable(exchange.getQueryParameters().get(name)).map(Deque::peekFirst);
    }

    /** The address of a proxied visitor is unresolved but always a literal. */
    private static InetAddress peer(HttpServerExchange exchange) {
        InetSocketAddress source = exchange.getSourceAddress();
        return source.isUnresolved() ? InetAddress.ofLiteral(source.getHostString()) : source.getAddress();
    }
}
