package org.mathesar.launcher.http;

import java.net.InetAddress;
import java.util.Collection;
import java.util.List;

/** The proxies of the platform whose word about the visitor we take. */
public final class TrustedProxies {
    private record Network(byte[] address, int bits) {

        boolean contains(byte[] other) {
            if (other.length != address.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> bit % 8;
                if ((other[bit / 8] & mask) != (address[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }

    private final List<Network> networks;

    private TrustedProxies(List<Network> networks) {
        this.networks = networks;
    }

    /** Nobody's word is taken: visitors reach us directly. */
    public static TrustedProxies none() {
        return new TrustedProxies(List.of());
    }

    /**
     * Addresses or networks such as {@code 10.0.0.0/8} and {@code fd00::/8}.
     *
     * @throws IllegalArgumentException when one is neither
     */
    public static TrustedProxies of(Collection<String> networks) {
        return new TrustedProxies(networks.stream().map(TrustedProxies::parse).toList());
    }

    boolean trusts(InetAddress peer) {
        return networks.stream().anyMatch(network -> network.contains(peer.getAddress()));
    }

    private static Network parse(String text) {
        int slash = text.indexOf('/');
        byte[] address = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash)).getAddress();
        int bits = slash < 0 ? address.length * 8 : Integer.parseInt(text.substring(slash + 1));
        if (bits < 0 || bits > address.length * 8) {
            throw new IllegalArgumentException("not a network: " + text);
        }
        return new Network(address, bits);
    }
}
