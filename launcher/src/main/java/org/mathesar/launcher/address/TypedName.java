package org.mathesar.launcher.address;

import java.net.IDN;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads a domain name out of what people type and says in a sentence why something is none. */
final class TypedName {
    private static final int LONGEST = 253;
    private static final int LONGEST_LABEL = 63;
    private static final Pattern SCHEME = Pattern.compile("^[A-Za-z][A-Za-z0-9+.-]*://");
    private static final Pattern PORT = Pattern.compile(":\\d*$");
    private static final Pattern NUMERIC_END = Pattern.compile("(.*\\.)?(\\d+|0x[0-9a-f]*)");

    /** Names that lead nowhere but to the computer that asks, or nowhere at all (RFC 6761, RFC 7686, RFC 9476). */
    private static final Set<String> NEVER = Set.of("localhost", "invalid", "onion", "alt");

    /** Names of networks of one's own (RFC 6761, RFC 6762, RFC 8375 and what routers and companies use). */
    private static final Set<String> OWN_NETWORK = Set.of("local", "internal", "test", "lan", "home", "corp",
            "intranet",
            "private", "localdomain", "home.arpa", "mail");

    /** Letters that the two IDNA standards turn into different names, so that it is not clear which one is meant. */
    private static final String AMBIGUOUS = "\u00df\u1e9e\u03c2\u200c\u200d";

    private TypedName() {}

    static DomainName read(String text, boolean publicAuthority) {
        String name = host(text);
        refuseForeignKinds(name);
        String ascii = ascii(name);
        if (NUMERIC_END.matcher(ascii).matches()) {
            throw refused("That is an IP address; type a domain name such as mathesar.example.org here.");
        }
        refuseReserved(ascii, publicAuthority);
        if (ascii.indexOf('.') < 0) {
            throw refused("\"" + name + "\" has only one part; type the whole name, such as mathesar.example.org.");
        }
        try {
            return new DomainName(ascii);
        } catch (IllegalArgumentException _) {
            throw unreadable(name);
        }
    }

    /** The host's part of a URL, or the text itself. */
    private static String host(String text) {
        String rest = Normalizer.normalize(text, Normalizer.Form.NFKC).replace('\u3002', '.').replace("\ufeff", "")
                .replace("\u200b", "").strip();
        rest = SCHEME.matcher(rest).replaceFirst("");
        rest = rest.split("[/?#\\\\]", 2)[0].strip();
        if (rest.isEmpty()) {
            throw refused("Type a domain name, such as mathesar.example.org.");
        }
        if (rest.startsWith("[") || rest.indexOf(':') != rest.lastIndexOf(':')) {
            throw refused("That is an IP address; type a domain name such as mathesar.example.org here.");
        }
        rest = PORT.matcher(rest).replaceFirst("");
        return rest.endsWith(".") ? rest.substring(0, rest.length() - 1) : rest;
    }

    private static void refuseForeignKinds(String name) {
        if (name.indexOf('@') >= 0) {
            throw refused("That is an e-mail address; type only the domain name, such as mathesar.example.org.");
        }
        if (name.chars().anyMatch(Character::isWhitespace)) {
            throw refused("A domain name has no spaces; type one name only.");
        }
        if (name.indexOf('*') >= 0) {
            throw refused("A name with * stands for many; type the one name under which people will reach Mathesar.");
        }
        if (name.chars().anyMatch(letter -> AMBIGUOUS.indexOf(letter) >= 0)) {
            throw refused("\"" + name + "\" has a letter that is written in two ways in the DNS; type the name as your"
                    + " registrar shows it with xn--.");
        }
        name.codePoints().filter(point -> !mayBeInAName(point)).findFirst().ifPresent(point -> {
            throw refused("A domain name cannot hold \"" + Character.toString(point)
                    + "\"; it is made of letters, digits, hyphens and dots.");
        });
    }

    private static boolean mayBeInAName(int point) {
        return switch (Character.getType(point)) {
            case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK -> true;
            default -> Character.isLetterOrDigit(point) || point == '-' || point == '.' || point == '\u00b7'
                    || point == '\u30fb';
        };
    }

    private static String ascii(String name) {
        String lower = Normalizer.normalize(name.toLowerCase(Locale.ROOT), Normalizer.Form.NFC);
        for (String label : lower.split("\\.", -1)) {
            if (label.isEmpty()) {
                throw unreadable(name);
            }
        }
        String ascii;
        try {
            ascii = IDN.toASCII(lower, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException _) {
            throw lower.chars().allMatch(letter -> letter < 128) ? tooLong(name) : unreadable(name);
        }
        for (String label : ascii.split("\\.")) {
            if (label.length() > LONGEST_LABEL) {
                throw tooLong(name);
            }
        }
        if (ascii.length() > LONGEST) {
            throw tooLong(name);
        }
        return ascii;
    }

    private static void refuseReserved(String ascii, boolean publicAuthority) {
        if (NEVER.stream().anyMatch(reserved -> isBelow(ascii, reserved))) {
            throw refused(
                    "\"" + ascii + "\" can lead to no server on the internet; type a name of a domain that you own.");
        }
        if (publicAuthority && OWN_NETWORK.stream().anyMatch(reserved -> isBelow(ascii, reserved))) {
            throw refused("\"" + ascii + "\" is a name for private networks, which no public certificate authority"
                    + " certifies; type a name of a domain that you own.");
        }
    }

    private static boolean isBelow(String name, String reserved) {
        return name.equals(reserved) || name.endsWith("." + reserved);
    }

    private static IllegalArgumentException tooLong(String name) {
        return refused("\"" + (name.length() > 80 ? name.substring(0, 80) + "…" : name)
                + "\" is too long for a domain name: 63 letters between two dots, 253 in all.");
    }

    private static IllegalArgumentException unreadable(String name) {
        return refused("\"" + name + "\" is not a domain name; type one such as mathesar.example.org.");
    }

    private static IllegalArgumentException refused(String sentence) {
        return new IllegalArgumentException(sentence);
    }
}
