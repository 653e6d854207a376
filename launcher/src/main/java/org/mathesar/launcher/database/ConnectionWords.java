package org.mathesar.launcher.database;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.mathesar.launcher.database.ConnectionText.Reading;
import org.mathesar.launcher.storage.Secret;

/** The parameters that a text names, by libpq's names, while it is being read. */
final class ConnectionWords {
    private static final Pattern HOST = Pattern.compile("[\\p{L}\\p{N}._:%-]{1,255}");
    private static final Pattern SOCKET = Pattern.compile("/[^\\p{Cntrl}\\s]{0,250}");
    /** A name in which the password was caught must never be shown. */
    private static final Pattern PASSWORD_WITHIN = Pattern.compile("(?i)(?:pass(?:word|wd)?|pwd)[\"']?\\s*[=:]");
    private static final List<String> NAMES = List.of("host", "dbname", "user");
    private static final int LONGEST_NAME = 255;
    private static final int LONGEST_PASSWORD = 2_000;

    private final Map<String, String> words = new LinkedHashMap<>();

    /** A parameter by libpq's name; the last one of a name counts, and an empty one counts for nothing. */
    void put(String name, String value) {
        if (!value.isEmpty()) {
            words.put(name, value);
        }
    }

    /** A parameter by whatever name; those that are not needed leave only what else they say. */
    void putParameter(String label, String value) throws UnreadableText {
        Optional<String> name = ParameterNames.libpq(label);
        if (name.isPresent() && !name.get().equals(ParameterNames.URL)) {
            if (name.get().equals("host")) {
                putHost(value);
            } else {
                put(name.get(), value);
            }
        } else {
            put(ParameterNames.normal(label), value);
        }
    }

    /** A parameter whose value stood there as it is, with neither quotes nor escapes that would tell where it ends. */
    void putBare(String label, String value) throws UnreadableText {
        boolean name = ParameterNames.libpq(label).filter(NAMES::contains).isPresent();
        if (name && value.indexOf('=') >= 0) {
            throw runTogether();
        }
        putParameter(label, value);
    }

    /** A host, which may be in brackets. */
    void putHost(String host) throws UnreadableText {
        if (host.contains(",") && !host.startsWith("/")) {
            throw severalServers();
        }
        boolean bracketed = host.startsWith("[") && host.endsWith("]") && host.indexOf(':') >= 0;
        put("host", bracketed ? host.substring(1, host.length() - 1) : host);
    }

    /** A host that may have its port behind it. */
    void putPlace(String place) throws UnreadableText {
        int colon = place.lastIndexOf(':');
        boolean withPort = colon > 0 && place.substring(colon + 1).matches("\\d{1,9}")
                && (place.indexOf(':') == colon || place.charAt(colon - 1) == ']') && !place.startsWith("/");
        putHost(withPort ? place.substring(0, colon) : place);
        if (withPort) {
            put("port", place.substring(colon + 1));
        }
    }

    /** Takes over what is not yet named here. */
    void fill(ConnectionWords others) {
        others.words.forEach(words::putIfAbsent);
    }

    /** Takes over all, also what is named here already. */
    void override(ConnectionWords others) {
        words.putAll(others.words);
    }

    boolean has(String name) {
        return words.containsKey(name);
    }

    /** Whether something of a connection is named at all. */
    boolean isEmpty() {
        return !has("host") && !has("dbname") && !has("user") && !has("password") && !has("instance");
    }

    /** The details, if they make sense. */
    Reading.Details details() throws UnreadableText {
        if (!has("host")) {
            refuseRemoteKnowledge();
        }
        for (String name : NAMES) {
            if (has(name)) {
                checkName(name, words.get(name));
            }
        }
        if (has("password")) {
            checkPassword(words.get("password"));
        }
        return new Reading.Details(value("host"), port(), value("dbname"), value("user"),
                value("password").map(Secret::new), sslMode(),
                value("sslrootcert").filter(file -> !file.equals("system")));
    }

    private void refuseRemoteKnowledge() throws UnreadableText {
        if (has("instance")) {
            throw new UnreadableText("A Cloud SQL connection name alone is understood by Google's own connectors only."
                    + " Give the instance's IP address as the host, or /cloudsql/ and that name where Google puts such a"
                    + " socket.");
        }
        if (has("service")) {
            throw new UnreadableText(
                    "The text names a service of your own computer's pg_service.conf, which is not known"
                            + " here; give host, database, user and password themselves.");
        }
    }

    private static void checkName(String name, String value) throws UnreadableText {
        String spoken = switch (name) {
            case "host" -> "host";
            case "user" -> "user";
            default -> "database name";
        };
        Placeholders.refuseIn(value, spoken);
        if (PASSWORD_WITHIN.matcher(value).find()) {
            throw runTogether();
        }
        boolean fits = name.equals("host")
                ? HOST.matcher(value).matches() || SOCKET.matcher(value).matches()
                : value.getBytes(StandardCharsets.UTF_8).length <= LONGEST_NAME
                        && value.codePoints().noneMatch(Character::isISOControl);
        if (!fits) {
            throw new UnreadableText(
                    "The " + spoken + " in the text holds characters that cannot be part of one, or too many.");
        }
    }

    private static void checkPassword(String password) throws UnreadableText {
        Placeholders.refusePassword(password);
        if (password.indexOf('\0') >= 0 || password.length() > LONGEST_PASSWORD) {
            throw new UnreadableText("The password in the text is too long, or holds a character that none may have.");
        }
    }

    private Optional<Integer> port() throws UnreadableText {
        if (!has("port")) {
            return Optional.empty();
        }
        Placeholders.refuseIn(words.get("port"), "port");
        String digits = words.get("port").strip();
        if (!digits.matches("[0-9]{1,5}") || Integer.parseInt(digits) > 65_535 || Integer.parseInt(digits) == 0) {
            throw new UnreadableText("The port in the text is not a number from 1 to 65535.");
        }
        return Optional.of(Integer.valueOf(digits));
    }

    private Optional<SslMode> sslMode() throws UnreadableText {
        if (has("sslmode")) {
            // node-postgres and Heroku say no-verify for what libpq calls require; Npgsql writes VerifyFull.
            String mode = switch (words.get("sslmode").strip().toLowerCase(Locale.ROOT)) {
                case "no-verify", "required" -> "require";
                case "verifyca" -> "verify-ca";
                case "verifyfull" -> "verify-full";
                case String other -> other;
            };
            return Optional.of(SslMode.parse(mode).orElseThrow(() -> new UnreadableText(
                    "The sslmode in the text is unknown; PostgreSQL knows disable, allow, prefer, require, verify-ca"
                            + " and verify-full.")));
        }
        // libpq takes the system's authorities for a demand to check everything.
        if (value("sslrootcert").filter("system"::equals).isPresent()) {
            return Optional.of(SslMode.VERIFY_FULL);
        }
        boolean wanted = value("ssl").filter(it -> it.matches("(?i)true|1|on|yes|required?")).isPresent();
        // Binding to a channel is possible with TLS alone, so whoever demands it demands TLS.
        boolean bound = value("channel_binding").filter("require"::equals).isPresent();
        return wanted || bound ? Optional.of(SslMode.REQUIRE) : Optional.empty();
    }

    private Optional<String> value(String name) {
        return Optional.ofNullable(words.get(name));
    }

    static UnreadableText runTogether() {
        return new UnreadableText(
                "The parts of the text cannot be told apart; a line break, a blank or an & is missing.");
    }

    static UnreadableText severalServers() {
        return new UnreadableText("The text names several servers; give the address of the primary alone.");
    }
}
