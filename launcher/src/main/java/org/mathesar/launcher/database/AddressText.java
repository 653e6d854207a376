package org.mathesar.launcher.database;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A postgres:// or jdbc:postgresql: address. It is read more leniently than RFC 3986 and libpq do, since many people paste
 * passwords that nobody escaped.
 */
final class AddressText {
    private static final Pattern SCHEME = Pattern
            .compile("(?is)(jdbc:)?(?:postgres|postgresql|pgsql|postgis)(?:\\+[a-z0-9_]+)?:(//)?(.*)");
    private static final Pattern PLACE = Pattern
            .compile("(?i)(\\[[^\\]\\s]*\\]|%2f[^\\s/?#,@\\[\\]]*?|[^\\s/?#:,@\\[\\]]*+)"
                    + "(?::(\\d{0,9}))?");
    private static final Pattern WITHOUT_SCHEME = Pattern
            .compile("[^\\s/@=]{1,500}@(?:[\\w.-]+|\\[[0-9a-fA-F:]+\\])(?::\\d{1,5})?(?:/\\S*)?");
    private static final int MOST_QUESTION_MARKS = 20;

    private final boolean jdbc;

    private AddressText(boolean jdbc) {
        this.jdbc = jdbc;
    }

    static boolean isOne(String text) {
        Matcher scheme = SCHEME.matcher(text);
        return scheme.matches() && (scheme.group(1) != null || scheme.group(2) != null);
    }

    /** Whether it is an address but for the postgresql:// in front. */
    static boolean lacksScheme(String text) {
        return WITHOUT_SCHEME.matcher(text).matches();
    }

    static ConnectionWords words(String text) throws UnreadableText {
        Matcher scheme = SCHEME.matcher(text);
        if (!scheme.matches()) {
            throw ConnectionText.unknown();
        }
        AddressText address = new AddressText(scheme.group(1) != null);
        ConnectionWords words = new ConnectionWords();
        String rest = scheme.group(3);
        int query = address.queryStart(rest);
        String place = query < 0 ? rest : rest.substring(0, query);
        if (address.jdbc && scheme.group(2) == null && place.indexOf(':') < 0) {
            words.put("dbname", address.decoded(place.startsWith("/") ? place.substring(1) : place));
        } else {
            address.readPlace(place, words);
        }
        if (query >= 0) {
            address.readQuery(rest.substring(query + 1), words);
        }
        return words;
    }

    /**
     * Where the parameters begin. A question mark, slash or @ that nobody escaped in a password is told from one that
     * parts the address by whether what stands before and after it makes sense.
     */
    private int queryStart(String rest) {
        int mark = rest.indexOf('?');
        for (int tries = 0; mark >= 0 && tries < MOST_QUESTION_MARKS; tries++) {
            if (isPlace(rest.substring(0, mark)) && isQuery(rest.substring(mark + 1))) {
                return mark;
            }
            mark = rest.indexOf('?', mark + 1);
        }
        return -1;
    }

    private static boolean isPlace(String text) {
        String hosts = hosts(text);
        return Arrays.stream(hosts.split(",", -1)).allMatch(host -> PLACE.matcher(host).matches());
    }

    private static boolean isQuery(String text) {
        if (text.isEmpty()) {
            return true;
        }
        String[] pairs = text.split("&");
        return Arrays.stream(pairs).allMatch(pair -> pair.isEmpty() || pair.matches("(?s)[A-Za-z][\\w.-]*+(=.*)?"))
                && (text.indexOf('@') < 0 || Arrays.stream(pairs)
                        .allMatch(pair -> ParameterNames.isKnown(pair.split("=", 2)[0])));
    }

    private static String hosts(String place) {
        String behind = place.substring(place.lastIndexOf('@') + 1);
        int slash = behind.indexOf('/');
        return slash < 0 ? behind : behind.substring(0, slash);
    }

    /** Credentials end at the last @ and the first : parts them. */
    private void readPlace(String place, ConnectionWords words) throws UnreadableText {
        int at = place.lastIndexOf('@');
        if (at >= 0) {
            String[] credentials = place.substring(0, at).split(":", 2);
            words.put("user", decoded(credentials[0]));
            if (credentials.length == 2) {
                words.put("password", decoded(credentials[1]));
            }
        }
        String hosts = hosts(place);
        readHosts(hosts, words);
        int behind = at + 1 + hosts.length();
        if (behind < place.length()) {
            String name = place.substring(behind + 1);
            if (name.indexOf('?') >= 0 || name.indexOf('&') >= 0 && name.indexOf('=') >= 0) {
                throw new UnreadableText(
                        "What follows the database name in the text are no parameters of a connection.");
            }
            words.put("dbname", decoded(name));
        }
    }

    private void readHosts(String hosts, ConnectionWords words) throws UnreadableText {
        String[] each = hosts.split(",", -1);
        if (Arrays.stream(each).distinct().count() > 1) {
            throw ConnectionWords.severalServers();
        }
        Matcher place = PLACE.matcher(each[0]);
        if (!place.matches()) {
            Placeholders.refuseIn(each[0], "host");
            throw new UnreadableText(each[0].indexOf(':') >= 0 && each[0].indexOf('[') < 0
                    ? "The port in the text is not a number from 1 to 65535. If the password holds one of the signs"
                            + " : / ? # @, write them as %3A %2F %3F %23 %40."
                    : "The host in the text cannot be read.");
        }
        words.putHost(decoded(place.group(1)));
        if (place.group(2) != null) {
            words.put("port", place.group(2));
        }
    }

    private void readQuery(String query, ConnectionWords words) throws UnreadableText {
        for (String parameter : query.split("&")) {
            String[] pair = parameter.split("=", 2);
            // pgjdbc and libpq take a parameter without a value differently; none of those that matter here has none.
            String value = pair.length == 2 ? decoded(pair[1]) : "true";
            if (pair.length == 2 && pair[1].indexOf('=') >= 0) {
                words.putBare(pair[0], value);
            } else {
                words.putParameter(pair[0], value);
            }
        }
    }

    /** Percent-decoding of RFC 3986: a plus stays a plus, except in jdbc: addresses, where pgjdbc takes it for a blank. */
    private String decoded(String text) throws UnreadableText {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < text.length();) {
            int character = text.codePointAt(i);
            if (character == '%') {
                bytes.write(octet(text, i + 1));
                i += 3;
            } else {
                int written = jdbc && character == '+' ? ' ' : character;
                bytes.writeBytes(Character.toString(written).getBytes(StandardCharsets.UTF_8));
                i += Character.charCount(character);
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray())).toString();
        } catch (CharacterCodingException _) {
            throw new UnreadableText("The percent signs in the text do not make UTF-8.");
        }
    }

    private static int octet(String text, int start) throws UnreadableText {
        int high = start + 1 < text.length() ? Character.digit(text.charAt(start), 16) : -1;
        int low = start + 1 < text.length() ? Character.digit(text.charAt(start + 1), 16) : -1;
        if (high < 0 || low < 0) {
            throw new UnreadableText("A percent sign in the text is not followed by two hex digits; write it as %25.");
        }
        return high * 16 + low;
    }
}
