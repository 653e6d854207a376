package org.mathesar.launcher.tls;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.mathesar.launcher.tls.IssueFailed.Kind;

/**
 * One try to get a certificate, as a line of the {@link SpendLedger}.
 *
 * @param directory the authority's directory
 * @param identifiers the set of identifiers, sorted, since the authority counts sets
 */
record Attempt(Instant at, URI directory, List<String> identifiers, Outcome outcome) {
    /** Stands for whatever a damaged ledger may have held. */
    private static final String ANYTHING = "*";

    /** How it ended. */
    sealed interface Outcome {}

    /** Not ended, or the launcher was killed before it could be written. */
    record Open() implements Outcome {}

    /** There is a certificate. */
    record Succeeded() implements Outcome {}

    /**
     * There is none.
     *
     * @param retryAt the authority's own word
     * @param culprits the identifiers that failed; all of them when empty
     */
    record Failed(Kind kind, Instant at, Optional<Instant> retryAt, Set<String> culprits) implements Outcome {
        Failed {
            Objects.requireNonNull(kind);
            Objects.requireNonNull(at);
            Objects.requireNonNull(retryAt);
            culprits = Set.copyOf(culprits);
        }
    }

    Attempt {
        Objects.requireNonNull(at);
        Objects.requireNonNull(directory);
        Objects.requireNonNull(outcome);
        identifiers = identifiers.stream().sorted().toList();
    }

    static Attempt begun(Instant at, URI directory, Subject subject) {
        return new Attempt(at, directory, subject.identifiers(), new Open());
    }

    /** What to assume when it is not known what was tried: everything, just now. */
    static Attempt unknown(Instant at) {
        return new Attempt(at, URI.create(ANYTHING), List.of(ANYTHING), new Open());
    }

    boolean isAt(URI authority) {
        return directory.equals(authority) || identifiers.contains(ANYTHING);
    }

    boolean isFor(URI authority, Subject subject) {
        return identifiers.contains(ANYTHING)
                || directory.equals(authority) && identifiers.equals(subject.identifiers().stream().sorted().toList());
    }

    /** Whether the authority may have counted a failed authorization of the identifier. */
    boolean mayHaveFailed(String identifier) {
        boolean ours = identifiers.contains(ANYTHING) || identifiers.contains(identifier);
        return ours && switch (outcome) {
            case Open _ -> true;
            case Succeeded _ -> false;
            case Failed(Kind kind, _, _, Set<String> culprits) ->
                (kind == Kind.VALIDATION || kind == Kind.UNEXPECTED || kind == Kind.REFUSED)
                        && (culprits.isEmpty() || culprits.contains(identifier));
        };
    }

    Attempt ended(Outcome how) {
        return new Attempt(at, directory, identifiers, how);
    }

    /** When the last of it happened. */
    Instant last() {
        return outcome instanceof Failed failed && failed.at().isAfter(at) ? failed.at() : at;
    }

    /** The same, no later than this moment and with waits as long as they were. */
    Attempt noLaterThan(Instant now) {
        if (!last().isAfter(now)) {
            return this;
        }
        Duration ahead = Duration.between(now, last());
        Outcome moved = switch (outcome) {
            case Failed(Kind kind, Instant ended, Optional<Instant> retryAt, Set<String> culprits) ->
                new Failed(kind, ended.minus(ahead), retryAt.map(word -> word.minus(ahead)), culprits);
            case Open open -> open;
            case Succeeded succeeded -> succeeded;
        };
        return new Attempt(at.minus(ahead), directory, identifiers, moved);
    }

    String line() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("at", at.toString());
        fields.put("directory", directory.toString());
        fields.put("identifiers", String.join(",", identifiers));
        switch (outcome) {
            case Open _ -> fields.put("outcome", "unknown");
            case Succeeded _ -> fields.put("outcome", "certificate");
            case Failed(Kind kind, Instant ended, Optional<Instant> retryAt, Set<String> culprits) -> {
                fields.put("outcome", kind.name());
                fields.put("ended", ended.toString());
                retryAt.ifPresent(word -> fields.put("retry-at", word.toString()));
                if (!culprits.isEmpty()) {
                    fields.put("culprits", String.join(",", new TreeSet<>(culprits)));
                }
            }
        }
        return fields.entrySet().stream().map(field -> field.getKey() + "=" + field.getValue())
                .collect(Collectors.joining(" "));
    }

    /** @throws RuntimeException when it is none of our lines */
    static Attempt parse(String line) {
        Map<String, String> fields = Arrays.stream(line.split(" ")).map(field -> field.split("=", 2))
                .collect(Collectors.toMap(field -> field[0], field -> field[1]));
        Outcome outcome = switch (required(fields, "outcome")) {
            case "unknown" -> new Open();
            case "certificate" -> new Succeeded();
            case String kind -> new Failed(Kind.valueOf(kind), Instant.parse(required(fields, "ended")),
                    Optional.ofNullable(fields.get("retry-at")).map(Instant::parse),
                    Optional.ofNullable(fields.get("culprits")).map(text -> Set.of(text.split(","))).orElse(Set.of()));
        };
        return new Attempt(Instant.parse(required(fields, "at")), URI.create(required(fields, "directory")),
                List.of(required(fields, "identifiers").split(",")), outcome);
    }

    private static String required(Map<String, String> fields, String name) {
        String value = fields.get(name);
        if (value == null || value.isEmpty()) {
            throw new IllegalArgumentException("a line without " + name);
        }
        return value;
    }
}
