package org.mathesar.launcher.database;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One line of names and values: libpq's {@code host=… dbname=…}, the {@code Server=…;Database=…} of .NET and PHP, or
 * variables as a shell sets them.
 */
final class PairsText {
    private static final Pattern BEGIN = Pattern.compile("(?s)(?:pgsql:)?\\s*[A-Za-z][\\w .-]{0,60}\\s*=.*");
    private static final Pattern PAIR = Pattern.compile("(?s)\\s*([A-Za-z][\\w .-]{0,60})=(.*)");
    private static final Pattern SECOND = Pattern.compile("\\s[A-Za-z_]{2,40}\\s?=");
    private static final Pattern SHELL = Pattern
            .compile("(?s)(?:export\\s+)?(?:PG[A-Z]+|[A-Z][A-Z0-9]*_[A-Z0-9_]+)=.*");

    private final String text;
    private int position;

    private PairsText(String text) {
        this.text = text;
    }

    static boolean isOne(String text) {
        return BEGIN.matcher(text).matches();
    }

    static ConnectionWords words(String given) throws UnreadableText {
        String text = given.startsWith("pgsql:") ? given.substring(6).strip() : given;
        List<String> parts = parts(text);
        if (parts.size() > 1 && parts.stream().allMatch(PairsText::isPair)) {
            ConnectionWords words = new ConnectionWords();
            for (String part : parts) {
                String[] pair = part.split("=", 2);
                String value = ShellWords.unquoted(pair[1].strip());
                putPair(pair[0], value, !value.equals(pair[1].strip()), words);
            }
            return words;
        }
        return SHELL.matcher(text).matches() ? ofShell(text) : new PairsText(text).ofLibpq();
    }

    /** One pair and no more: a second one behind a blank would show that blanks part the pairs. */
    private static boolean isPair(String part) {
        Matcher pair = PAIR.matcher(part);
        return pair.matches() && ParameterNames.isKnown(pair.group(1)) && !SECOND.matcher(pair.group(2)).find();
    }

    /** What semicolons part, except those within quotes. */
    private static List<String> parts(String text) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        char quote = '\0';
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || text.charAt(i) == ';' && quote == '\0') {
                if (!text.substring(start, i).isBlank()) {
                    parts.add(text.substring(start, i));
                }
                start = i + 1;
            } else if (quote == '\0' && i > 0 && text.charAt(i - 1) == '='
                    && (text.charAt(i) == '"' || text.charAt(i) == '\'')) {
                quote = text.charAt(i);
            } else if (text.charAt(i) == quote) {
                quote = '\0';
            }
        }
        return parts;
    }

    private static ConnectionWords ofShell(String text) throws UnreadableText {
        StringBuilder lines = new StringBuilder();
        for (String word : ShellWords.of(text)) {
            if (!word.equals("export")) {
                lines.append(word).append('\n');
            }
        }
        return BlockText.assigned(lines.toString().lines().toList());
    }

    /** libpq's own rules: blanks part, single quotes hold together, and a backslash takes the next sign literally. */
    private ConnectionWords ofLibpq() throws UnreadableText {
        ConnectionWords words = new ConnectionWords();
        skipBlanks();
        while (position < text.length()) {
            int start = position;
            while (position < text.length() && text.charAt(position) != '=' && !isBlank()) {
                position++;
            }
            String name = text.substring(start, position);
            skipBlanks();
            if (!ParameterNames.isKnown(name) || position == text.length() || text.charAt(position) != '=') {
                throw words.isEmpty()
                        ? ConnectionText.unknown()
                        : new UnreadableText(
                                "One word of the text is no connection parameter. A value with blanks belongs"
                                        + " between single quotes.");
            }
            position++;
            boolean quoted = isQuoteNext();
            putPair(name, value(), quoted, words);
            skipBlanks();
        }
        return words;
    }

    private String value() throws UnreadableText {
        boolean apart = position < text.length() && isBlank();
        skipBlanks();
        if (apart && isPair(nextWord())) {
            return "";
        }
        boolean quoted = position < text.length() && text.charAt(position) == '\'';
        StringBuilder value = new StringBuilder();
        for (position += quoted ? 1 : 0; position < text.length(); position++) {
            char character = text.charAt(position);
            if (quoted ? character == '\'' : isBlank()) {
                position += quoted ? 1 : 0;
                return value.toString();
            }
            if (character == '\\' && position + 1 < text.length()) {
                position++;
            }
            value.append(text.charAt(position));
        }
        if (quoted) {
            throw new UnreadableText("A quotation mark in the text is not closed.");
        }
        return value.toString();
    }

    private String nextWord() {
        int end = position;
        while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
            end++;
        }
        return text.substring(position, end);
    }

    private boolean isQuoteNext() {
        int next = position;
        while (next < text.length() && Character.isWhitespace(text.charAt(next))) {
            next++;
        }
        return next < text.length() && text.charAt(next) == '\'';
    }

    private static void putPair(String name, String value, boolean quoted, ConnectionWords words)
            throws UnreadableText {
        if (ParameterNames.libpq(name).filter(ParameterNames.URL::equals).isPresent() || name.equals("dbname")
                && AddressText.isOne(value)) {
            words.fill(AddressText.words(value));
        } else if (quoted) {
            words.putParameter(name, value);
        } else {
            words.putBare(name, value);
        }
    }

    private boolean isBlank() {
        return Character.isWhitespace(text.charAt(position));
    }

    private void skipBlanks() {
        while (position < text.length() && isBlank()) {
            position++;
        }
    }
}
