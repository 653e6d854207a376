package org.mathesar.launcher;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.mathesar.launcher.Settings.Key;

/** All settings as the table that docs/settings.md shows. */
final class SettingsTable {
    private SettingsTable() {}

    static String markdown() {
        return "| Variable | Default | Meaning |\n|---|---|---|\n"
                + Arrays.stream(Key.values()).map(SettingsTable::row).collect(Collectors.joining());
    }

    private static String row(Key key) {
        String file = key.isSecret() ? " (or `…_FILE`)" : "";
        return "| `" + key.variable() + "`" + file + " | " + key.fallback() + " | " + key.help() + " |\n";
    }
}
