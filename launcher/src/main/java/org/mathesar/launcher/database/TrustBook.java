package org.mathesar.launcher.database;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.mathesar.launcher.storage.DataDirectory;

/** The file that says how each database server is judged: one line for each, readable with cat. */
record TrustBook(DataDirectory data, Path file) {

    /** How a server is spoken to. */
    enum Kind {
        /** Checked by certificates that the owner gave. */
        GIVEN,
        /** Checked by the authorities that this system trusts. */
        SYSTEM,
        /** Encrypted and not checked; what its certificate ends at is harmless and known. */
        PRESENTED,
        /** Encrypted and not checked; only its owner can say who vouches for it. */
        UNKNOWN;

        boolean checks() {
            return switch (this) {
                case GIVEN, SYSTEM -> true;
                case PRESENTED, UNKNOWN -> false;
            };
        }
    }

    /** @param file name of the file with its certificates; empty where it has none */
    record Trust(Kind kind, String file) {}

    /** By {@code host:port}. */
    Map<String, Trust> read() {
        Map<String, Trust> places = new TreeMap<>();
        data.read(file).orElse("").lines().map(line -> line.split(" ", 3)).filter(words -> words.length == 3)
                .forEach(words -> places.put(words[2],
                        new Trust(Kind.valueOf(words[0]), words[1].equals("-") ? "" : words[1])));
        return places;
    }

    void write(Map<String, Trust> places) {
        data.write(file, places.entrySet().stream().map(each -> each.getValue().kind() + " "
                + (each.getValue().file().isEmpty() ? "-" : each.getValue().file()) + " " + each.getKey() + "\n")
                .collect(Collectors.joining()));
    }
}
