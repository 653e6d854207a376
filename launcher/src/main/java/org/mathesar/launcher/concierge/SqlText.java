package org.mathesar.launcher.concierge;

import java.util.List;
import java.util.regex.Pattern;

/** Names and values quoted for SQL that people read and run. */
final class SqlText {
    private static final Pattern BARE = Pattern
            .compile("public|anon|authenticated|postgres|(mathesar|service|supabase)(_[a-z0-9]+)+");

    private SqlText() {}

    /** In quotes, but for some names that no version of SQL can reserve or that PostgreSQL's own manual writes bare. */
    static String name(String name) {
        return BARE.matcher(name).matches() ? name : "\"" + name.replace("\"", "\"\"") + "\"";
    }

    /** Right whatever {@code standard_conforming_strings} says. */
    static String literal(String value) {
        String quoted = "'" + value.replace("'", "''").replace("\\", "\\\\") + "'";
        return value.contains("\\") ? "E" + quoted : quoted;
    }

    /** Some of many, for a sentence. */
    static String some(List<String> all) {
        int shown = all.size() > 6 ? 5 : all.size();
        String rest = all.size() > shown ? " and " + (all.size() - shown) + " more" : "";
        if (rest.isEmpty() && shown > 1) {
            return String.join(", ", all.subList(0, shown - 1)) + " and " + all.getLast();
        }
        return String.join(", ", all.subList(0, shown)) + rest;
    }
}
