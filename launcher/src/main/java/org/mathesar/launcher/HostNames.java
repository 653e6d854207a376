package org.mathesar.launcher;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The names and addresses under which this machine can be reached, as far as it knows itself. */
final class HostNames {
    private static final Logger LOG = LoggerFactory.getLogger(HostNames.class);

    private final List<String> given;

    /** @param given names that the owner adds */
    HostNames(List<String> given) {
        this.given = List.copyOf(given);
    }

    /** This machine's IPv4 addresses that others may reach. */
    static List<String> ipv4Addresses() {
        try {
            return NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress()
                            && !address.isLinkLocalAddress())
                    .map(InetAddress::getHostAddress).toList();
        } catch (SocketException _) {
            return List.of();
        }
    }

    /** Loopback, this machine's name, its addresses at this moment, and the given names. */
    Set<String> now() {
        Set<String> names = new LinkedHashSet<>(List.of("localhost", "127.0.0.1", "::1"));
        try {
            names.add(InetAddress.getLocalHost().getHostName());
        } catch (UnknownHostException _) {
            LOG.debug("this machine's own name does not resolve");
        }
        try {
            NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses)
                    .map(InetAddress::getHostAddress).map(address -> address.replaceFirst("%.*$", ""))
                    .forEach(names::add);
        } catch (SocketException e) {
            LOG.warn("the network interfaces cannot be read: {}", e.getMessage());
        }
        names.addAll(given);
        return names;
    }
}
