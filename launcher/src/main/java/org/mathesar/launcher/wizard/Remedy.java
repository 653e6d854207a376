package org.mathesar.launcher.wizard;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What to do, taken apart into sentences and the statements that they want to be run, which are to be copied. */
public record Remedy(List<Part> parts) {
    private static final String STATEMENT = "(?:(?:GRANT|REVOKE|ALTER|CREATE|DROP|SET|RESET|SELECT|REASSIGN|COMMENT) "
            + "(?:[^;\"']++|\"[^\"]*+\"|'[^']*+')++;|\\\\password [^\\s.]++)";
    private static final Pattern SQL = Pattern.compile(STATEMENT + "(?:\\s*+" + STATEMENT + ")*+");
    private static final Pattern BETWEEN = Pattern.compile("(?<=;)\\s*(?=" + STATEMENT + ")");

    public Remedy {
        parts = List.copyOf(parts);
    }

    /** A piece of it. */
    public record Part(boolean code, String text) {}

    /** Statements are recognised by their first word in capitals and the semicolon at their end. */
    public static Remedy of(String advice) {
        List<Part> parts = new ArrayList<>();
        Matcher sql = SQL.matcher(advice);
        int end = 0;
        while (sql.find()) {
            add(parts, advice.substring(end, sql.start()));
            parts.add(new Part(true, BETWEEN.matcher(sql.group()).replaceAll("\n")));
            end = sql.end();
        }
        add(parts, advice.substring(end));
        return new Remedy(parts);
    }

    private static void add(List<Part> parts, String text) {
        // A lone full stop closed the sentence whose end is now a block of its own.
        String sentence = text.strip().replaceFirst("^[.,]\\s*", "");
        if (!sentence.isEmpty()) {
            parts.add(new Part(false, sentence));
        }
    }
}
