package org.mathesar.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mathesar.launcher.Settings.Key;

/** The environment as settings: each read by its key, and everything that is wrong with them collected. */
final class Variables {
    /** What every variable of our own begins with. */
    static final String PREFIX = "MATHESAR_LAUNCHER_";

    private static final Set<String> OURS = Set.of("MATHESAR_LAUNCHER_CHILD_OF", "MATHESAR_LAUNCHER_CHILD_NAME");

    private final Map<String, String> environment;
    private final List<String> errors = new ArrayList<>();

    Variables(Map<String, String> environment) {
        this.environment = environment;
    }

    /** What is wrong so far, in the order in which it was found. */
    List<String> errors() {
        return List.copyOf(errors);
    }

    void complain(String error) {
        // The sentences become parts of one sentence.
        errors.add(error.endsWith(".") ? error.substring(0, error.length() - 1) : error);
    }

    /** Complains about every variable that looks like ours and is not. */
    void refuseUnknown() {
        Set<String> known = Arrays.stream(Key.values()).flatMap(key -> key.isSecret()
                ? Stream.of(key.variable(), file(key))
                : Stream.of(key.variable()))
                .collect(Collectors.toSet());
        environment.keySet().stream().sorted()
                .filter(name -> name.startsWith(PREFIX) && !known.contains(name) && !OURS.contains(name))
                .forEach(name -> complain(name + " is unknown (did you mean " + nearest(name, known) + "?)"));
    }

    /** Not every setting may come from a file, and whoever tried knows its name. */
    private static String nearest(String name, Set<String> known) {
        String bare = name.replaceFirst("_FILE$", "");
        return known.contains(bare) ? bare : NearestName.to(name, known);
    }

    /** The value without the space around it; empty when it is not set or blank. */
    Optional<String> text(Key key) {
        Optional<String> value = given(key.variable());
        Optional<String> file = key.isSecret() ? given(file(key)) : Optional.empty();
        if (value.isPresent() && file.isPresent()) {
            complain(key.variable() + " and " + file(key) + " are both set; keep one");
        }
        return file.isPresent() ? content(key, file.get()) : value;
    }

    private Optional<String> given(String name) {
        return Optional.ofNullable(environment.get(name)).map(String::strip).filter(text -> !text.isEmpty());
    }

    private Optional<String> content(Key key, String file) {
        try {
            String text = Files.readString(Path.of(file)).strip();
            if (text.isEmpty()) {
                complain(file(key) + " names " + file + ", which is empty");
            }
            return Optional.of(text).filter(content -> !content.isEmpty());
        } catch (IOException | IllegalArgumentException _) {
            complain(file(key) + " names " + file + ", which cannot be read");
            return Optional.empty();
        }
    }

    private static String file(Key key) {
        return key.variable() + "_FILE";
    }

    /** The value as the parser makes it; a complaint with the parser's words, without the value of a secret, if not. */
    <T> Optional<T> value(Key key, Function<String, T> parse) {
        Optional<String> text = text(key);
        try {
            return text.map(parse);
        } catch (IllegalArgumentException e) {
            complain(key.variable() + (key.isSecret() ? " " : " (" + text.orElse("") + ") ") + e.getMessage());
            return Optional.empty();
        }
    }

    /** The comma-separated values that the parser accepts; a complaint for each of the others. */
    List<String> list(Key key, Function<String, String> parse) {
        List<String> accepted = new ArrayList<>();
        for (String item : text(key).orElse("").split(",")) {
            if (!item.isBlank()) {
                try {
                    accepted.add(parse.apply(item.strip()));
                } catch (IllegalArgumentException e) {
                    complain(key.variable() + " (" + item.strip() + ") " + e.getMessage());
                }
            }
        }
        return accepted;
    }
}
