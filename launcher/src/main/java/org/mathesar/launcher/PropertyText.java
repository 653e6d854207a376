package org.mathesar.launcher;

/** Lines for a properties file that a person reads in a terminal afterwards, whatever strangers put into them. */
final class PropertyText {
    private PropertyText() {}

    /**
     * The value as a properties file has to hold it. What moves a cursor, turns the direction of reading or begins another
     * line becomes a space.
     */
    static String of(String value) {
        StringBuilder plain = new StringBuilder(value.length());
        value.codePoints().forEach(point -> {
            switch (Character.getType(point)) {
                case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                    plain.append(' ');
                default -> plain.appendCodePoint(point);
            }
        });
        String escaped = plain.toString().replace("\\", "\\\\");
        return escaped.startsWith(" ") ? "\\" + escaped : escaped;
    }
}
