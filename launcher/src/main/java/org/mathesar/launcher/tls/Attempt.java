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
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.mathesar.launcher.problem.Problem;
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
    /** The last field, which may hold spaces. */
    private static final String TOLD = " told=";

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
     * @param told what the owner was told, to be shown again after a restart
     */
    record Failed(Kind kind, Instant at, Optional<Instant> retryAt, Set<String> culprits, Told told)
            implements
                Outcome {
        Failed {
            Objects.requireNonNull(kind);
            Objects.requireNonNull(at);
            Objects.requireNonNull(retryAt);
            Objects.requireNonNull(told);
            culprits = Set.copyOf(culprits);
        }
    }

    /** A problem on one line. */
    record Told(String summary, String action) {
        private static final String SEPARATOR = " | ";

        Told {
            summary = oneLine(summary);
            action = oneLine(action);
        }

        static Told of(Problem problem) {
            return new Told(problem.summary(), problem.advice());
        }

        static Told parse(String text) {
            String[] parts = text.split(Pattern.quote(SEPARATOR), 2);
            return new Told(parts[0], parts.length > 1 ? parts[1] : "");
        }

        Problem problem() {
            return new Problem.Fixable(summary, action);
        }

        @Override
        public String toString() {
            return summary + SEPARATOR + action;
        }

        private static String oneLine(String text) {
            return text.replaceAll("\\s+", " ").replace(SEPARATOR, " ").strip();
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
            case Failed(Kind kind, _, _, Set<String> culprits, _) ->
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
            case Failed(var kind, var ended, var retryAt, var culprits, var told) ->
                new Failed(kind, ended.minus(ahead), retryAt.map(word -> word.minus(ahead)), culprits, told);
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
            case Failed(var kind, var ended, var retryAt, var culprits, var told) -> {
                fields.put("outcome", kind.name());
                fields.put("ended", ended.toString());
                retryAt.ifPresent(word -> fields.put("retry-at", word.toString()));
                if (!culprits.isEmpty()) {
                    fields.put("culprits", String.join(",", new TreeSet<>(culprits)));
                }
                fields.put("told", told.toString());
            }
        }
        return fields.entrySet().stream().map(field -> field.getKey() + "=" + field.getValue())
                .collect(Collectors.joining(" "));
    }

    /** @throws RuntimeException when it is none of our lines */
    static Attempt parse(String line) {
        String[] parts = line.split(TOLD, 2);
        Map<String, String> fields = Arrays.stream(parts[0].split(" ")).map(field -> field.split("=", 2))
                .collect(Collectors.toMap(field -> field[0], field -> field[1]));
        Outcome outcome = switch (required(fields, "outcome")) {
            case "unknown" -> new Open();
            case "certificate" -> new Succeeded();
            case String kind -> new Failed(Kind.valueOf(kind), Instant.parse(required(fields, "ended")),
                    Optional.ofNullable(fields.get("retry-at")).map(Instant::parse),
                    Optional.ofNullable(fields.get("culprits")).map(text -> Set.of(text.split(","))).orElse(Set.of()),
                    Told.parse(parts.length > 1 ? parts[1] : ""));
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
