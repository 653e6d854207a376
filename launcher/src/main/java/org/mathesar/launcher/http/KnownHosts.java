package org.mathesar.launcher.http;

import java.net.IDN;
import java.net.InetAddress;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The names and addresses under which this server answers; compared without port, case and trailing dot. */
public final class KnownHosts {
    private final Set<String> names;
    private final boolean any;

    private KnownHosts(Set<String> names, boolean any) {
        this.names = names;
        this.any = any;
    }

    /** Exactly these; IPv6 addresses may stand in brackets or not, names may be Unicode, {@code *.example.org} any one label. */
    public static KnownHosts of(Collection<String> names) {
        return new KnownHosts(names.stream().map(KnownHosts::canonical).collect(Collectors.toUnmodifiableSet()), false);
    }

    /** Every well-formed host, for platforms that route by name before us. */
    public static KnownHosts any() {
        return new KnownHosts(Set.of(), true);
    }

    /** Whether the value of a Host header is one of them. */
    public boolean contains(String hostHeader) {
        if (any) {
            return true;
        }
        String host = canonical(hostHeader);
        int dot = host.indexOf('.');
        return names.contains(host) || dot > 0 && names.contains("*" + host.substring(dot));
    }

    /** The host of a Host header without its port, as written; an IPv6 address keeps its brackets. */
    static String withoutPort(String hostHeader) {
        if (hostHeader.startsWith("[")) {
            return hostHeader.substring(0, hostHeader.indexOf(']') + 1);
        }
        int colon = hostHeader.indexOf(':');
        boolean bareIpv6 = colon != hostHeader.lastIndexOf(':');
        return colon < 0 || bareIpv6 ? hostHeader : hostHeader.substring(0, colon);
    }

    /** The host of a Host header in the one spelling by which it is compared. */
    static String canonical(String host) {
        String bare = withoutPort(host.strip());
        if (bare.startsWith("[") && bare.endsWith("]")) {
            bare = bare.substring(1, bare.length() - 1);
        }
        try {
            return InetAddress.ofLiteral(bare).getHostAddress();
        } catch (IllegalArgumentException _) {
            return name(bare);
        }
    }

    private static String name(String text) {
        String bare = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
        try {
            return IDN.toASCII(bare, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException _) {
            return bare.toLowerCase(Locale.ROOT);
        }
    }
}
