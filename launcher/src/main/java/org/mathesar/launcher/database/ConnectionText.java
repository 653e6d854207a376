package org.mathesar.launcher.database;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mathesar.launcher.storage.Secret;

/**
 * Reads the connection details that a person pastes: a postgres:// or jdbc: address, libpq's {@code key=value} words, or
 * a psql command around one of these. No message quotes the text, for it may hold the password.
 */
public final class ConnectionText {
    private static final Pattern PSQL = Pattern.compile("(?s)^(?:PGPASSWORD=(\\S+)\\s+)?psql\\s+(.*)$");
    private static final Pattern SCHEME = Pattern.compile("(?s)^(?:jdbc:)?(?:postgres|postgresql):(?://)?(.*)$");
    private static final Pattern QUERY = Pattern.compile("(?s)^(.*?)\\?(\\w+=.*)?$");
    private static final Pattern WORD = Pattern
            .compile("(?s)\\s*(\\w+)\\s*=\\s*('(?:[^'\\\\]|\\\\.)*'|(?:[^\\s'\\\\]|\\\\.)*)(?=\\s|$)");

    private ConnectionText() {}

    /** What was read. */
    public sealed interface Reading {
        /** The details that the text named; the others are empty. */
        record Details(Optional<String> host, Optional<Integer> port, Optional<String> database, Optional<String> user,
                Optional<Secret> password, Optional<SslMode> sslMode) implements Reading {}

        /** The text makes no sense as connection details. */
        record Unreadable(String message) implements Reading {}
    }

    public static Reading read(String text) {
        try {
            return details(words(unquoted(text.strip())));
        } catch (UnreadableException e) {
            return new Reading.Unreadable(e.getMessage());
        }
    }

    private static Map<String, String> words(String text) throws UnreadableException {
        Matcher psql = PSQL.matcher(text);
        if (psql.matches()) {
            Map<String, String> words = new LinkedHashMap<>();
            if (psql.group(1) != null) {
                words.put("password", unquoted(psql.group(1)));
            }
            words.putAll(words(unquoted(psql.group(2).strip())));
            return words;
        }
        Matcher address = SCHEME.matcher(text);
        if (address.matches()) {
            return fromAddress(address.group(1), text.startsWith("jdbc:") && !text.contains("://"));
        }
        return fromKeyValues(text);
    }

    /** Credentials end at the last @ and the first : parts them, so that passwords nobody escaped come through. */
    private static Map<String, String> fromAddress(String address, boolean nameAlone) throws UnreadableException {
        Map<String, String> words = new LinkedHashMap<>();
        Matcher query = QUERY.matcher(address);
        String place = query.matches() ? query.group(1) : address;
        int at = place.lastIndexOf('@');
        if (at >= 0) {
            String[] credentials = address.substring(0, at).split(":", 2);
            words.put("user", decoded(credentials[0]));
            if (credentials.length == 2) {
                words.put("password", decoded(credentials[1]));
            }
        }
        String[] hostAndName = place.substring(at + 1).split("/", 2);
        if (nameAlone && hostAndName.length == 1 && place.indexOf(':') < 0) {
            words.put("dbname", decoded(hostAndName[0]));
        } else {
            putHost(words, hostAndName[0]);
        }
        if (hostAndName.length == 2) {
            words.put("dbname", decoded(hostAndName[1]));
        }
        if (query.matches() && query.group(2) != null) {
            for (String parameter : query.group(2).split("&")) {
                String[] pair = parameter.split("=", 2);
                words.put(decoded(pair[0]), pair.length == 2 ? decoded(pair[1]) : "");
            }
        }
        words.values().removeIf(String::isEmpty);
        return words;
    }

