package org.mathesar.launcher.concierge;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Puts the plain types in the place of Mathesar's domains in a definition that PostgreSQL wrote out. What stands in quotes
 * is left alone.
 *
 * @param plain the type each domain is made from, by the domain's name with its schema
 */
record TypeWords(Map<String, String> plain) {
    private static final String QUOTED = "'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"";
    private static final Pattern OURS = Pattern.compile(QUOTED + "|(?<![\\w.])((?:__msar|msar|mathesar_types)\\.)");

    static TypeWords of(Connection connection) throws SQLException {
        Map<String, String> plain = new HashMap<>();
        try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery("""
                SELECT format_type(t.oid, NULL), format_type(t.typbasetype, t.typtypmod)
                FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
                WHERE n.nspname IN ('msar', '__msar', 'mathesar_types') AND t.typtype = 'd'""")) {
            while (rows.next()) {
                plain.put(rows.getString(1), rows.getString(2));
            }
        }
        return new TypeWords(plain);
    }

    String in(String definition) {
        if (plain.isEmpty()) {
            return definition;
        }
        String names = plain.keySet().stream().map(Pattern::quote).collect(Collectors.joining("|"));
        return Pattern.compile(QUOTED + "|(?<![\\w.])(" + names + ")(?!\\w)").matcher(definition)
                .replaceAll(found -> Matcher.quoteReplacement(
                        found.group(1) == null ? found.group() : plain.get(found.group(1))));
    }

    /** Whether a definition still speaks of something in Mathesar's schemas. */
    static boolean needsMathesar(String definition) {
        return OURS.matcher(definition).results().anyMatch(found -> found.group(1) != null);
    }
}
