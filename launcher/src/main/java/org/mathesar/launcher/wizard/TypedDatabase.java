package org.mathesar.launcher.wizard;

import org.mathesar.launcher.setup.FirstBoot.DatabaseFields;

/**
 * What was typed about a database, as far as it may be shown again: never with a password or a private key.
 *
 * @param text the connection string; empty where a password in it could not be told apart
 * @param passwordDropped whether a password was typed that has to be typed again
 * @param nickname only where a database is connected
 * @param access only where a database is connected: the name of one, or empty
 */
public record TypedDatabase(String text, DatabaseFields fields, boolean passwordDropped, String nickname,
        String access) {
    static final TypedDatabase NOTHING = new TypedDatabase("", DatabaseFields.EMPTY, false, "", "");

    /** The fields of the form that belong to its folded parts. */
    private static final String[] PARTS = {"host", "port", "database", "user", "password"};

    static TypedDatabase of(Form form) {
        TypedConnection typed = new TypedConnection(form.text("text"));
        String authority = form.text("authority");
        boolean key = authority.contains("PRIVATE KEY");
        boolean dropped = !form.exactly("password").isEmpty() || typed.mayHoldPassword();
        return new TypedDatabase(typed.withoutPassword(), fields(form, "", key ? "" : authority), dropped,
                form.text("nickname"), form.text("access"));
    }

    /** The fields with all that was typed, to be used and not to be shown. */
    static DatabaseFields fields(Form form) {
        return fields(form, form.exactly("password"), form.text("authority"));
    }

    /** Whether the parts of the address need to be seen. */
    public boolean showsParts(FormErrors errors) {
        boolean filled = !fields.host().isEmpty() || !fields.database().isEmpty() || !fields.user().isEmpty();
        for (String part : PARTS) {
            filled |= !errors.of(part).isEmpty();
        }
        return filled;
    }

    private static DatabaseFields fields(Form form, String password, String authority) {
        return new DatabaseFields(form.text("host"), form.text("port"), form.text("database"), form.text("user"),
                password, form.text("sslMode"), authority, form.isTicked("prepare"));
    }
}
