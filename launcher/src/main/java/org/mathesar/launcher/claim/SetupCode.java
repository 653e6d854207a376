package org.mathesar.launcher.claim;

import java.security.SecureRandom;
import java.util.Locale;
import org.mathesar.launcher.storage.Secret;

/**
 * The code that proves ownership: 16 letters and digits in four groups, 80 bits, without the ones people confuse. Typed
 * codes are compared without regard to case, spaces and dashes.
 */
public final class SetupCode {
    /** A code given by the platform must not be guessable within the throttle's patience. */
    public static final int SHORTEST_GIVEN = 12;

    private static final String ALPHABET = "ABCDEFGHJKMNPQRSTVWXYZ0123456789";
    private static final int LENGTH = 16;

    private SetupCode() {}

    /** Whether a code has letters and digits enough to be one. */
    public static boolean isLongEnough(String code) {
        return code.chars().filter(SetupCode::counts).count() >= SHORTEST_GIVEN;
    }

    static Secret generate(SecureRandom random) {
        StringBuilder code = new StringBuilder();
        for (int i = 0; i < LENGTH; i++) {
            code.append(i > 0 && i % 4 == 0 ? "-" : "").append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return new Secret(code.toString());
    }

    /** What is compared: upper case letters and digits only. */
    static Secret canonical(String typed) {
        StringBuilder canonical = new StringBuilder();
        typed.toUpperCase(Locale.ROOT).chars().filter(SetupCode::counts).forEach(canonical::appendCodePoint);
        return new Secret(canonical.toString());
    }

    private static boolean counts(int character) {
        return character < 0x80 && Character.isLetterOrDigit(character);
    }
}
