package org.mathesar.launcher.database;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Tries a database that the owner named, step by step, and says in one sentence why Mathesar could not use it. */
public final class Diagnosis {
    private static final Duration LIMIT = Duration.ofSeconds(14);

    private final boolean insideContainer;
    private final Supplier<Optional<Database>> own;
    private final Egress egress;
    private final Resolver resolver;
    private final InstantSource clock;

    /**
     * @param insideContainer whether this program has a network of its own, where localhost is not the host machine
     * @param own Mathesar's own database, which must not be connected; empty while none is open
     * @param egress the addresses under which others see this machine, to be allowed in firewalls; asked only where needed
     */
    public Diagnosis(boolean insideContainer, Supplier<Optional<Database>> own, Supplier<List<InetAddress>> egress) {
        this(insideContainer, own, egress, Resolver.SYSTEM, InstantSource.system());
    }

    /** @param clock by which certificates are judged */
    Diagnosis(boolean insideContainer, Supplier<Optional<Database>> own, Supplier<List<InetAddress>> egress,
            Resolver resolver, InstantSource clock) {
        this.insideContainer = insideContainer;
        this.own = own;
        this.egress = new Egress(egress);
        this.resolver = resolver;
        this.clock = clock;
    }

    /** A diagnosis that finds out by itself whether it is made inside a Docker or Podman container. */
    public static Diagnosis here(Supplier<Optional<Database>> own, Supplier<List<InetAddress>> egress) {
        return new Diagnosis(Files.exists(Path.of("/.dockerenv")) || Files.exists(Path.of("/run/.containerenv")), own,
                egress);
    }

    /**
     * Tries to use the database; answers within 15 s whatever happens, and changes nothing there.
     *
     * @param live told each finding as it is made, on a thread of the diagnosis
     */
    public Report check(Database.External candidate, Purpose purpose, Consumer<Finding> live)
            throws InterruptedException {
        Findings findings = new Findings(LIMIT, live);
        Optional<ServerFacts> server = Optional.empty();
        try {
            server = examine(candidate, purpose, findings);
        } catch (Findings.Stopped _) {
            // The last finding says why.
        }
        return new Report(findings.close(), server);
    }

    private Optional<ServerFacts> examine(Database.External candidate, Purpose purpose, Findings findings)
            throws Findings.Stopped, InterruptedException {
        NetworkRemedies network = new NetworkRemedies(candidate, insideContainer, egress);
        try (Approach approach = new Approach(candidate, network, findings)) {
            approach.details();
            approach.name(resolver);
            InetAddress address = approach.reach();
            approach.encryption(clock.instant());
            return new Entrance(candidate, purpose, own, egress, clock, findings).enter(address, approach.offersTls());
        }
    }
}