    private static void putHost(Map<String, String> words, String place) throws UnreadableException {
        if (place.contains(",")) {
            throw new UnreadableException("The text names several servers; give the address of the primary alone.");
        }
        Matcher parts = Pattern.compile("(\\[[^\\]]*\\]|[^:]*)(?::(.*))?").matcher(place);
        if (!parts.matches()) {
            throw new UnreadableException("The host in the text cannot be read.");
        }
        String host = decoded(parts.group(1));
        words.put("host", host.startsWith("[") ? host.substring(1, host.length() - 1) : host);
        if (parts.group(2) != null) {
            words.put("port", parts.group(2));
        }
    }

    private static Map<String, String> fromKeyValues(String text) throws UnreadableException {
        Map<String, String> words = new LinkedHashMap<>();
        Matcher word = WORD.matcher(text);
        int end = 0;
        while (end < text.length() && word.find(end) && word.start() == end) {
            String value = word.group(2);
            if (value.startsWith("'")) {
                value = value.substring(1, value.length() - 1);
            }
            words.put(word.group(1).toLowerCase(Locale.ROOT), value.replaceAll("(?s)\\\\(.)", "$1"));
            end = word.end();
        }
        if (words.isEmpty() || !text.substring(end).isBlank()) {
            throw new UnreadableException("These are no connection details. They look like"
                    + " postgresql://user:password@host:5432/database or host=… dbname=… user=… password=….");
        }
        return words;
    }

    private static Reading details(Map<String, String> words) throws UnreadableException {
        Optional<Integer> port = Optional.empty();
        if (words.containsKey("port")) {
            String digits = words.get("port");
            if (!digits.matches("\\d{1,5}") || Integer.parseInt(digits) > 65_535 || Integer.parseInt(digits) == 0) {
                throw new UnreadableException("The port in the text is not a number from 1 to 65535.");
            }
            port = Optional.of(Integer.valueOf(digits));
        }
        Optional<SslMode> sslMode = Optional.empty();
        if (words.containsKey("sslmode")) {
            // node-postgres and Heroku say no-verify for what libpq calls require.
            String mode = words.get("sslmode").equals("no-verify") ? "require" : words.get("sslmode");
            sslMode = Optional.of(SslMode.parse(mode).orElseThrow(() -> new UnreadableException(
                    "The sslmode in the text is unknown; PostgreSQL knows disable, allow, prefer, require, verify-ca"
                            + " and verify-full.")));
        } else if ("true".equals(words.get("ssl"))) {
            sslMode = Optional.of(SslMode.REQUIRE);
        }
        return new Reading.Details(value(words, "host").or(() -> value(words, "hostaddr")), port,
                value(words, "dbname").or(() -> value(words, "database")), value(words, "user"),
                value(words, "password").map(Secret::new), sslMode);
    }

    private static Optional<String> value(Map<String, String> words, String key) {
        return Optional.ofNullable(words.get(key)).filter(value -> !value.isEmpty());
    }

    private static String unquoted(String text) {
        boolean quoted = text.length() >= 2 && (text.startsWith("\"") || text.startsWith("'"))
                && text.indexOf(text.charAt(0), 1) == text.length() - 1;
        return quoted ? text.substring(1, text.length() - 1) : text;
    }

    /** Percent-decoding of RFC 3986: a plus stays a plus, and a stray percent sign is a mistake worth telling. */
    private static String decoded(String text) throws UnreadableException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < text.length();) {
            int character = text.codePointAt(i);
            if (character != '%') {
                bytes.writeBytes(Character.toString(character).getBytes(StandardCharsets.UTF_8));
                i += Character.charCount(character);
            } else if (i + 2 < text.length() && text.substring(i + 1, i + 3).matches("[0-9A-Fa-f]{2}")) {
                bytes.write(Integer.parseInt(text.substring(i + 1, i + 3), 16));
                i += 3;
            } else {
                throw new UnreadableException("A percent sign in the text is not followed by two hex digits; write it"
                        + " as %25.");
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray())).toString();
        } catch (CharacterCodingException _) {
            throw new UnreadableException("The percent signs in the text do not make UTF-8.");
        }
    }

    private static final class UnreadableException extends Exception {
        private static final long serialVersionUID = 1L;

        UnreadableException(String message) {
            super(message);
        }
    }
}
