package org.mathesar.launcher.address;

import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The addresses under which the internet reaches this server.
 *
 * @param all IPv4 first; empty when none is known
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
}
