package org.mathesar.launcher.wizard;

import io.undertow.server.HttpServerExchange;
import java.util.Deque;
import java.util.Optional;

/**
 * An administrator of Mathesar who came to the pages about databases.
 *
 * @param session the value of Mathesar's own cookie
 * @param id the connected database that the address names
 * @param done whether the address is the one that follows a success
 */
record Guest(String session, Optional<Long> id, boolean done) {
    private static final int LONGEST_SESSION = 200;
    private static final String ID = "[1-9][0-9]{0,17}";

    static Guest of(HttpServerExchange exchange, String session) {
        return new Guest(session, parameter(exchange, "id").flatMap(Guest::id),
                parameter(exchange, "done").isPresent());
    }

    /** Mathesar's cookie, where it can be one at all. */
    static Optional<String> session(HttpServerExchange exchange) {
        return Visit.cookie(exchange, "sessionid")
                .filter(value -> value.length() <= LONGEST_SESSION && value.matches("[\\w.:-]+"));
    }

    /** The number of a database as an address or a form writes it. */
    static Optional<Long> id(String text) {
        return text.matches(ID) ? Optional.of(Long.valueOf(text)) : Optional.empty();
    }

    private static Optional<String> parameter(HttpServerExchange exchange, String name) {
        return Optional.ofNullable(exchange.getQueryParameters().get(name)).map(Deque::peekFirst);
    }
}
