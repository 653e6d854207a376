package org.mathesar.launcher.tls;

/** What an authority says about itself, before a person or a file gets it: an owner may name any directory. */
final class StrangersText {
    private static final int LONGEST = 1_000;

    private StrangersText() {}

    /** On one line, without characters that move a cursor or turn the direction of reading, and not endless. */
    static String shown(String text) {
        String plain = text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\s]+", " ").strip();
        return plain.length() > LONGEST ? plain.substring(0, LONGEST) + "…" : plain;
    }
}
