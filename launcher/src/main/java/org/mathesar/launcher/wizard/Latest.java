package org.mathesar.launcher.wizard;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What each visitor typed last, so that a form comes back filled after a check that took a while. In memory, and few. */
final class Latest<T> {
    private static final int MOST = 20;

    private final Map<String, T> typed = new LinkedHashMap<>();

    synchronized void keep(String visitor, T what) {
        typed.remove(visitor);
        typed.put(visitor, what);
        if (typed.size() > MOST) {
            typed.remove(typed.keySet().iterator().next());
        }
    }

    synchronized Optional<T> of(String visitor) {
        return Optional.ofNullable(typed.get(visitor));
    }

    synchronized void forget(String visitor) {
        typed.remove(visitor);
    }
}
