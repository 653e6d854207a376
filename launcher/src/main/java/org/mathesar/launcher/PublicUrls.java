package org.mathesar.launcher;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.util.OptionalInt;

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
                || settings.certificates().mode() == CertificateSettings.Mode.PLATFORM;
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

    private static URI withPort(String host, int port) {
        return URI.create("https://" + bracketed(host) + (port == HTTPS ? "" : ":" + port) + "/");
    }

    private static String bracketed(String host) {
        try {
            return InetAddress.ofLiteral(host) instanceof Inet6Address ? "[" + host + "]" : host;
        } catch (IllegalArgumentException _) {
            return host;
        }
    }
}
