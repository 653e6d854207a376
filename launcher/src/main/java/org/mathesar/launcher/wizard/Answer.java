package org.mathesar.launcher.wizard;

import io.undertow.server.handlers.Cookie;
import io.undertow.util.StatusCodes;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What a request is answered with, before any of it is written. */
record Answer(int status, Optional<View> view, Map<String, String> headers, Optional<Cookie> cookie) {

    static Answer show(View view) {
        return show(StatusCodes.OK, view);
    }

    static Answer show(int status, View view) {
        return new Answer(status, Optional.of(view), Map.of(), Optional.empty());
    }

    static Answer moveOn(Page page) {
        return moveOn(page.path());
    }

    /** Always a GET afterwards, so that a reload repeats nothing. */
    static Answer moveOn(String path) {
        return new Answer(StatusCodes.SEE_OTHER, Optional.empty(), Map.of("Location", path), Optional.empty());
    }

    Answer with(String header, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(header, value);
        return new Answer(status, view, Map.copyOf(more), cookie);
    }

    Answer with(Cookie given) {
        return new Answer(status, view, headers, Optional.of(given));
    }
}
