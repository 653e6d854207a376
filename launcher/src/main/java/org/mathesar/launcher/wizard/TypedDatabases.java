package org.mathesar.launcher.wizard;

import java.util.LinkedHashMap;
import java.util.Map;

/** What visitors typed last, so that a form comes back filled after a check that took a while. In memory, and few. */
final class TypedDatabases {
    private static final int MOST = 20;

    private final Map<String, TypedDatabase> latest = new LinkedHashMap<>();

    synchronized void keep(String visitor, TypedDatabase typed) {
        latest.remove(visitor);
        latest.put(visitor, typed);
        if (latest.size() > MOST) {
            latest.remove(latest.keySet().iterator().next());
        }
    }

    synchronized TypedDatabase of(String visitor) {
        return latest.getOrDefault(visitor, TypedDatabase.NOTHING);
    }

    synchronized void forget(String visitor) {
        latest.remove(visitor);
    }
}
