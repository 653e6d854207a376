package org.mathesar.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.mathesar.launcher.Written.Mapping;
import org.mathesar.launcher.Written.Sequence;
import org.mathesar.launcher.Written.Text;
import org.mathesar.launcher.storage.Secret;

/**
 * One group of keys in the file of connections, read key by key; whatever is wrong is complained about with its line.
 *
 * @param directory what relative paths start from
 * @param complaints takes a line and the rest of a sentence
 */
record Entry(Mapping mapping, Path directory, BiConsumer<Integer, String> complaints) {

    /** Complains about every key that is none of these. */
    Entry knowing(String... known) {
        Set<String> names = Set.of(known);
        new TreeMap<>(mapping.lines()).entrySet().stream().filter(key -> !names.contains(key.getKey()))
                .sorted(Comparator.comparing(Map.Entry::getValue)).forEach(key -> complaints
                        .accept(key.getValue(), "the key " + printable(key.getKey()) + " is unknown (did you mean "
                                + NearestName.to(key.getKey(), names) + "?)"));
        return this;
    }

    /** A mistyped key may be a value that lost its colon, and so a password. */
    private static String printable(String key) {
        return key.matches("[A-Za-z_-]{1,20}") ? key : "here";
    }

    int line() {
        return mapping.line();
    }

    int line(String key) {
        return mapping.lines().getOrDefault(key, line());
    }

    void complain(String key, String sentence) {
        complaints.accept(line(key), sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence);
    }

    /** The value without the space around it; empty when there is none. */
    Optional<String> text(String key) {
        return raw(key).map(String::strip).filter(text -> !text.isEmpty());
    }

    private Optional<String> raw(String key) {
        return switch (mapping.entries().get(key)) {
            case Text(_, String value) -> Optional.of(value);
            case Sequence _,Mapping _ -> {
                complain(key, key + " is one value, not a list or keys");
                yield Optional.empty();
            }
            case null -> Optional.empty();
        };
    }

    String required(String key) {
        return text(key).orElseGet(() -> {
            if (!mapping.entries().containsKey(key) || mapping.entries().get(key) instanceof Text) {
                complain(key, key + " is missing");
            }
            return "";
        });
    }

    /** The value as the parser makes it; the parser's refusal goes on after the key. */
    <T> Optional<T> value(String key, Function<String, T> parse) {
        try {
            return text(key).map(parse);
        } catch (IllegalArgumentException e) {
            complain(key, key + " " + e.getMessage());
            return Optional.empty();
        }
    }

    /** A secret, given here or in the file that {@code key_file} names. */
    Optional<Secret> secret(String key) {
        String fileKey = key + "_file";
        Optional<Secret> here = raw(key).filter(value -> !value.isEmpty()).map(Secret::new);
        Optional<String> file = text(fileKey);
        if (here.isPresent() && file.isPresent()) {
            complain(fileKey, key + " and " + fileKey + " are both there; keep one");
        }
        return file.isPresent() ? file.flatMap(name -> content(fileKey, path(name))) : here;
    }

    private Optional<Secret> content(String key, Path file) {
        try {
            String text = Files.readString(file).strip();
            if (!text.isEmpty()) {
                return Optional.of(new Secret(text));
            }
            complain(key, key + " names " + file + ", which is empty");
        } catch (IOException _) {
            complain(key, key + " names " + file + ", which cannot be read");
        }
        return Optional.empty();
    }

    Path path(String name) {
        return directory.resolve(name).normalize();
    }

    /** The groups of keys in a list. */
    List<Entry> list(String key) {
        return switch (mapping.entries().get(key)) {
            case Sequence(_, var items) -> items.stream().flatMap(item -> {
                if (item instanceof Mapping each) {
                    return Stream.of(new Entry(each, directory, complaints));
                }
                complaints.accept(item.line(), "each item of " + key + " has keys of its own");
                return Stream.empty();
            }).toList();
            case Text(_, String value) when value.isEmpty() -> List.of();
            case Text _,Mapping _ -> {
                complain(key, key + " is a list; begin each item with a dash");
                yield List.of();
            }
            case null -> List.of();
        };
    }
}
