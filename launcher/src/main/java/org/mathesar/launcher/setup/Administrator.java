package org.mathesar.launcher.setup;

import java.util.Objects;

/**
 * Mathesar's first user, on the way from the form to Mathesar; held in memory only.
 *
 * @param language the browser's Accept-Language, so that Mathesar's own messages come in the owner's language
 * @param consents what the owner agreed to
 */
public record Administrator(String username, String password, String language, Consents consents) {

    /**
     * Mathesar's two questions on its first-run page.
     *
     * @param confirmInstallation sends one message to Mathesar's makers that a version was installed
     * @param shareUsage sends anonymous counts once a day
     */
    public record Consents(boolean confirmInstallation, boolean shareUsage) {
        public static final Consents NONE = new Consents(false, false);
    }

    public Administrator {
        Objects.requireNonNull(username);
        Objects.requireNonNull(password);
        Objects.requireNonNull(language);
        Objects.requireNonNull(consents);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "Administrator[" + username + "]";
    }
}
