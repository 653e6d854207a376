package org.mathesar.launcher.database;

import java.util.ArrayList;
import java.util.List;

/** Lays the members of a JSON object out line by line, as AWS's Secrets Manager gives a database's secret. */
final class JsonLines {
    private JsonLines() {}

    static List<String> of(String text) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character == '"') {
                quoted = !quoted;
            }
            if (quoted && character == '\\' && i + 1 < text.length()) {
                i = escaped(text, i, line);
            } else if (!quoted && (character == ',' || character == '{' || character == '}' || character == '\n')) {
                lines.add(line.toString());
                line.setLength(0);
            } else {
                line.append(character);
            }
        }
        lines.add(line.toString());
        return lines;
    }

    /** Keeps an escaped sign as it is, save for those written as numbers. */
    private static int escaped(String text, int backslash, StringBuilder line) {
        if (text.charAt(backslash + 1) == 'u' && backslash + 6 <= text.length()
                && text.substring(backslash + 2, backslash + 6).matches("[0-9a-fA-F]{4}")) {
            char sign = (char) Integer.parseInt(text.substring(backslash + 2, backslash + 6), 16);
            line.append(sign == '"' || sign == '\\' ? "\\" : "").append(sign);
            return backslash + 5;
        }
        line.append('\\').append(text.charAt(backslash + 1));
        return backslash + 1;
    }
}
