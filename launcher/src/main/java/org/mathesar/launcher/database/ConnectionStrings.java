package org.mathesar.launcher.database;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The whole connection strings that a text of several lines holds, of which one is meant. */
final class ConnectionStrings {
    /** What the names of those strings say that do not lead through a pooler, where there are two of one database. */
    private static final List<String> UNPOOLED = List.of("unpooled", "non_pooling", "direct", "session");

    private final Map<String, String> named = new LinkedHashMap<>();
    private Optional<String> other = Optional.empty();

    /** A connection string under the label it has, which may be empty. */
    void add(String label, String text) {
        named.putIfAbsent(label.isEmpty() ? "#" + named.size() : label, text);
    }

    /** What stands where a connection string should, and is none of PostgreSQL's. */
    void addOther(String text) {
        other = Optional.of(text);
    }

    int size() {
        return named.size();
    }

    /** The one that is meant; no words if there is none. */
    ConnectionWords chosen() throws UnreadableText {
        List<String> different = named.values().stream().distinct().toList();
        if (different.isEmpty()) {
            return new ConnectionWords();
        }
        if (different.size() == 1) {
            return words(different.getFirst());
        }
        List<String> unpooled = UNPOOLED.stream().flatMap(this::under).distinct().toList();
        if (unpooled.size() == 1) {
            return words(unpooled.getFirst());
        }
        ConnectionWords first = words(different.getFirst());
        for (String text : different) {
            if (!words(text).details().equals(first.details())) {
                throw new UnreadableText(
                        "The text holds several different connection strings; paste only the one that is"
                                + " meant.");
            }
        }
        return first;
    }

    /** Says what stands where a connection string should be. */
    void refuseOthers() throws UnreadableText {
        if (other.isPresent()) {
            ForeignText.refuse(other.get());
        }
    }

    private Stream<String> under(String part) {
        return named.entrySet().stream().filter(entry -> entry.getKey().contains(part)).map(Map.Entry::getValue);
    }

    private static ConnectionWords words(String text) throws UnreadableText {
        if (CommandText.isOne(text)) {
            return CommandText.words(text);
        }
        return AddressText.isOne(text) ? AddressText.words(text) : PairsText.words(text);
    }
}
