package org.mathesar.launcher;

import java.net.InetAddress;
import java.net.Inet6Address;
import java.net.URI;

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

    /** The port that visitors use; whoever runs a container publishes its port under the usual number. */
    int port() {
        boolean mapped = settings.platform() == Platform.CONTAINER
                || settings.certificates().mode() == CertificateSettings.Mode.PLATFORM;
        return settings.publicPort().orElse(mapped ? HTTPS : opened);
    }

    /** The address under a name or an IP address of this server. */
    URI of(String host) {
        return URI.create("https://" + bracketed(host) + (port() == HTTPS ? "" : ":" + port()) + "/");
    }

    private static String bracketed(String host) {
        try {
            return InetAddress.ofLiteral(host) instanceof Inet6Address ? "[" + host + "]" : host;
        } catch (IllegalArgumentException _) {
            return host;
        }
    }
}
