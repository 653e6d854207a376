package org.mathesar.launcher.concierge;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

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

    /** Lines below each other; a name with a line break in it must not end a comment. */
    static String script(List<String> lines) {
        return lines.stream().map(line -> line.startsWith("--") ? line.replaceAll("\\R", " ") : line)
                .collect(Collectors.joining("\n"));
    }

    /** An anonymous block, ended by a word that is not in it. */
    static String block(String... lines) {
        String body = Arrays.stream(lines).map(line -> "  " + line + "\n").collect(Collectors.joining());
        String end = "$do$";
        for (int i = 0; body.contains(end); i++) {
            end = "$do" + i + "$";
        }
        return "DO " + end + "\nBEGIN\n" + body + "END\n" + end + ";";
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
