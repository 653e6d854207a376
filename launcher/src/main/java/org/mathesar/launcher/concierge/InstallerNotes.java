package org.mathesar.launcher.concierge;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.mathesar.launcher.database.Database;
import org.mathesar.launcher.storage.DataDirectory;
import org.mathesar.launcher.storage.Secret;

/**
 * Which installers' passwords Mathesar stores for the moment because of us. A note is written before Mathesar is given the
 * password and taken away when Mathesar has forgotten it, so that a launcher which was killed between the two still knows.
 * It holds names only.
 */
final class InstallerNotes {
    /** Longer than Mathesar is given to answer. */
    private static final Duration LONGEST_CONNECTING = Duration.ofMinutes(30);

    private final DataDirectory data;

    InstallerNotes(DataDirectory data) {
        this.data = data;
    }

    /** A role of a server whose password has to go. */
    record Note(String host, int port, String database, String role) {
        static Note of(Database.External installer) {
            return new Note(installer.host(), installer.port(), installer.name(), installer.user());
        }

        private String file() {
            return new Secret(host + "\0" + port + "\0" + database + "\0" + role).fingerprint();
        }
    }

    void write(Note note) {
        Properties properties = new Properties();
        properties.setProperty("host", note.host());
        properties.setProperty("port", Integer.toString(note.port()));
        properties.setProperty("database", note.database());
        properties.setProperty("role", note.role());
        try (StringWriter text = new StringWriter()) {
            properties.store(text, "Mathesar stores the password of this role until the connection is complete");
            data.write(path(note), text.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean has(Note note) {
        return data.read(path(note)).isPresent();
    }

    /** Whether whatever Mathesar was asked to do then has ended by now. */
    boolean isOld(Note note, Instant now) {
        try {
            return Files.getLastModifiedTime(path(note)).toInstant().plus(LONGEST_CONNECTING).isBefore(now);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void delete(Note note) {
        try {
            Files.deleteIfExists(path(note));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Note> all() {
        Path directory = data.path("concierge", "installers");
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        List<Note> notes = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.sorted().toList()) {
                data.readProperties(file).filter(note -> note.containsKey("role")).ifPresent(note -> notes.add(
                        new Note(note.getProperty("host"), Integer.parseInt(note.getProperty("port")),
                                note.getProperty("database"), note.getProperty("role"))));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return notes;
    }

    private Path path(Note note) {
        data.directory("concierge", "installers");
        return data.path("concierge", "installers", note.file());
    }
}
