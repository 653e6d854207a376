package org.mathesar.launcher.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import javax.net.ssl.SSLContext;

/** The ports we own. Port 0 takes any free one. */
public sealed interface Listeners {

    /**
     * We speak TLS ourselves; plain HTTP, where there is any, only leads there.
     *
     * @param publicHttpsPort the port visitors use, where the platform maps it; otherwise that of {@code https}
     */
    record Encrypted(InetSocketAddress https, SSLContext tls, Optional<InetSocketAddress> http,
            OptionalInt publicHttpsPort) implements Listeners {
        public Encrypted {
            Objects.requireNonNull(https);
            Objects.requireNonNull(tls);
            Objects.requireNonNull(http);
            Objects.requireNonNull(publicHttpsPort);
        }
    }

    /** The platform terminates TLS and brings visitors here over plain HTTP. */
    record TerminatedByPlatform(InetSocketAddress http) implements Listeners {
        public TerminatedByPlatform {
            Objects.requireNonNull(http);
        }
    }

    /** All addresses of this machine, IPv6 and IPv4. */
    static InetSocketAddress everywhere(int port) {
        return new InetSocketAddress(InetAddress.ofLiteral("::"), port);
    }
}
