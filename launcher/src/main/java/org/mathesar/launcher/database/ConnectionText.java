package org.mathesar.launcher.database;

import java.util.Optional;
import java.util.regex.Pattern;
import org.mathesar.launcher.storage.Secret;

/**
 * Reads the connection details that a person pastes: a postgres:// or jdbc: address, libpq's {@code key=value} words, a
 * psql command around one of these, lines of environment variables, and the lists of labels and values that hosters show.
 * No message quotes the text, for it may hold the password.
 */
public final class ConnectionText {
    /** More than any hoster shows, and little enough to be read at once. */
    private static final int LONGEST = 16_384;
    /** What web pages hide in a text that is copied from them, and what turns the direction of reading. */
    private static final Pattern INVISIBLE = Pattern.compile("[\\u00AD\\u200B\\u200E\\u200F\\u202A-\\u202E\\u2060"
            + "\\u2066-\\u2069\\uFEFF]");
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}&&[^\\t\\n\\r]]");
    private static final Pattern BARE_HOST = Pattern
            .compile("(?:[A-Za-z0-9_-]{1,63}\\.){1,20}[A-Za-z][A-Za-z0-9-]{0,62}(?::\\d{1,5})?");
    private static final Pattern BARE_ADDRESS = Pattern.compile("\\d{1,3}(?:\\.\\d{1,3}){3}(?::\\d{1,5})?");
    private static final String EXPECTED = "These are no connection details. They look like"
            + " postgresql://user:password@host:5432/database or host=… dbname=… user=… password=….";

    private ConnectionText() {}

    /** What was read. */
    public sealed interface Reading {
        /**
         * The details that the text named; the others are empty.
         *
         * @param host a name, an address without brackets, or the directory of a socket, which begins with a slash
         * @param authorityFile where the text says the server's certificate authority is kept (libpq's sslrootcert), on
         *            whatever machine the text was written for
         */
        record Details(Optional<String> host, Optional<Integer> port, Optional<String> database, Optional<String> user,
                Optional<Secret> password, Optional<SslMode> sslMode, Optional<String> authorityFile)
                implements
                    Reading {
            public Details(Optional<String> host, Optional<Integer> port, Optional<String> database,
                    Optional<String> user, Optional<Secret> password, Optional<SslMode> sslMode) {
                this(host, port, database, user, password, sslMode, Optional.empty());
            }
        }

        /** The text makes no sense as connection details. */
        record Unreadable(String message) implements Reading {}
    }

    /** Reads a text of any origin; always ends quickly, and never with an exception. */
    public static Reading read(String text) {
        try {
            return words(cleaned(text)).details();
        } catch (UnreadableText e) {
            return new Reading.Unreadable(e.getMessage());
        }
    }

    private static String cleaned(String text) throws UnreadableText {
        if (text.length() > LONGEST) {
            throw new UnreadableText("The text is too long for connection details; paste only the connection string.");
        }
        String clean = text.replace('\u00A0', ' ').strip();
        if (INVISIBLE.matcher(clean).find()) {
            throw new UnreadableText("The text holds invisible characters, as some web pages put them in; type it, or"
                    + " copy it with the page's copy button.");
        }
        if (CONTROL.matcher(clean).find()
                || clean.codePoints().anyMatch(it -> it >= Character.MIN_SURROGATE && it <= Character.MAX_SURROGATE)) {
            throw new UnreadableText("The text holds control characters, which no connection details have.");
        }
        return ShellWords.unquoted(clean);
    }

    /** The words of a text of any form. */
    static ConnectionWords words(String text) throws UnreadableText {
        if (text.isEmpty()) {
            throw new UnreadableText("There is no text. Connection details look like"
                    + " postgresql://user:password@host:5432/database.");
        }
        Placeholders.refuseSubstitution(text);
        boolean oneLine = text.indexOf('\n') < 0 && text.indexOf('\r') < 0;
        if (oneLine) {
            ForeignText.refuse(text);
        }
        if (CommandText.isOne(text)) {
            return CommandText.words(text);
        }
        if (!oneLine || text.startsWith("{")) {
            return BlockText.words(text);
        }
        return AddressText.isOne(text) ? AddressText.words(text) : ofLine(text);
    }

    private static ConnectionWords ofLine(String text) throws UnreadableText {
        if (PairsText.isOne(text)) {
            return PairsText.words(text);
        }
        if (AddressText.lacksScheme(text)) {
            return AddressText.words("postgresql://" + text);
        }
        if (BARE_HOST.matcher(text).matches() || BARE_ADDRESS.matcher(text).matches()) {
            ConnectionWords words = new ConnectionWords();
            words.putPlace(text);
            return words;
        }
        if (BlockText.isLabelled(text)) {
            return BlockText.words(text);
        }
        throw new UnreadableText(EXPECTED);
    }

    /** The sentence for a text of no known form. */
    static UnreadableText unknown() {
        return new UnreadableText(EXPECTED);
    }
}
