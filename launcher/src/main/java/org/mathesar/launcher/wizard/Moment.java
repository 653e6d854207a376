package org.mathesar.launcher.wizard;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** A point in time for people, who may be days away from it; scripts show it by the browser's own clock. */
public record Moment(Instant instant) {
    private static final DateTimeFormatter WORDS = DateTimeFormatter.ofPattern("d MMMM, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    /** E.g. {@code 22 November, 20:05 UTC}. */
    public String words() {
        return WORDS.format(instant);
    }

    /** E.g. {@code 22 November 2026}. */
    public String date() {
        return DATE.format(instant);
    }

    /** As machines read it. */
    public String iso() {
        return instant.toString();
    }
}
