package org.mathesar.launcher.tls;

import java.net.InetAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.shredzone.acme4j.Identifier;

/** Identifiers as the protocol wants them. */
final class AcmeIdentifiers {

    private AcmeIdentifiers() {}

    static List<Identifier> of(Subject subject) {
        return subject.identifiers().stream()
                .map(text -> isAddress(text)
                        ? new Identifier(Identifier.TYPE_IP, canonical(InetAddress.ofLiteral(text)))
                        : Identifier.dns(text))
                .toList();
    }

    static boolean isAddress(String text) {
        try {
            InetAddress.ofLiteral(text);
            return true;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    /** The SNI that a tls-alpn-01 validation comes with: the name, or the reverse name of the address (RFC 8738 §6). */
    static String serverName(Identifier identifier) {
        return identifier.getType().equals(Identifier.TYPE_IP)
                ? reverse(InetAddress.ofLiteral(identifier.getValue()).getAddress())
                : identifier.getValue();
    }

    private static String reverse(byte[] address) {
        StringBuilder name = new StringBuilder();
        HexFormat hex = HexFormat.of();
        for (int i = address.length - 1; i >= 0; i--) {
            if (address.length == 4) {
                name.append(address[i] & 0xff).append('.');
            } else {
                name.append(hex.toLowHexDigit(address[i])).append('.').append(hex.toLowHexDigit(address[i] >> 4))
                        .append('.');
            }
        }
        return name + (address.length == 4 ? "in-addr.arpa" : "ip6.arpa");
    }

    /** IPv6 in the one form of RFC 5952, which RFC 8738 §3 demands and the JDK does not write. */
    static String canonical(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length == 4) {
            return address.getHostAddress();
        }
        int[] groups = IntStream.range(0, 8).map(i -> (bytes[2 * i] & 0xff) << 8 | bytes[2 * i + 1] & 0xff).toArray();
        int start = -1;
        int length = 1;
        for (int i = 0; i < 8; i++) {
            int end = i;
            while (end < 8 && groups[end] == 0) {
                end++;
            }
            if (end - i > length) {
                start = i;
                length = end - i;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            if (i == start) {
                text.append("::");
                i += length - 1;
            } else {
                text.append(text.isEmpty() || text.charAt(text.length() - 1) == ':' ? "" : ":")
                        .append(Integer.toHexString(groups[i]));
            }
        }
        return text.toString();
    }
}
