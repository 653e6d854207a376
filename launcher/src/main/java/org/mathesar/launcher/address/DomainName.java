package org.mathesar.launcher.address;

import java.net.IDN;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A domain name that people type, kept as DNS knows it.
 *
 * @param ascii lower case, without the dot at the end, labels beyond ASCII as {@code xn--…} (RFC 5890)
 */
public record DomainName(String ascii) {
    private static final Pattern FORM = Pattern.compile("(?=.{4,253}$)([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?\\.)+"
            + "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    public DomainName {
        Objects.requireNonNull(ascii);
        if (!FORM.matcher(ascii).matches()) {
            throw new IllegalArgumentException("no domain name: " + ascii);
        }
    }

    /** PLACEHOLDER until the address branch is merged. */
    public static DomainName typed(String text, boolean publicAuthority) {
        return new DomainName(IDN.toASCII(text).toLowerCase(Locale.ROOT));
    }

    /** The name as people read it, e.g. {@code bücher.example}. */
    public String unicode() {
        return IDN.toUnicode(ascii);
    }

    @Override
    public String toString() {
        return ascii.toLowerCase(Locale.ROOT);
    }
}
