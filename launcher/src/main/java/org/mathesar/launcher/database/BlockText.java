package org.mathesar.launcher.database;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Several lines that each say a part: variables of an environment, or the labels and values that a hoster's page shows,
 * beside or below each other. Lines that say nothing of a connection are passed over.
 */
final class BlockText {
    private static final Pattern LABELLED = Pattern
            .compile("[\"']?([A-Za-z][\\w ./()-]{0,60}?)[\"']?\\s*(?:=>|[:=\\t]| {2,})\\s*(.*)");
    private static final Pattern IN_FRONT = Pattern
            .compile("(?:[-*•]\\s+|export\\s+|set\\s+|setx\\s+|ENV\\s+|\\$env:){1,3}");
    private static final Pattern COMMENT = Pattern.compile("(?:#|//|--\\s).*");
    private static final Pattern BEHIND_QUOTE = Pattern.compile("[,;]?(?:\\s+#.*)?\\s*");
    /** What shows that a name without quotes has caught more than itself. */
    private static final Pattern MORE_THAN_A_NAME = Pattern.compile("\\s|=|[\"'][:,]");
    private static final Pattern REMARK = Pattern.compile("\\s#.*");

    private final Map<String, String> variables = new LinkedHashMap<>();
    private final Map<String, String> labelled = new LinkedHashMap<>();
    private final Map<String, String> spares = new LinkedHashMap<>();
    private final ConnectionStrings strings = new ConnectionStrings();
    private boolean otherLines;
    private boolean unlabelledString;

    private BlockText() {}

    /** Whether one line alone begins with the label of a parameter. */
    static boolean isLabelled(String line) {
        return label(line).isPresent();
    }

    static ConnectionWords words(String text) throws UnreadableText {
        List<String> lines = lines(text).stream()
                .map(line -> IN_FRONT.matcher(line.strip()).replaceFirst(""))
                .filter(line -> !line.isEmpty() && !COMMENT.matcher(line).matches()).toList();
        BlockText block = new BlockText();
        for (int i = 0; i < lines.size(); i++) {
            i += block.read(lines.get(i), i + 1 < lines.size() ? Optional.of(lines.get(i + 1)) : Optional.empty());
        }
        return block.words();
    }

    private static List<String> lines(String text) {
        return text.startsWith("{") ? JsonLines.of(text) : CommandText.joined(text).lines().toList();
    }

    /** Reads lines of {@code NAME=value} whose quotes are resolved already. */
    static ConnectionWords assigned(List<String> lines) throws UnreadableText {
        BlockText block = new BlockText();
        for (String line : lines) {
            String[] pair = line.split("=", 2);
            if (pair.length == 2) {
                block.put(pair[0], pair[1]);
            }
        }
        return block.words();
    }

    /** Reads one line and answers whether the next one was read as its value. */
    private int read(String line, Optional<String> next) throws UnreadableText {
        String bare = ShellWords.unquoted(line);
        if (AddressText.isOne(bare) || CommandText.isOne(line)) {
            unlabelledString = true;
            strings.add("", CommandText.isOne(line) ? line : bare);
            return 0;
        }
        if (!bare.equals(line) && PairsText.isOne(bare)) {
            strings.add("", bare);
            return 0;
        }
        Optional<Matcher> label = label(line);
        if (label.isPresent() && !label.get().group(2).isEmpty()) {
            put(label.get().group(1), value(label.get().group(1), label.get().group(2)));
            return 0;
        }
        String alone = label.map(it -> it.group(1)).orElse(line);
        if (ParameterNames.libpq(alone).isPresent() && next.isPresent() && !isLabel(next.get())) {
            put(alone, value(alone, next.get()));
            return 1;
        }
        otherLines |= ParameterNames.libpq(alone).isEmpty();
        return 0;
    }

    private static boolean isLabel(String line) {
        return ParameterNames.libpq(line).isPresent() || label(line).isPresent();
    }

