package org.mathesar.launcher.setup;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.mathesar.launcher.setup.FirstBoot.Message;

/**
 * Mathesar's rules for the first user's name and password that can be judged before Mathesar runs. Its list of common
 * passwords is its own; what it refuses beyond these comes back in its own words.
 */
public final class PasswordRules {
    private static final int LONGEST_NAME = 63;
    private static final int SHORTEST_PASSWORD = 8;
    private static final int TELLING_PART = 3;

    private PasswordRules() {}

    /** What is wrong, for the fields username and password; empty when nothing is. */
    public static List<Message> check(String username, String password) {
        List<Message> messages = new ArrayList<>();
        if (username.isBlank()) {
            messages.add(new Message("username", "Choose a username."));
        } else if (username.length() > LONGEST_NAME) {
            messages.add(new Message("username", "The username is longer than " + LONGEST_NAME + " characters."));
        }
        if (password.length() < SHORTEST_PASSWORD) {
            messages.add(new Message("password",
                    "The password is too short: it needs at least " + SHORTEST_PASSWORD + " characters."));
        } else if (password.chars().allMatch(Character::isDigit)) {
            messages.add(new Message("password", "The password is entirely numeric; add letters or signs."));
        } else if (isSimilar(username, password)) {
            messages.add(new Message("password", "The password is too similar to the username."));
        }
        return messages;
    }

    private static boolean isSimilar(String username, String password) {
        String name = username.toLowerCase(Locale.ROOT);
        String word = password.toLowerCase(Locale.ROOT);
        // Mathesar compares by shared letters; a name that makes up most of the password is the plain case of it.
        return name.length() >= TELLING_PART && (word.contains(name) && name.length() * 10 >= word.length() * 6
                || name.contains(word));
    }
}
