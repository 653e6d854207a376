package org.mathesar.launcher.address;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The addresses under which the internet reaches this server.
 *
 * @param all IPv4 first, the preferred one of each kind before the others; empty when none is known. A certificate is for
 *        {@link #certifiable()} only
 * @param source who says so
 * @param whyNone one sentence for the owner when no authority can certify any of them, e.g. because they are private
 */
public record PublicAddresses(List<InetAddress> all, Source source, Optional<String> whyNone) {

    /** Two groups of zeros or more, with the colons around them. */
    private static final Pattern ZEROS = Pattern.compile("(^|:)0(:0)+(:|$)");

    /** Who says so, from the strongest. */
    public enum Source {
        SETTING,
        OWNER,
        METADATA,
        INTERFACES
    }

    public PublicAddresses {
        all = List.copyOf(all);
        Objects.requireNonNull(source);
        Objects.requireNonNull(whyNone);
    }

    /** What a certificate can be ordered for: at most one IPv4 and one IPv6 address; none when {@link #whyNone} says why. */
    public List<InetAddress> certifiable() {
        if (whyNone.isPresent()) {
            return List.of();
        }
        return Stream.concat(first(Inet4Address.class), first(Inet6Address.class)).toList();
    }

    /**
     * The addresses in what somebody typed, separated by spaces or commas.
     *
     * @param allowPrivate whether an authority of the owner's own is configured, which may certify private ones
     * @throws IllegalArgumentException when one is not an address or cannot be certified; the message is a sentence for
     *         the owner
     */
    public static List<InetAddress> typed(String text, boolean allowPrivate) {
        List<InetAddress> addresses = Pattern.compile("[\\s,]+").splitAsStream(text.strip())
                .filter(word -> !word.isEmpty())
                .map(PublicAddresses::literal).distinct().toList();
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("Type the IP address under which the internet reaches this server.");
        }
        for (InetAddress address : addresses) {
            boolean anybody = address.isAnyLocalAddress() || address.isMulticastAddress();
            if (anybody || !allowPrivate && !AddressScope.isGlobal(address)) {
                throw new IllegalArgumentException(
                        "The address " + text(address) + " " + AddressScope.of(address).words()
                                + "; type the one under which the internet reaches this server.");
            }
        }
        return addresses;
    }

    private static InetAddress literal(String word) {
        try {
            return InetAddress.ofLiteral(word.replaceAll("^\\[|\\]$", ""));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "\"" + word + "\" is not an IP address; it looks like 203.0.113.10 or 2001:db8::10.", e);
        }
    }

    /** The address as people write it: IPv6 in the short form of RFC 5952. */
    public static String text(InetAddress address) {
        String text = address.getHostAddress();
        if (address instanceof Inet4Address) {
            return text;
        }
        return ZEROS.matcher(text).results().reduce((one, other) -> length(other) > length(one) ? other : one)
                .map(run -> text.substring(0, run.start()) + "::" + text.substring(run.end())).orElse(text);
    }

    private static int length(MatchResult run) {
        return (int) run.group().chars().filter(each -> each == '0').count();
    }

    private Stream<InetAddress> first(Class<? extends InetAddress> family) {
        return all.stream().filter(family::isInstance).limit(1);
    }
}
