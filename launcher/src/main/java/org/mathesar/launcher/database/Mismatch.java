package org.mathesar.launcher.database;

import java.nio.file.Path;
import java.util.Optional;
import org.mathesar.launcher.problem.Problem;

/** The sentences of {@link Continuity}: which half is missing or foreign, and the ways out. */
record Mismatch(Database database, Path file) {

    Problem.Fixable keyMissing(Optional<String> needed) {
        return new Problem.Fixable("The database " + database.display() + " belongs to an installation whose SECRET_KEY"
                + " is missing here" + needed.map(it -> " (fingerprint " + it + ")").orElse("") + ".",
                "Restore the data directory that was used with it, or set SECRET_KEY to the key of that installation.");
    }

    Problem.Fixable keyChanged(String needed, String found) {
        return new Problem.Fixable("This SECRET_KEY is not the one that this data directory was installed with.",
                "Set SECRET_KEY to the old key again, or remove it to use the stored one. With another key the stored"
                        + " database passwords could not be read any more.",
                "needed fingerprint " + needed + ", found " + found);
    }

    Problem.Fixable databaseOfOtherKey(String needed, String found) {
        return new Problem.Fixable("The database " + database.display() + " belongs to another installation with"
                + " another SECRET_KEY.",
                "Restore the data directory that was used with it, set SECRET_KEY to its key, or choose an empty"
                        + " database.",
                "needed fingerprint " + needed + ", found " + found);
    }

    Problem.Fixable otherDatabase(String expected, boolean sameKey) {
        return new Problem.Fixable("This data directory belongs to another database: it was installed with " + expected
                + ", not with " + database.display() + ".",
                sameKey
                        ? "Connect the former database again. If this is its restored copy and shall be used from now"
                                + " on, delete " + Shell.quote(file) + " and start again."
                        : "Connect the former database again, or restore its backup into this one.");
    }

    Problem.Fixable databaseEmptied() {
        return new Problem.Fixable("The content of the database " + database.display() + " is missing or was replaced:"
                + " the launcher's note (schema mathesar_launcher) is gone.",
                "Restore the database from a backup that was taken with this data directory. If it shall be used as it"
                        + " is, delete " + Shell.quote(file) + " and start again.");
    }

    Problem.Fixable unknownMathesar() {
        return new Problem.Fixable("The database " + database.display() + " already holds a Mathesar, but the"
                + " SECRET_KEY it was installed with is not known here.",
                "Set SECRET_KEY to the key of that installation (SECRET_KEY in its .env file, or"
                        + " .secrets/secret_key.txt), or choose an empty database.");
    }
}
