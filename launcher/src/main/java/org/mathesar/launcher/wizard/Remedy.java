package org.mathesar.launcher.wizard;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What to do, taken apart into sentences and the statements that they want to be run, which are to be copied. */
public record Remedy(List<Part> parts) {
    /** Its length has a limit, so that looking through a text takes no longer than reading it. */
    private static final Pattern STATEMENT = Pattern
            .compile("\\b(?:GRANT|REVOKE|ALTER|CREATE|DROP|SET|RESET|SELECT|REASSIGN|COMMENT) "
                    + "(?:[^;\"']{1,500}+|\"[^\"]{0,500}+\"|'[^']{0,500}+'){1,40}+;"
                    + "|\\\\password (?:\"[^\"]{1,500}+\"|[^\\s.\"]{1,100}+)");

    public Remedy {
        parts = List.copyOf(parts);
    }

    /** A piece of it. */
    public record Part(boolean code, String text) {}

    /** Statements are recognised by their first word in capitals and the semicolon at their end. */
    public static Remedy of(String advice) {
        List<Part> parts = new ArrayList<>();
        Matcher statement = STATEMENT.matcher(advice);
        int end = 0;
        while (statement.find()) {
            sentence(parts, advice.substring(end, statement.start()));
            statement(parts, statement.group());
            end = statement.end();
        }
        sentence(parts, advice.substring(end));
        return new Remedy(parts);
    }

    private static void sentence(List<Part> parts, String text) {
        // A lone full stop closed the sentence whose end is now a block of its own.
        String sentence = text.strip().replaceFirst("^[.,]\\s*", "");
        if (!sentence.isEmpty()) {
            parts.add(new Part(false, sentence));
        }
    }

    /** Statements that follow each other are one block, to be copied at once. */
    private static void statement(List<Part> parts, String text) {
        boolean goesOn = !parts.isEmpty() && parts.getLast().code();
        parts.add(new Part(true, goesOn ? parts.removeLast().text() + "\n" + text : text));
    }
}
