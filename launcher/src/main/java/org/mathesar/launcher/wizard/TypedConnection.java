package org.mathesar.launcher.wizard;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A connection string as typed, which may hold a password in places where none belongs. */
record TypedConnection(String text) {
    private static final int LONGEST = 2_000;
    /** Parameters whose values are of a closed set, so that none of them can be a secret. */
    private static final String PARAMETER = "(?:sslmode=(?:disable|allow|prefer|require|verify-ca|verify-full)"
            + "|channel_binding=(?:disable|prefer|require)|connect_timeout=\\d{1,3}|pgbouncer=true"
            + "|gssencmode=(?:disable|prefer|require))";
    /** Only what this recognises whole is shown again, so that a password in an odd place never is. */
    private static final Pattern HARMLESS = Pattern.compile(
            "(?<scheme>postgres(?:ql)?://)(?<user>[^:/?#@\\s]+)(?::.*)?@"
                    + "(?<rest>(?:[\\w.-]+|\\[[0-9a-fA-F:]+])(?::\\d{1,5})?(?:/[\\w.%-]*)?"
                    + "(?:\\?" + PARAMETER + "(?:&" + PARAMETER + "){0,5})?)",
            Pattern.CASE_INSENSITIVE);

    boolean isEmpty() {
        return text.isEmpty();
    }

    /** What may be shown again; empty when nothing safely can. */
    String withoutPassword() {
        Matcher match = HARMLESS.matcher(text);
        if (text.length() > LONGEST || !match.matches()) {
            return "";
        }
        return match.group("scheme") + match.group("user") + "@" + match.group("rest");
    }

    boolean mayHoldPassword() {
        return !withoutPassword().equals(text);
    }
}
