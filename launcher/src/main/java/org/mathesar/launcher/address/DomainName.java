package org.mathesar.launcher.address;

import java.net.IDN;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A domain name as DNS knows it; {@link #typed} makes one of what people type.
 *
 * @param ascii lower case, without the dot at the end, labels beyond ASCII as {@code xn--…} (RFC 5890)
 */
public record DomainName(String ascii) {
    private static final Pattern FORM = Pattern.compile("(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+"
            + "(?=[a-z0-9-]*[a-z])[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    public DomainName {
        Objects.requireNonNull(ascii);
        if (!FORM.matcher(ascii).matches()) {
            throw new IllegalArgumentException("\"" + ascii + "\" is not a domain name.");
        }
    }

    /** As {@link #typed(String, boolean)} for a certificate authority that everybody trusts. */
    public static DomainName typed(String text) {
        return typed(text, true);
    }

    /**
     * The name in what somebody typed or pasted: a name in any case and script, with a dot at its end, or a whole URL.
     *
     * @param publicAuthority whether an authority that everybody trusts is to certify it; one of the owner's own may also
     *        certify names such as {@code mathesar.internal}
     * @throws IllegalArgumentException when there is none that could be certified; the message is a sentence for the
     *         owner
     */
    public static DomainName typed(String text, boolean publicAuthority) {
        return TypedName.read(text, publicAuthority);
    }

    /** The name as people read it, e.g. {@code bücher.example}. */
    public String unicode() {
        return IDN.toUnicode(ascii);
    }

    /** The name without its first label, as long as there is one. */
    Optional<String> parent() {
        int dot = ascii.indexOf('.');
        return dot < 0 ? Optional.empty() : Optional.of(ascii.substring(dot + 1));
    }

    @Override
    public String toString() {
        return ascii;
    }
}