    /** A label of a parameter and what is behind it. */
    private static Optional<Matcher> label(String line) {
        Matcher matcher = LABELLED.matcher(line);
        if (!matcher.matches() || line.indexOf("://") == matcher.end(1)) {
            return Optional.empty();
        }
        boolean known = ParameterNames.isKnown(matcher.group(1))
                || AddressText.isOne(ShellWords.unquoted(matcher.group(2)));
        return known ? Optional.of(matcher) : Optional.empty();
    }

    private static String value(String label, String text) throws UnreadableText {
        String value = text.strip();
        if (value.startsWith("\"") || value.startsWith("'")) {
            return unquoted(value);
        }
        if (ParameterNames.isVariable(label)) {
            value = REMARK.matcher(value).replaceFirst("").strip();
        }
        Optional<String> name = ParameterNames.libpq(label);
        if (name.filter(it -> !it.equals("password")).isPresent() && !AddressText.isOne(value)
                && !CommandText.isOne(value)
                && MORE_THAN_A_NAME.matcher(value).find()) {
            throw ConnectionWords.runTogether();
        }
        boolean member = name.filter("port"::equals).isPresent() && value.matches("\\d{1,9}[,;]");
        return member ? value.substring(0, value.length() - 1) : value;
    }

    /** What is in quotes, behind which there may be the comma of a list or a remark. */
    private static String unquoted(String value) throws UnreadableText {
        char quote = value.charAt(0);
        StringBuilder inner = new StringBuilder();
        for (int i = 1; i < value.length(); i++) {
            char character = value.charAt(i);
            if (character == quote) {
                if (BEHIND_QUOTE.matcher(value.substring(i + 1)).matches()) {
                    return inner.toString();
                }
                throw new UnreadableText("A quotation mark in the text stands in the middle of a value.");
            }
            boolean escaping = quote == '"' && character == '\\' && i + 1 < value.length()
                    && "\"\\/$`".indexOf(value.charAt(i + 1)) >= 0;
            i += escaping ? 1 : 0;
            inner.append(value.charAt(i));
        }
        throw new UnreadableText("A quotation mark in the text is not closed.");
    }

    private void put(String label, String value) throws UnreadableText {
        Optional<String> name = ParameterNames.libpq(label);
        String normal = ParameterNames.normal(label);
        if (AddressText.isOne(value) || CommandText.isOne(value)) {
            strings.add(normal, value);
        } else if (name.filter(ParameterNames.URL::equals).isPresent()) {
            strings.addOther(value);
        } else if (name.isPresent()) {
            boolean spare = normal.startsWith("private_") || normal.endsWith("hostaddr");
            Map<String, String> place = spare ? spares : ParameterNames.isVariable(label) ? variables : labelled;
            String before = place.put(name.get(), value);
            if (before != null && !before.equals(value)) {
                throw new UnreadableText("The text names two different values for the same thing; paste the details of"
                        + " one connection only.");
            }
        } else {
            labelled.put(normal, value);
        }
    }

    private ConnectionWords words() throws UnreadableText {
        if (unlabelledString && strings.size() == 1 && otherLines && variables.isEmpty() && labelled.isEmpty()) {
            throw new UnreadableText("The connection string is broken by a line break; paste it as one line.");
        }
        ConnectionWords words = strings.chosen();
        // Among variables a plain HOST or PORT is that of another program.
        for (Map<String, String> source : new ArrayList<>(variables.isEmpty()
                ? List.of(labelled, spares)
                : List.of(variables))) {
            ConnectionWords part = new ConnectionWords();
            for (Map.Entry<String, String> entry : source.entrySet()) {
                if (entry.getKey().equals("host")) {
                    part.putPlace(entry.getValue());
                } else {
                    part.put(entry.getKey(), entry.getValue());
                }
            }
            words.fill(part);
        }
        if (words.isEmpty()) {
            strings.refuseOthers();
            throw ConnectionText.unknown();
        }
        return words;
    }
}
