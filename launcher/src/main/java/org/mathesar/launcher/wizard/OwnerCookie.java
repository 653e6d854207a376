package org.mathesar.launcher.wizard;

import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.Cookie;
import io.undertow.server.handlers.CookieImpl;
import java.time.Duration;
import java.util.Optional;
import org.mathesar.launcher.claim.ClaimGate;

/** The cookies that the wizard gives out. */
final class OwnerCookie {
    /** The prefix makes browsers insist on Secure, Path=/ and no Domain. */
    static final String NAME = ClaimGate.COOKIE;

    private static final Duration MATHESAR_SESSION = Duration.ofDays(14);

    private OwnerCookie() {}

    static Optional<String> of(HttpServerExchange exchange) {
        return Visit.cookie(exchange, NAME);
    }

    static Cookie holding(String token) {
        return new CookieImpl(NAME, token).setPath("/").setSecure(true).setHttpOnly(true).setSameSiteMode("Strict");
    }

    /** Mathesar's own session, so that the last button leads to a Mathesar that knows its administrator. */
    static Cookie mathesarSession(String session) {
        return new CookieImpl("sessionid", session).setPath("/").setSecure(true).setHttpOnly(true)
                .setSameSiteMode("Lax").setMaxAge(Math.toIntExact(MATHESAR_SESSION.toSeconds()));
    }
}
