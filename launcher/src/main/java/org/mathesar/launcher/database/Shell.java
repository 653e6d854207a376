package org.mathesar.launcher.database;

import java.nio.file.Path;

/** Words of a command line that a person is told to type. */
final class Shell {
    private Shell() {}

    static String quote(Path path) {
        String text = path.toString();
        return text.matches("[A-Za-z0-9/._-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
