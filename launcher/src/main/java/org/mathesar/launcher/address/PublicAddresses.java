package org.mathesar.launcher.address;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
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

    private Stream<InetAddress> first(Class<? extends InetAddress> family) {
        return all.stream().filter(family::isInstance).limit(1);
    }
}
