package org.mathesar.launcher;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.mathesar.launcher.claim.SetupCode;
import org.mathesar.launcher.database.AuthorityPem;
import org.mathesar.launcher.database.SslMode;
import org.mathesar.launcher.http.RefusedPaths;
import org.mathesar.launcher.http.TrustedProxies;
import org.mathesar.launcher.storage.Secret;

/**
 * How the values of settings are written. Each method refuses with an {@link IllegalArgumentException} whose message goes
 * on after the setting's name.
 */
final class SettingSyntax {
    private static final Pattern HOST = Pattern.compile("[\\p{L}\\p{M}\\p{N}_.:\\[\\]-]+");

    private SettingSyntax() {}

    static Platform platform(String text) {
        return Platform.named(text)
                .orElseThrow(() -> new IllegalArgumentException("is none of " + Platform.names()));
    }

    static int port(String text) {
        return number(text, 1, 65_535);
    }

    /** A port, or 0 for none. */
    static int portOrNone(String text) {
        return number(text, 0, 65_535);
    }

    static int workers(String text) {
        return number(text, 1, 64);
    }

    private static int number(String text, int lowest, int highest) {
        try {
            int number = Integer.parseInt(text);
            if (number >= lowest && number <= highest) {
                return number;
            }
        } catch (NumberFormatException _) {
            // Told below in the same words as a number out of range.
        }
        throw new IllegalArgumentException("is no whole number from " + lowest + " to " + highest);
    }

    static boolean truth(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "yes", "1" -> true;
            case "false", "no", "0" -> false;
            default -> throw new IllegalArgumentException("is neither true nor false");
        };
    }

    static boolean isJson(String text) {
        return switch (text) {
            case "json" -> true;
            case "text" -> false;
            default -> throw new IllegalArgumentException("is neither text nor json");
        };
    }

    /** An address to listen on. */
    static String listening(String text) {
        if (!isAddress(text)) {
            throw new IllegalArgumentException("is no IP address; :: means all");
        }
        return text;
    }

    /** An address of a server. */
    static String address(String text) {
        if (!isAddress(text)) {
            throw new IllegalArgumentException("is no IP address");
        }
        return text;
    }

    private static boolean isAddress(String text) {
        try {
            InetAddress.ofLiteral(text);
            return true;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    /** A name or address under which people find this server. */
    static String host(String text) {
        if (!HOST.matcher(text).matches()) {
            throw new IllegalArgumentException("is no host name; give it without https:// and without a path");
        }
        return text;
    }

    static String network(String text) {
        try {
            TrustedProxies.of(List.of(text));
            return text;
        } catch (IllegalArgumentException _) {
            throw new IllegalArgumentException("is no network such as 10.0.0.0/8");
        }
    }

    static String openedPath(String text) {
        if (!RefusedPaths.OPENABLE.contains(text)) {
            throw new IllegalArgumentException("cannot be opened; only "
                    + String.join(", ", RefusedPaths.OPENABLE.stream().sorted().toList()) + " can");
        }
        return text;
    }

    static URI url(String text) {
        try {
            URI uri = URI.create(text);
            if (uri.getHost() != null && List.of("http", "https").contains(uri.getScheme())) {
                return uri;
            }
        } catch (IllegalArgumentException _) {
            // Told below in the same words as an address of another kind.
        }
        throw new IllegalArgumentException("is no http or https address");
    }

    /** The directory of a certificate authority. */
    static URI directory(String text) {
        URI uri = url(text);
        if (!uri.getScheme().equals("https")) {
            throw new IllegalArgumentException("is no https address");
        }
        return uri;
    }

    /** A DNS server, with or without a port. */
    static String resolver(String text) {
        address(text.replaceFirst("^\\[(.+)](:\\d+)?$", "$1").replaceFirst("^([0-9.]+):\\d+$", "$1"));
        return text;
    }

    static String sha256(String text) {
        if (!text.matches("[0-9a-fA-F]{64}")) {
            throw new IllegalArgumentException("is not 64 hex digits");
        }
        return text;
    }

    static String sslMode(String text) {
        return SslMode.parse(text).map(SslMode::libpq).orElseThrow(() -> new IllegalArgumentException(
                "is none of disable, allow, prefer, require, verify-ca, verify-full"));
    }

    /** A file with the certificate of an authority. */
    static AuthorityPem authority(Path file) {
        try {
            return switch (AuthorityPem.read(Files.readString(file), Instant.now())) {
                case AuthorityPem.Reading.Usable(var authority) -> authority;
                case AuthorityPem.Reading.Unusable(String sentence) ->
                    throw new IllegalArgumentException("is of no use. " + sentence);
            };
        } catch (IOException _) {
            throw new IllegalArgumentException("names a file that cannot be read");
        }
    }

    static Secret setupCode(String text) {
        if (!SetupCode.isLongEnough(text)) {
            throw new IllegalArgumentException(
                    "has fewer than " + SetupCode.SHORTEST_GIVEN + " letters and digits, which could be guessed");
        }
        return new Secret(text);
    }
}
