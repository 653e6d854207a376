package org.mathesar.launcher.address;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;

/** From where an IP address can be reached, by IANA's registries of special-purpose addresses (RFC 6890). */
enum AddressScope {
    LOOPBACK("leads only to the computer that asks", "127.0.0.0/8", "::1/128"),
    LINK_LOCAL("is valid only on one cable", "169.254.0.0/16", "fe80::/10"),
    PRIVATE("is a private one (RFC 1918)", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"),
    SHARED("is shared by many customers of a provider (RFC 6598)", "100.64.0.0/10"),
    UNIQUE_LOCAL("is a private one (RFC 4193)", "fc00::/7"),
    DOCUMENTATION("is for documentation only", "192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32",
            "3fff::/20"),
    /** Multicast, reserved, benchmarks, transition mechanisms. */
    RESERVED("is reserved", "0.0.0.0/8", "192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15", "224.0.0.0/3", "2001::/23",
            "2002::/16"),
    GLOBAL("is a public one", "0.0.0.0/0", "2000::/3"),
    /** IPv6 outside of global unicast. */
    UNASSIGNED("is reserved", "::/0");

    private final String words;
    private final List<Prefix> prefixes;

    AddressScope(String words, String... prefixes) {
        this.words = words;
        this.prefixes = Arrays.stream(prefixes).map(Prefix::of).toList();
    }

    /** The first in the order of declaration that holds the address. */
    static AddressScope of(InetAddress address) {
        return Arrays.stream(values()).filter(scope -> scope.prefixes.stream().anyMatch(each -> each.holds(address)))
                .findFirst().orElse(UNASSIGNED);
    }

    static boolean isGlobal(InetAddress address) {
        return of(address) == GLOBAL;
    }

    /** A predicate, e.g. "is a private one (RFC 1918)". */
    String words() {
        return words;
    }

    private record Prefix(InetAddress network, int length) {
        static Prefix of(String text) {
            String[] parts = text.split("/");
            return new Prefix(InetAddress.ofLiteral(parts[0]), Integer.parseInt(parts[1]));
        }

        boolean holds(InetAddress address) {
            byte[] one = network.getAddress();
            byte[] other = address.getAddress();
            if (one.length != other.length) {
                return false;
            }
            for (int bit = 0; bit < length; bit++) {
                int mask = 0x80 >> (bit % 8);
                if ((one[bit / 8] & mask) != (other[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }
}
