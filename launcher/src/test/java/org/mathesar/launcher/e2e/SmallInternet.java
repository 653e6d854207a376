package org.mathesar.launcher.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.mathesar.launcher.pebble.ChallengeDns;
import org.mathesar.launcher.pebble.FaultyDirectory;
import org.mathesar.launcher.pebble.FaultyDirectory.Step;
import org.mathesar.launcher.pebble.Pebble;

/**
 * A small internet around one server: its public address, a DNS that knows what it is told, and two authorities, the
 * second for rehearsals. Both look at ports 80 and 443, as those of the large internet do.
 */
final class SmallInternet implements AutoCloseable {
    static final String DOMAIN = "mathesar.test";

    private final String address;
    private final ChallengeDns dns = ChallengeDns.start();
    private final Pebble authority;
    private final Pebble stage;
    private final FaultyDirectory orders;
    private final FaultyDirectory rehearsals;
    private final Path roots;

    /** @param address of 127.0.0.0/8, of one test class alone */
    SmallInternet(String address) {
        this(address, builder -> builder);
    }

    /** @param wishes what the authority shall be like */
    SmallInternet(String address, UnaryOperator<Pebble.Builder> wishes) {
        this.address = address;
        demand(80);
        demand(443);
        authority = wishes.apply(usual()).start();
        stage = usual().start();
        orders = FaultyDirectory.before(authority);
        rehearsals = FaultyDirectory.before(stage);
        try {
            roots = Files.createTempFile("roots", ".pem");
            Files.writeString(roots, Files.readString(authority.caFile()) + Files.readString(stage.caFile()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Pebble.Builder usual() {
        return Pebble.builder().httpPort(80).tlsPort(443).dns(dns);
    }

    private void demand(int port) {
        try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.ofLiteral(address))) {
            return;
        } catch (IOException e) {
            throw new AssertionError("These tests need port " + port + " of " + address + " for themselves ("
                    + e.getMessage() + "). Run them as root or with `sysctl net.ipv4.ip_unprivileged_port_start=80`,"
                    + " and end whatever listens there or on that port of all addresses.", e);
        }
    }

    /** The launch of a server that lives here and asks our authorities only. */
    Launch home(Launch launch) {
        return launch.onMachine(address).with("MATHESAR_LAUNCHER_PUBLIC_ADDRESS", address)
                .with("MATHESAR_LAUNCHER_ACME_DIRECTORY", orders.directory().toString())
                .with("MATHESAR_LAUNCHER_ACME_STAGING_DIRECTORY", rehearsals.directory().toString())
                .with("MATHESAR_LAUNCHER_ACME_CA_FILE", roots.toString())
                .with("MATHESAR_LAUNCHER_DNS_RESOLVERS", dns.address());
    }

    /** Somebody's server without the application: nobody has to wait for it, and its front door is complete. */
    Launch doorOnly(Path data) {
        return home(Launch.sample(data).headless().with("MATHESAR_LAUNCHER_PYTHON", "/nonexistent"))
                // It is started dozens of times and never lives for long.
                .with("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1");
    }

    /** The domain leads to the server. */
    void giveDomain() {
        dns.setA(DOMAIN, address);
    }

    String address() {
        return address;
    }

    ChallengeDns dns() {
        return dns;
    }

    Pebble authority() {
        return authority;
    }

    /** The way to the authority, with its faults. */
    FaultyDirectory orders() {
        return orders;
    }

    /** The way to the authority for rehearsals, with its faults. */
    FaultyDirectory rehearsals() {
        return rehearsals;
    }

    /** How many orders either authority was asked for. */
    List<Integer> ordered() {
        return List.of(orders.requests(Step.NEW_ORDER), rehearsals.requests(Step.NEW_ORDER));
    }

    /** A visitor who opens the bare address. */
    Stranger stranger() {
        return new Stranger(address, address, authority.root());
    }

    /** A visitor who opens the domain. */
    Stranger strangerByName() {
        return new Stranger(DOMAIN, address, authority.root());
    }

    @Override
    public void close() {
        orders.close();
        rehearsals.close();
        authority.close();
        stage.close();
        dns.close();
        roots.toFile().delete();
    }
}
