package org.mathesar.launcher;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.mathesar.launcher.address.PublicAddresses;
import org.mathesar.launcher.setup.Addresses;
import org.mathesar.launcher.tls.HostCertificate;
import org.mathesar.launcher.tls.Rung;
import org.mathesar.launcher.tls.RungStatus;

/** How people elsewhere write this server's addresses. */
final class PublicUrls {
    private static final int HTTPS = 443;

    private final Settings settings;
    private volatile int opened = HTTPS;

    PublicUrls(Settings settings) {
        this.settings = settings;
    }

    /** The port that visitors of this machine use. */
    void opened(int port) {
        opened = port;
    }

    /** The port that visitors use where it is another than ours; containers are published under the usual number. */
    static OptionalInt mapped(Settings settings) {
        boolean published = settings.platform() == Platform.CONTAINER
                || settings.certificates().mode() == Addresses.Mode.PLATFORM;
        return settings.publicPort().map(OptionalInt::of)
                .orElse(published ? OptionalInt.of(HTTPS) : OptionalInt.empty());
    }

    /** The address under a name or an IP address of this server. */
    URI of(String host) {
        return withPort(host, mapped(settings).orElse(opened));
    }

    /** The address on this machine; people elsewhere put its name in place of localhost. */
    URI local() {
        return withPort("localhost", opened);
    }

    /** The best one that visitors can use now: a name with a certificate that their browsers trust, if there is one. */
    URI best(Optional<HostCertificate> own, List<RungStatus> rungs, Instant now) {
        return own.flatMap(certificate -> certificate.names().stream().filter(PublicUrls::isPlain)
                .findFirst()).or(() -> served(rungs, Rung.DOMAIN, now)).or(() -> served(rungs, Rung.ADDRESS, now))
                .map(this::of)
                .orElseGet(this::local);
    }

    /** Certificates may also name patterns, and whatever else somebody signed. */
    private static boolean isPlain(String name) {
        return name.matches("[A-Za-z0-9_.:-]+");
    }

    private static Optional<String> served(List<RungStatus> rungs, Rung rung, Instant now) {
        return rungs.stream().filter(each -> each.rung() == rung && each.expiry().filter(now::isBefore).isPresent())
                .flatMap(each -> each.identifiers().stream()).findFirst();
    }

    /** All those at which a browser may find the server before it has a name: from here, and from elsewhere. */
    List<URI> all(PublicAddresses here) {
        return Stream.of(Stream.of(local()), HostNames.ipv4Addresses().stream().map(this::of),
                here.all().stream().map(PublicAddresses::text).map(this::of)).flatMap(each -> each).distinct()
                .toList();
    }

    private static URI withPort(String host, int port) {
        return URI.create("https://" + bracketed(host) + (port == HTTPS ? "" : ":" + port) + "/");
    }

    private static String bracketed(String host) {
        try {
            return InetAddress.ofLiteral(host) instanceof Inet6Address address
                    ? "[" + PublicAddresses.text(address) + "]"
                    : host;
        } catch (IllegalArgumentException _) {
            return host;
        }
    }
}
