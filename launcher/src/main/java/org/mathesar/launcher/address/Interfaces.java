package org.mathesar.launcher.address;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The addresses of this machine's network interfaces: IPv4 first, then IPv6 with the lasting ones before the others. */
final class Interfaces {
    private static final Path IPV6 = Path.of("/proc/net/if_inet6");
    private static final int TEMPORARY = 0x01;
    private static final int NOT_YET_OR_NO_LONGER = 0x08 | 0x20 | 0x40;
    private static final int PERMANENT = 0x80;

    private Interfaces() {}

    /** All of them, private and loopback ones too, without those that are going away. */
    static List<InetAddress> addresses() {
        List<InetAddress> found = new ArrayList<>(all());
        Map<InetAddress, Integer> flags = flags(IPV6);
        found.removeIf(address -> (flags.getOrDefault(address, 0) & NOT_YET_OR_NO_LONGER) != 0);
        return inOrder(found, flags);
    }

    static List<InetAddress> inOrder(List<InetAddress> addresses, Map<InetAddress, Integer> flags) {
        return addresses.stream().sorted(Comparator.<InetAddress>comparingInt(
                address -> address instanceof Inet4Address ? 0 : 1)
                .thenComparingInt(address -> unrest(flags.getOrDefault(address, 0)))).toList();
    }

    /** How soon the address may be another one. */
    private static int unrest(int flags) {
        return (flags & TEMPORARY) != 0 ? 2 : (flags & PERMANENT) != 0 ? 0 : 1;
    }

    private static List<InetAddress> all() {
        try {
            return NetworkInterface.networkInterfaces().filter(Interfaces::isUp)
                    .sorted(Comparator.comparingInt(NetworkInterface::getIndex))
                    .flatMap(NetworkInterface::inetAddresses).map(Interfaces::withoutScope).distinct().toList();
        } catch (SocketException _) {
            return List.of();
        }
    }

    private static boolean isUp(NetworkInterface each) {
        try {
            return each.isUp();
        } catch (SocketException _) {
            return false;
        }
    }

    /** The kernel's flags of each IPv6 address; the JDK does not tell temporary ones from others. */
    static Map<InetAddress, Integer> flags(Path table) {
        try (Stream<String> lines = Files.lines(table)) {
            return lines.map(line -> line.strip().split("\\s+")).filter(words -> words.length >= 6)
                    .flatMap(words -> address(words[0]).map(found -> Map.entry(found, Integer.parseInt(words[4], 16)))
                            .stream())
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (one, _) -> one));
        } catch (IOException | NumberFormatException _) {
            return Map.of();
        }
    }

    private static Optional<InetAddress> address(String hex) {
        try {
            return Optional.of(InetAddress.getByAddress(HexFormat.of().parseHex(hex)));
        } catch (UnknownHostException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static InetAddress withoutScope(InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return address;
        }
        try {
            return InetAddress.getByAddress(address.getAddress());
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address has the length of an address", e);
        }
    }
}
