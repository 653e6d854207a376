package org.mathesar.launcher.storage;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import org.mathesar.launcher.problem.ProblemException;

/** Values made once, kept in the data directory and never made again over data that depends on them. */
public final class Secrets {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private final DataDirectory data;
    private final SecureRandom random = new SecureRandom();

    public Secrets(DataDirectory data) {
        this.data = data;
    }

    /** The stored value, if there is one. */
    public Optional<Secret> find(String name) {
        return data.read(file(name)).map(text -> new Secret(text.endsWith("\n")
                ? text.substring(0, text.length() - 1)
                : text));
    }

    public void store(String name, Secret secret) {
        data.write(file(name), secret.reveal() + "\n");
    }

    /**
     * The stored value, or a new one of 50 letters and digits (about 297 bits) which is stored first.
     *
     * @param dependent what exists already and cannot be read without the value, e.g. "the PostgreSQL data"; if present
     *        and the value is missing, this refuses rather than make another
     */
    public Secret madeOnce(String name, Optional<String> dependent) {
        Optional<Secret> stored = find(name);
        if (stored.isPresent() && stored.get().reveal().isBlank()) {
            throw ProblemException.fixable("The file " + file(name) + " is empty.",
                    "Restore it from a backup, or delete it if this server was never used.");
        }
        if (stored.isPresent()) {
            return stored.get();
        }
        dependent.ifPresent(what -> {
            throw ProblemException.fixable("The file " + file(name) + " is missing, but " + what + " was made with it.",
                    "Restore the whole data directory from one backup; a new value would make that data unreadable.");
        });
        Secret made = new Secret(text(50));
        store(name, made);
        return made;
    }

    private String text(int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }

    private Path file(String name) {
        return data.directory("secrets").resolve(name);
    }
}
