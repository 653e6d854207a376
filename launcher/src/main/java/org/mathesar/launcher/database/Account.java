package org.mathesar.launcher.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.Optional;
import org.mathesar.launcher.problem.ProblemException;
import org.mathesar.launcher.storage.DataDirectory;

/**
 * The system user that PostgreSQL runs as.
 *
 * @param user another than the launcher's own, which only root can ask for; empty for the launcher's own
 */
record Account(Optional<String> user) {

    boolean isAnother() {
        return user.isPresent();
    }

    /** Makes this user own the file. */
    void give(Path file) throws IOException {
        if (isAnother()) {
            Files.setOwner(file, named(file, user.get()));
        }
    }

    /** Who must own the cluster. */
    UserPrincipal owner(DataDirectory data) throws IOException {
        if (isAnother()) {
            return named(data.root(), user.get());
        }
        // In a container the process may run under a number without a name, so ask a file it has just written.
        Path mine = data.path("postgres", "owner");
        data.write(mine, "");
        UserPrincipal owner = Files.getOwner(mine);
        Files.delete(mine);
        return owner;
    }

    /** PostgreSQL refuses to run as root, with a text that does not help here. */
    void refuseRoot() {
        String name = user.orElseGet(() -> System.getProperty("user.name"));
        if (name.equals("root")) {
            throw ProblemException.fixable("PostgreSQL must not run as root.",
                    "Create a system user for it (useradd --system postgres), then start again.");
        }
    }

    /** What to type when the directory belongs to someone else. */
    String giveBack(Path directory) {
        String name = user.orElseGet(() -> System.getProperty("user.name"));
        return "Run: chown -R " + name + " " + Shell.quote(directory)
                + ", or restore the data directory from a backup with its owners.";
    }

    private static UserPrincipal named(Path file, String name) throws IOException {
        try {
            return file.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(name);
        } catch (UserPrincipalNotFoundException _) {
            throw ProblemException.fixable("There is no system user " + name + " to run PostgreSQL as.",
                    "Create it: useradd --system " + name);
        }
    }
}
