package org.mathesar.launcher.address;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.problem.ProblemException;
import org.mathesar.launcher.storage.DataDirectory;

/**
 * What the owner told about where this server is to be found, in the file {@code address.properties}. The running
 * launcher and its commands write it, so it is read anew each time and changed under a file lock. A file that cannot be
 * understood is a Problem, never an empty book.
 */
public final class AddressBook {
    private static final String VERSION = "1";
    private static final Set<String> KEYS = Set.of("version", "domain", "domain.confirmed-at", "wanted", "wanted.since",
            "wanted.vouched", "public-addresses");

    private final DataDirectory data;
    private final InstantSource clock;
    private volatile Entry understood = Entry.EMPTY;

    /**
     * What the book says.
     *
     * @param current the domain that leads here, in force until another one is confirmed or it is forgotten
     * @param confirmedAt since when, exactly when there is a current one
     * @param wanted the domain that is to follow it
     * @param typed the public addresses as the owner knows them; empty when never typed
     */
    public record Entry(Optional<DomainName> current, Optional<Instant> confirmedAt, Optional<Wanted> wanted,
            List<InetAddress> typed) {
        static final Entry EMPTY = new Entry(Optional.empty(), Optional.empty(), Optional.empty(), List.of());

        public Entry {
            Objects.requireNonNull(wanted);
            typed = List.copyOf(typed);
            if (current.isPresent() != confirmedAt.isPresent()) {
                throw new IllegalArgumentException("a domain without the time of its confirmation, or the other way");
            }
        }

        /** Whether this is the current domain or the wanted one. */
        public boolean names(DomainName name) {
            return current.equals(Optional.of(name)) || wanted.filter(each -> each.name().equals(name)).isPresent();
        }
    }

    /**
     * A domain on its way.
     *
     * @param vouched whether the owner goes on though it could not be verified from here
     */
    public record Wanted(DomainName name, Instant since, boolean vouched) {
        public Wanted {
            Objects.requireNonNull(name);
            Objects.requireNonNull(since);
        }
    }

    /** The book in this data directory; one per process is best, and several are safe. */
    public AddressBook(DataDirectory data, InstantSource clock) {
        this.data = data;
        this.clock = clock;
    }

    /**
     * What the file says now.
     *
     * @throws ProblemException when it cannot be read or understood
     */
    public Entry read() {
        understood = data.readProperties(file()).map(properties -> {
            try {
                return entry(properties);
            } catch (IllegalArgumentException | DateTimeException e) {
                throw new ProblemException(new Problem.Fixable("The file " + file() + " cannot be understood.",
                        "Restore it from a backup, or delete it and name the domain again.",
                        String.valueOf(e.getMessage())), e);
            }
        }).orElse(Entry.EMPTY);
        return understood;
    }

    /**
     * What the file says now; while it cannot be read or understood, what it said when this book last could, so that
     * nothing that is served depends on a slip of the pen.
     */
    public Entry known() {
        try {
            return read();
        } catch (ProblemException _) {
            return understood;
        }
    }

    /** The owner wants this domain; the current one stays in force until this one is confirmed. */
    public Entry wantDomain(DomainName name, boolean vouched) {
        return change(entry -> {
            if (entry.current().equals(Optional.of(name))) {
                return new Entry(entry.current(), entry.confirmedAt(), Optional.empty(), entry.typed());
            }
            Optional<Wanted> same = entry.wanted().filter(wanted -> wanted.name().equals(name));
            Wanted wanted = new Wanted(name, same.map(Wanted::since).orElseGet(this::now),
                    vouched || same.map(Wanted::vouched).orElse(false));
            return new Entry(entry.current(), entry.confirmedAt(), Optional.of(wanted), entry.typed());
        });
    }

    /** The wanted domain leads here and becomes the current one; nothing changes when another is wanted by now. */
    public Entry confirm(DomainName name) {
        return change(entry -> entry.wanted().filter(wanted -> wanted.name().equals(name))
                .map(_ -> new Entry(Optional.of(name), Optional.of(now()), Optional.empty(), entry.typed()))
                .orElse(entry));
    }

    /** No domain any more, neither current nor wanted. */
    public Entry forgetDomain() {
        return change(entry -> new Entry(Optional.empty(), Optional.empty(), Optional.empty(), entry.typed()));
    }

    /** The owner goes on with the wanted domain though it could not be verified from here. */
    public Entry vouch() {
        return change(entry -> new Entry(entry.current(), entry.confirmedAt(),
                entry.wanted().map(wanted -> new Wanted(wanted.name(), wanted.since(), true)), entry.typed()));
    }

    /** The public addresses as the owner knows them; an empty list forgets them. */
    public Entry typeAddresses(List<InetAddress> addresses) {
        return change(entry -> new Entry(entry.current(), entry.confirmedAt(), entry.wanted(), addresses));
    }

    private Entry change(UnaryOperator<Entry> change) {
        try (FileGuard _ = FileGuard.hold(data.path("address.lock"))) {
            Entry before = read();
            Entry after = change.apply(before);
            if (!after.equals(before)) {
                data.write(file(), text(after));
            }
            understood = after;
            return after;
        }
    }

    private Path file() {
        return data.path("address.properties");
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    private static String text(Entry entry) {
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put("version", VERSION);
        entry.current().ifPresent(name -> lines.put("domain", name.ascii()));
        entry.confirmedAt().ifPresent(at -> lines.put("domain.confirmed-at", at.toString()));
        entry.wanted().ifPresent(wanted -> {
            lines.put("wanted", wanted.name().ascii());
            lines.put("wanted.since", wanted.since().toString());
            lines.put("wanted.vouched", Boolean.toString(wanted.vouched()));
        });
        if (!entry.typed().isEmpty()) {
            lines.put("public-addresses",
                    entry.typed().stream().map(InetAddress::getHostAddress).collect(Collectors.joining(" ")));
        }
        // No value holds a character that a properties file would have to escape.
        return lines.entrySet().stream().map(line -> line.getKey() + "=" + line.getValue() + "\n")
                .collect(Collectors.joining());
    }

    private static Entry entry(Properties file) {
        if (!VERSION.equals(file.getProperty("version")) || !KEYS.containsAll(file.stringPropertyNames())) {
            throw new IllegalArgumentException("version or keys are not those of version " + VERSION);
        }
        Optional<DomainName> current = value(file, "domain").map(DomainName::new);
        Optional<Wanted> wanted = value(file, "wanted").map(name -> new Wanted(new DomainName(name),
                Instant.parse(required(file, "wanted.since")), isTrue(required(file, "wanted.vouched"))));
        List<InetAddress> typed = value(file, "public-addresses")
                .map(text -> Arrays.stream(text.split(" ")).map(InetAddress::ofLiteral).toList()).orElse(List.of());
        return new Entry(current, value(file, "domain.confirmed-at").map(Instant::parse), wanted, typed);
    }

    private static Optional<String> value(Properties file, String key) {
        return Optional.ofNullable(file.getProperty(key));
    }

    private static String required(Properties file, String key) {
        return value(file, key).orElseThrow(() -> new IllegalArgumentException(key + " is missing"));
    }

    private static boolean isTrue(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("neither true nor false: " + text);
        };
    }
}
