package org.mathesar.launcher.wizard;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A connection string as typed, which may hold a password in places where none belongs. */
record TypedConnection(String text) {
    /** Only what this recognises whole is shown again, so that a password in an odd place never is. */
    private static final Pattern HARMLESS = Pattern.compile(
            "(?<scheme>postgres(?:ql)?://)(?<user>[^:/?#@\\s]+)(?::.*)?@"
                    + "(?<rest>(?:[\\w.-]+|\\[[0-9a-fA-F:]+])(?::\\d{1,5})?(?:/[\\w.%-]*)?"
                    + "(?:\\?sslmode=(?:disable|allow|prefer|require|verify-ca|verify-full))?)",
            Pattern.CASE_INSENSITIVE);

    boolean isEmpty() {
        return text.isEmpty();
    }

    /** What may be shown again; empty when nothing safely can. */
    String withoutPassword() {
        Matcher match = HARMLESS.matcher(text);
        if (!match.matches()) {
            return "";
        }
        return match.group("scheme") + match.group("user") + "@" + match.group("rest");
    }

    boolean mayHoldPassword() {
        return !withoutPassword().equals(text);
    }
}
