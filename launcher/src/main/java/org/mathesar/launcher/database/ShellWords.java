package org.mathesar.launcher.database;

import java.util.ArrayList;
import java.util.List;

/** Takes a line apart as a POSIX shell does, without replacing anything in it. */
final class ShellWords {
    private ShellWords() {}

    /** The words of a line; an operator of the shell that stands alone ends it. */
    static List<String> of(String line) throws UnreadableText {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean begun = false;
        for (int i = 0; i < line.length(); i++) {
            char character = line.charAt(i);
            if (Character.isWhitespace(character)) {
                if (begun) {
                    words.add(word.toString());
                    word.setLength(0);
                    begun = false;
                }
            } else if (!begun && (character == ';' || character == '|' || character == '<' || character == '>'
                    || character == '&' || character == '#')) {
                return words;
            } else {
                begun = true;
                i = switch (character) {
                    case '\'' -> singleQuoted(line, i, word);
                    case '"' -> doubleQuoted(line, i, word);
                    case '\\' -> escaped(line, i, word);
                    default -> {
                        word.append(character);
                        yield i;
                    }
                };
            }
        }
        if (begun) {
            words.add(word.toString());
        }
        return words;
    }

    /** Where the word that begins at {@code start} ends, its quotes included. */
    static int end(String line, int start) {
        char quote = '\0';
        for (int i = start; i < line.length(); i++) {
            char character = line.charAt(i);
            if (character == '\\' && quote != '\'') {
                i++;
            } else if (quote != '\0') {
                quote = character == quote ? '\0' : quote;
            } else if (character == '\'' || character == '"') {
                quote = character;
            } else if (Character.isWhitespace(character)) {
                return i;
            }
        }
        return line.length();
    }

    /** The text without one pair of quotes around all of it. */
    static String unquoted(String text) {
        if (text.length() < 2) {
            return text;
        }
        char first = text.charAt(0);
        char last = switch (first) {
            case '"', '\'', '`' -> first;
            case '“' -> '”';
            case '‘' -> '’';
            default -> '\0';
        };
        return last != '\0' && text.indexOf(last, 1) == text.length() - 1
                ? text.substring(1, text.length() - 1).strip()
                : text;
    }

    private static int singleQuoted(String line, int start, StringBuilder word) throws UnreadableText {
        int end = line.indexOf('\'', start + 1);
        if (end < 0) {
            throw unclosed();
        }
        word.append(line, start + 1, end);
        return end;
    }

    private static int doubleQuoted(String line, int start, StringBuilder word) throws UnreadableText {
        for (int i = start + 1; i < line.length(); i++) {
            char character = line.charAt(i);
            if (character == '"') {
                return i;
            }
            if (character == '\\' && i + 1 < line.length() && "\"\\$`".indexOf(line.charAt(i + 1)) >= 0) {
                i++;
                word.append(line.charAt(i));
            } else {
                word.append(character);
            }
        }
        throw unclosed();
    }

    private static int escaped(String line, int start, StringBuilder word) {
        if (start + 1 < line.length()) {
            word.append(line.charAt(start + 1));
        }
        return start + 1;
    }

    private static UnreadableText unclosed() {
        return new UnreadableText("A quotation mark in the text is not closed.");
    }
}
