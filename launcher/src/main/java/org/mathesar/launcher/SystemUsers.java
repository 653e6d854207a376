package org.mathesar.launcher;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.util.Optional;
import org.mathesar.launcher.problem.ProblemException;

/**
 * Who runs the children. PostgreSQL and the application get users of their own when the launcher is root, so that the
 * application cannot read the database's files; otherwise everything stays the user we are.
 *
 * @param application runs gunicorn and what belongs to it
 * @param database runs PostgreSQL
 */
record SystemUsers(Optional<String> application, Optional<String> database) {

    static SystemUsers of(Settings settings) {
        if (!"root".equals(System.getProperty("user.name"))) {
            return new SystemUsers(Optional.empty(), Optional.empty());
        }
        return new SystemUsers(
                Optional.of(existing(settings.systemUser().orElse("mathesar"), "MATHESAR_LAUNCHER_USER")),
                Optional.of(existing(settings.databaseUser().orElse("mathesar-db"),
                        "MATHESAR_LAUNCHER_DATABASE_USER")));
    }

    boolean areSeparate() {
        return application.isPresent();
    }

    private static String existing(String user, String setting) {
        try {
            FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName(user);
            return user;
        } catch (IOException _) {
            throw ProblemException.fixable("The launcher runs as root, and there is no user " + user
                    + " to run its children as.",
                    "Make it (useradd --system --no-create-home --shell /usr/sbin/nologin " + user + "), or name"
                            + " another with " + setting + ".");
        }
    }
}
