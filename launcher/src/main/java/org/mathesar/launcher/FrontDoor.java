package org.mathesar.launcher;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.mathesar.launcher.http.Gateway;
import org.mathesar.launcher.http.Listeners;
import org.mathesar.launcher.http.Routes;
import org.mathesar.launcher.problem.ExitStatus;
import org.mathesar.launcher.problem.ProblemException;
import org.mathesar.launcher.setup.Addresses;
import org.mathesar.launcher.tls.ServingKey;
import org.mathesar.launcher.wizard.Wizard;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The open ports, the address people use, and the certificate they see. */
final class FrontDoor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FrontDoor.class);

    private final Gateway gateway;
    private final Wizard wizard;
    private final Duration drain;

    private FrontDoor(Gateway gateway, Wizard wizard, Duration drain) {
        this.gateway = gateway;
        this.wizard = wizard;
        this.drain = drain;
    }

    /**
     * Opens the wanted ports. Where nobody relies on the default ports, a free one takes the place of a taken one.
     *
     * @param wizard what the routes show during set-up
     * @param drain how long begun requests may take when the door closes
     */
    static FrontDoor open(Settings settings, ServingKey key, Wizard wizard, Routes routes, Duration drain) {
        int https = settings.httpsPort().orElse(settings.platform().httpsPort());
        int http = settings.httpPort().orElse(settings.platform().httpPort());
        Gateway gateway;
        try {
            gateway = Gateway.open(listeners(settings, key, https, http), routes);
        } catch (ProblemException taken) {
            LOG.warn("{}", taken.problem().summary());
            gateway = openElsewhere(settings, key, routes, taken);
        }
        return new FrontDoor(gateway, wizard, drain);
    }

    /** Moves the ports that nobody asked for by number and nobody relies on. */
    private static Gateway openElsewhere(Settings settings, ServingKey key, Routes routes, ProblemException taken) {
        boolean fixed = settings.platform().portsAreFixed();
        boolean httpMoves = !fixed && settings.httpPort().isEmpty();
        boolean httpsMoves = !fixed && settings.httpsPort().isEmpty();
        int https = settings.httpsPort().orElse(settings.platform().httpsPort());
        int http = httpMoves ? 0 : settings.httpPort().orElse(settings.platform().httpPort());
        ProblemException reason = taken;
        if (httpMoves) {
            try {
                Gateway gateway = Gateway.open(listeners(settings, key, https, http), routes);
                LOG.warn("a free port is used instead");
                return gateway;
            } catch (ProblemException alsoTaken) {
                reason = alsoTaken;
            }
        }
        if (httpsMoves) {
            LOG.warn("free ports are used instead");
            return Gateway.open(listeners(settings, key, 0, http), routes);
        }
        throw new StartRefused(ExitStatus.PASSING, reason);
    }

    private static Listeners listeners(Settings settings, ServingKey key, int https, int http) {
        InetAddress address = InetAddress.ofLiteral(settings.bind());
        if (settings.certificates().mode() == Addresses.Mode.PLATFORM) {
            return new Listeners.TerminatedByPlatform(new InetSocketAddress(address, http));
        }
        boolean noHttp = settings.httpPort().filter(port -> port == 0).isPresent();
        return new Listeners.Encrypted(new InetSocketAddress(address, https), key.context(),
                noHttp ? Optional.empty() : Optional.of(new InetSocketAddress(address, http)),
                PublicUrls.mapped(settings));
    }

    /** The port that leads to Mathesar. */
    int port() {
        return gateway.port();
    }

    /** Takes no more visitors, lets the begun requests end, then closes. */
    @Override
    public void close() {
        wizard.close();
        try {
            if (!gateway.drain(drain)) {
                LOG.warn("requests that had begun were cut after {} s", drain.toSeconds());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            gateway.close();
        }
    }
}
