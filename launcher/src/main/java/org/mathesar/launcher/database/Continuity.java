package org.mathesar.launcher.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.problem.ProblemException;
import org.mathesar.launcher.storage.DataDirectory;
import org.mathesar.launcher.storage.Secret;

/**
 * Lets the two halves of an installation recognise each other: the data directory, which holds the key, and the
 * database, whose stored passwords only that key opens. Each half keeps a note of the other; nothing is ever repaired.
 */
public final class Continuity {
    /** Patterns (of SQL's LIKE) for the tables in schema public by which a Mathesar is recognised. */
    public static final List<String> MATHESAR_TABLES = List.of("django\\_migrations", "mathesar\\_%");

    private final DataDirectory data;
    private final Path file;
    private final List<String> tables;

    public Continuity(DataDirectory data) {
        this(data, MATHESAR_TABLES);
    }

    /** @param tables patterns for the tables by which an installation is recognised */
    public Continuity(DataDirectory data, List<String> tables) {
        this.data = data;
        this.file = data.path("continuity.properties");
        this.tables = List.copyOf(tables);
    }

    /** The SECRET_KEY as far as it is known. */
    public sealed interface Key {
        Optional<String> fingerprint();

        /** There is none yet. */
        record None() implements Key {
            @Override
            public Optional<String> fingerprint() {
                return Optional.empty();
            }
        }

        /** The launcher made it. */
        record Made(Secret secret) implements Key {
            @Override
            public Optional<String> fingerprint() {
                return Optional.of(secret.fingerprint());
            }
        }

        /** The owner gave it, and so answers for its being the right one. */
        record Given(Secret secret) implements Key {
            @Override
            public Optional<String> fingerprint() {
                return Optional.of(secret.fingerprint());
            }
        }
    }

    /** How the halves fit. */
    public sealed interface Verdict {
        /** Neither half knows anything, and the database holds no Mathesar. */
        record Fresh() implements Verdict {}

        /** They fit, but a note is missing; {@link #record} writes it. */
        record Unrecorded() implements Verdict {}

        /** They belong together. */
        record Same() implements Verdict {}

        /** One is missing or foreign; the problem says which. */
        record Refused(Problem.Fixable problem) implements Verdict {}
    }

    /** Compares the halves; changes neither. */
    public Verdict check(Database database, Key key) {
        try (Connection connection = database.connect()) {
            return check(connection, database, key);
        } catch (SQLException e) {
            throw unreadable(database, e);
        }
    }

    /**
     * Writes both notes; those that are there already stay. The database comes first, for there the first of two
     * launchers wins. If we die in between, the next check finds halves that fit and this is called again.
     *
     * @throws ProblemException when the halves do not fit
     */
    public void record(Database database, Key key) {
        String fingerprint = key.fingerprint().orElseThrow(() -> new IllegalArgumentException("make the key first"));
        try (Connection connection = database.connect()) {
            refuse(check(connection, database, key));
            InstallationNote.write(connection, fingerprint);
            refuse(check(connection, database, key));
            writeFile(connection, database, fingerprint);
        } catch (SQLException e) {
            throw unreadable(database, e);
        }
    }

    /** Forgets the database. Only for an owner who chooses another before the installation was finished. */
    public void forget() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new ProblemException(new Problem.Fixable("The file " + file + " cannot be deleted.",
                    "Check who owns the data directory.", e.toString()), e);
        }
    }

    private Verdict check(Connection connection, Database database, Key key) throws SQLException {
        Optional<FileNote> here = readFile();
        Optional<String> there = InstallationNote.read(connection);
        boolean holdsMathesar = holdsMathesar(connection);
        Mismatch mismatch = new Mismatch(database, file);
        if (key.fingerprint().isEmpty()) {
            return here.isEmpty() && there.isEmpty() && !holdsMathesar
                    ? new Verdict.Fresh()
                    : new Verdict.Refused(mismatch.keyMissing(here.map(FileNote::fingerprint).or(() -> there)));
        }
        String fingerprint = key.fingerprint().get();
        if (here.isPresent() && !here.get().fingerprint().equals(fingerprint)) {
            return new Verdict.Refused(mismatch.keyChanged(here.get().fingerprint(), fingerprint));
        }
        if (there.isPresent() && !there.get().equals(fingerprint)) {
            return new Verdict.Refused(mismatch.databaseOfOtherKey(there.get(), fingerprint));
        }
        if (here.isPresent()) {
            return judge(here.get(), Identity.of(connection), there.isPresent(), mismatch);
        }
        if (there.isEmpty() && !holdsMathesar) {
            return new Verdict.Fresh();
        }
        return there.isPresent() || key instanceof Key.Given
                ? new Verdict.Unrecorded()
                : new Verdict.Refused(mismatch.unknownMathesar());
    }

    private static Verdict judge(FileNote here, Identity found, boolean noted, Mismatch mismatch) {
        if (!here.identity().equals(found)) {
            return new Verdict.Refused(mismatch.otherDatabase(here.display(), noted));
        }
        return noted ? new Verdict.Same() : new Verdict.Refused(mismatch.databaseEmptied());
    }

    private boolean holdsMathesar(Connection connection) throws SQLException {
        for (String pattern : tables) {
            if (Sql.isTrue(connection, "SELECT EXISTS (SELECT FROM pg_class WHERE relkind IN ('r', 'p')"
                    + " AND relnamespace = to_regnamespace('public') AND relname LIKE ?)", pattern)) {
                return true;
            }
        }
        return false;
    }

    private static void refuse(Verdict verdict) {
        if (verdict instanceof Verdict.Refused(Problem.Fixable problem)) {
            throw new ProblemException(problem);
        }
    }

    private static ProblemException unreadable(Database database, SQLException e) {
        return new ProblemException(new Problem.Fixable("The database " + database.display()
                + " could not be asked whose it is.",
                "Check that it runs and that its role may create schemas, then"
                        + " try again.",
                String.valueOf(e.getMessage())), e);
    }

    private void writeFile(Connection connection, Database database, String fingerprint) throws SQLException {
        Identity identity = Identity.of(connection);
        data.write(file,
                """
                        # Which key and which database belong together. Written by Mathesar Launcher; see the guide on restoring.
                        key-fingerprint=%s
                        system-identifier=%s
                        database-oid=%s
                        database=%s
                        """
                        .formatted(fingerprint, identity.system(), identity.oid(), escaped(database.display())));
    }

    private Optional<FileNote> readFile() {
        return data.readProperties(file).map(properties -> new FileNote(property(properties, "key-fingerprint"),
                new Identity(property(properties, "system-identifier"), property(properties, "database-oid")),
                property(properties, "database")));
    }

    private String property(Properties properties, String name) {
        return Optional.ofNullable(properties.getProperty(name)).orElseThrow(() -> ProblemException.fixable(
                "The file " + file + " is damaged: " + name + " is missing.",
                "Restore it from a backup; the launcher will not guess what it held."));
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
    }

    /** The note in the data directory. */
    private record FileNote(String fingerprint, Identity identity, String display) {}

    /** What tells a database from every other, also from its copies on other servers. */
    private record Identity(String system, String oid) {
        static Identity of(Connection connection) throws SQLException {
            return new Identity(BundledPostgres.systemIdentifier(connection), Sql.value(connection,
                    "SELECT oid FROM pg_database WHERE datname = current_database()").orElseThrow());
        }
    }
}
