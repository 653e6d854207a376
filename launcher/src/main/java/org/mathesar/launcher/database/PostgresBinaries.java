package org.mathesar.launcher.database;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mathesar.launcher.problem.ProblemException;
import org.mathesar.launcher.process.OneShot;
import org.mathesar.launcher.process.ProcessSpec;
import org.mathesar.launcher.process.ProcessSpec.StopSignal;

/**
 * The PostgreSQL server programs on this machine.
 *
 * @param directory where {@code postgres} and {@code initdb} are
 * @param major their major version
 */
public record PostgresBinaries(Path directory, int major) {
    static final int OLDEST = 14;
    static final int NEWEST = 18;

    private static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) (\\d+)");

    /** Where packages put them: Debian, Alpine, Red Hat, then the directories every PATH has. */
    private static final List<String> PLACES = List.of("/usr/lib/postgresql/*/bin", "/usr/libexec/postgresql*",
            "/usr/pgsql-*/bin", "/usr/local/pgsql/bin", "/usr/local/bin", "/usr/bin");

    /**
     * Finds the programs to use.
     *
     * @param given the directory the owner named, which is then the only one looked at
     * @param needed the major version of a cluster that exists already; no other can read it
     * @throws ProblemException when there are none that will do
     */
    public static PostgresBinaries find(OneShot oneShot, Optional<Path> given, OptionalInt needed)
            throws InterruptedException {
        List<PostgresBinaries> found = new ArrayList<>();
        for (Path directory : given.map(List::of).orElseGet(PostgresBinaries::candidates)) {
            version(oneShot, directory).ifPresent(major -> found.add(new PostgresBinaries(directory, major)));
        }
        return choose(found, given, needed);
    }

    static PostgresBinaries choose(List<PostgresBinaries> found, Optional<Path> given, OptionalInt needed) {
        Stream<PostgresBinaries> usable = found.stream().filter(it -> needed.isPresent()
                ? it.major == needed.getAsInt()
                : it.major >= OLDEST && it.major <= NEWEST);
        return usable.max(Comparator.comparingInt(PostgresBinaries::major))
                .orElseThrow(() -> missing(found, given, needed));
    }

    private static ProblemException missing(List<PostgresBinaries> found, Optional<Path> given, OptionalInt needed) {
        String where = given.map(directory -> " in " + directory).orElse(" on this machine");
        String seen = found.isEmpty()
                ? ""
                : "; there is only version "
                        + found.stream().map(it -> Integer.toString(it.major)).distinct()
                                .collect(Collectors.joining(", "));
        if (needed.isPresent()) {
            int major = needed.getAsInt();
            return ProblemException.fixable(
                    "The data was made by PostgreSQL " + major + ", but no PostgreSQL " + major + " server was found"
                            + where + seen + ".",
                    "Install the package postgresql-" + major + " (Debian, Ubuntu) or postgresql" + major
                            + "-server (Red Hat), or name its directory in MATHESAR_LAUNCHER_POSTGRES_BIN.");
        }
        return ProblemException.fixable(
                "No PostgreSQL server of version " + OLDEST + " to " + NEWEST + " was found" + where + seen + ".",
                "Install the package postgresql (Debian, Ubuntu) or postgresql-server (Red Hat), name its directory in"
                        + " MATHESAR_LAUNCHER_POSTGRES_BIN, or use a database that exists already.");
    }

    public Path program(String name) {
        return directory.resolve(name);
    }

    private static List<Path> candidates() {
        return PLACES.stream().flatMap(place -> expand(place).stream()).toList();
    }

    /** The directories that a pattern with one star in one of its names stands for. */
    private static List<Path> expand(String place) {
        int star = place.indexOf('*');
        if (star < 0) {
            return List.of(Path.of(place));
        }
        Path parent = Path.of(place.substring(0, place.lastIndexOf('/', star)));
        int end = place.indexOf('/', star);
        String name = place.substring(parent.toString().length() + 1, end < 0 ? place.length() : end);
        String rest = end < 0 ? "" : place.substring(end + 1);
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> matches = Files.newDirectoryStream(parent, name)) {
            matches.forEach(match -> found.add(match.resolve(rest)));
        } catch (IOException _) {
            return List.of();
        }
        return found;
    }

    private static Optional<Integer> version(OneShot oneShot, Path directory) throws InterruptedException {
        Path postgres = directory.resolve("postgres");
        if (!Files.isExecutable(postgres) || !Files.isExecutable(directory.resolve("initdb"))) {
            return Optional.empty();
        }
        ProcessSpec spec = new ProcessSpec("postgres --version", List.of(postgres.toString(), "--version"), Map.of(),
                Path.of("/"), Optional.empty(), StopSignal.TERM, Duration.ofSeconds(2));
        Matcher version = VERSION.matcher(oneShot.run(spec, Duration.ofSeconds(10), _ -> {
        }).output());
        return version.find() ? Optional.of(Integer.valueOf(version.group(1))) : Optional.empty();
    }
}
