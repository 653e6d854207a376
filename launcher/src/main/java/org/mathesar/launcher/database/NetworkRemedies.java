package org.mathesar.launcher.database;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.mathesar.launcher.problem.Problem;

/** The sentences of {@link Diagnosis} about the way to a server, before anything is said to PostgreSQL. */
final class NetworkRemedies {
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "::1");

    private final Database.External candidate;
    private final String host;
    private final HostWords words;
    private final boolean insideContainer;
    private final Egress egress;

    NetworkRemedies(Database.External candidate, boolean insideContainer, Egress egress) {
        this.candidate = candidate;
        this.host = candidate.host();
        this.words = HostWords.of(candidate);
        this.insideContainer = insideContainer;
        this.egress = egress;
    }

    /** What can be said without asking anyone. */
    Optional<Problem> unusableDetails() {
        if (host.startsWith("/")) {
            return Optional.of(fixable("A socket directory such as " + host + " cannot be used here.",
                    words.unreachable(false).orElse("Give the server's host name or address instead.")));
        }
        if (!host.matches("[\\p{L}\\p{N}._:%-]+")) {
            return Optional.of(fixable("“" + host + "” is not a host name.",
                    "Give only the name or address of the server, without port or other parts."));
        }
        if (candidate.port() < 1 || candidate.port() > 65_535) {
            return Optional.of(fixable(candidate.port() + " is not a port.", "PostgreSQL's usual port is 5432."));
        }
        if (candidate.sslMode().checksCertificate() && candidate.authorities().isEmpty()) {
            return Optional.of(fixable("This machine has no list of certificate authorities.",
                    "Install the package ca-certificates, or choose the TLS mode “require”."));
        }
        return words.beforeTrying();
    }

    Problem noSuchName() {
        return fixable("The host name " + host + " is not known here.", words.unreachable(false)
                .or(this::nameOfAContainer)
                .orElse("Check its spelling. If it is a private name, use one that this machine can look up, or the"
                        + " address."));
    }

    private Optional<String> nameOfAContainer() {
        return insideContainer && !host.contains(".")
                ? Optional.of("Check its spelling. The name of another container is known only inside a network that"
                        + " both share: put Mathesar into the network of the database.")
                : Optional.empty();
    }

    Problem nameServiceSilent(NameLookup.NoAnswer answer) {
        return fixable("The name " + host + " could not be looked up, since this machine's name servers do not answer.",
                "Check the network of this machine and its name servers (/etc/resolv.conf), or give the server's address"
                        + " instead of its name.",
                answer.detail());
    }

    Problem withoutAddress() {
        return fixable("The name " + host + " exists, but has no address that this machine can use.",
                words.unreachable(true).orElse("If the server has an IPv6 address only, give this machine IPv6 as well,"
                        + " or use a name of the server that has an IPv4 address."));
    }

    /** No address accepts a connection. */
    Problem unreachable(Reach reach) {
        String detail = reach.detail();
        Attempt.Outcome failure = reach.failure();
        if (reach.onlyIpv6() && failure != Attempt.Outcome.REFUSED && !host.contains(":")) {
            return fixable(host + " has only an IPv6 address, and this machine cannot reach it.", words
                    .unreachable(true)
                    .orElse("Give this machine IPv6, or use a name of the server that has an IPv4 address. In Docker,"
                            + " IPv6 must be switched on for the network."),
                    detail);
        }
        return switch (failure) {
            case REFUSED -> fixable("Nothing listens on port " + candidate.port() + " of " + host + ".", localhostHint()
                    .or(() -> words.unreachable(false))
                    .orElse("Check host and port, and that PostgreSQL runs and listens on the network"
                            + " (listen_addresses)."),
                    detail);
            case REJECTED -> fixable("The network turns connections to port " + candidate.port() + " of " + host
                    + " away.",
                    letIn("Check the address. If it is right, a firewall rejects the connection: let "
                            + egress.machine() + " through."),
                    detail);
            case NO_WAY -> fixable("This machine has no way to " + host + ".", letIn("Check the address and the network"
                    + " of this machine; for a private address, put it into the same private network."), detail);
            case FORBIDDEN_HERE -> fixable("A rule of this machine's own firewall or routing forbids connections to "
                    + host + ".", "Allow outgoing connections to port " + candidate.port() + " here.", detail);
            case SILENT, FAILED, CONNECTED -> fixable(host + " does not answer on port " + candidate.port() + ".",
                    localhostHint().orElseGet(() -> letIn("Check host and port, and let " + egress.machine()
                            + " through the firewall, security group or list of trusted sources in front of the"
                            + " database.")),
                    detail);
        };
    }

    /** The hoster's own words where it has some: why it may not be reached, and where to let this machine in. */
    private String letIn(String general) {
        Optional<String> panel = words.whereToAllow(egress.addresses());
        Optional<String> network = words.unreachable(false);
        return network.isPresent() && panel.isPresent()
                ? network.get() + " " + panel.get()
                : network.or(() -> panel).orElse(general);
    }

    Problem mute() {
        return fixable("Port " + candidate.port() + " of " + host + " accepts connections but says nothing.",
                "Check that the port is PostgreSQL's; if it is, the server or a proxy in front of it hangs: restart it.");
    }

    Problem hangsUp() {
        return fixable("Port " + candidate.port() + " of " + host + " accepts connections and closes them at once.",
                letIn("Check that the port is PostgreSQL's. A proxy, tunnel or container that forwards the port does"
                        + " this when the server behind it does not run, or does not let " + egress.machine()
                        + " in."));
    }

    Problem foreign(Optional<String> kind) {
        return fixable(kind.map(what -> "Port " + candidate.port() + " of " + host + " is " + what
                + "; it is not PostgreSQL.")
                .orElse("What listens on port " + candidate.port() + " of " + host + " is not PostgreSQL."),
                words.panel().orElse("Check the port; PostgreSQL's usual port is 5432."));
    }

    boolean isThisMachine() {
        return THIS_MACHINE.contains(host.toLowerCase(Locale.ROOT)) || host.startsWith("127.");
    }

    private Optional<String> localhostHint() {
        return insideContainer && isThisMachine()
                ? Optional.of("In a container " + host + " is the container itself. Give the database's"
                        + " own host name, or host.docker.internal for a server on the machine outside.")
                : Optional.empty();
    }

    private static Problem fixable(String summary, String action) {
        return new Problem.Fixable(summary, action);
    }

    private static Problem fixable(String summary, String action, String detail) {
        return new Problem.Fixable(summary, action, detail);
    }
}
