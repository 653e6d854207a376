package org.mathesar.launcher.address;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.mathesar.launcher.address.Reachability.Visits;
import org.mathesar.launcher.address.Resolvers.Said;

/** What the steps of one check share: what the resolvers said and what came back from the addresses. */
final class Scene {
    private static final int MOST_ADDRESSES = 8;

    private final DomainName name;
    private final List<Said> said;
    private final List<Said> voices;
    private final PublicAddresses here;
    private final Reachability reachability;
    private final Map<String, Visits> visited = new TreeMap<>();
    private List<InetAddress> disregarded = List.of();

    Scene(DomainName name, List<Said> said, PublicAddresses here, Reachability reachability) {
        this.name = name;
        this.said = List.copyOf(said);
        this.voices = Resolvers.voices(said);
        this.here = here;
        this.reachability = reachability;
    }

    DomainName name() {
        return name;
    }

    /** What each resolver said, a line each. */
    List<String> lines() {
        return said.stream().map(Said::line).toList();
    }

    /** The resolvers whose word counts. */
    List<Said> voices() {
        return voices;
    }

    PublicAddresses here() {
        return here;
    }

    /** This server's addresses as far as they can be compared with; empty when none is known. */
    List<InetAddress> known() {
        return here.whyNone().isPresent() ? List.of() : here.all();
    }

    /** The preferred one of this kind. */
    Optional<InetAddress> known(Class<? extends InetAddress> family) {
        return known().stream().filter(family::isInstance).findFirst();
    }

    boolean isKnown(InetAddress address) {
        return known().contains(address);
    }

    /** The addresses that any of the voices tells, IPv4 first. */
    List<InetAddress> addresses() {
        return Resolvers.union(voices).stream().limit(MOST_ADDRESSES).toList();
    }

    /** Leaves these out of what follows, because their time is running out. */
    void disregard(List<InetAddress> addresses) {
        disregarded = List.copyOf(addresses);
    }

    /** The addresses that count from now on. */
    List<InetAddress> regarded() {
        return addresses().stream().filter(each -> !disregarded.contains(each)).toList();
    }

    Optional<String> alias() {
        return voices.stream().map(Said::alias).flatMap(Optional::stream).findFirst();
    }

    /** Knocks at those addresses where it was not done before; all at the same time. */
    void visit(Collection<InetAddress> addresses) throws InterruptedException {
        List<InetAddress> open = addresses.stream().filter(each -> !visited.containsKey(each.getHostAddress()))
                .toList();
        for (Visits visits : Together.each(open, address -> reachability.visit(name, address))) {
            visited.put(visits.address().getHostAddress(), visits);
        }
    }

    /** What came back from the address, if it was visited. */
    Optional<Visits> visits(InetAddress address) {
        return Optional.ofNullable(visited.get(address.getHostAddress()));
    }

    boolean isProven(InetAddress address) {
        return visits(address).filter(Visits::isHere).isPresent();
    }

    boolean isStranger(InetAddress address) {
        return visits(address).filter(Visits::isSomeoneElse).isPresent();
    }

    /** Whether somebody else's proxy stands before this server at one of the addresses. */
    boolean isProxied() {
        return addresses().stream().anyMatch(this::isProxied);
    }

    /**
     * Whether the address passes requests on to this server and ends their TLS: a foreign certificate shows it, or, when
     * no certificate of ours is known to compare with, an address that is not ours.
     */
    boolean isProxied(InetAddress address) {
        return visits(address).filter(Visits::isHere).filter(visits -> visits.isProxied()
                || visits.certificateIsUnknown() && !known().isEmpty() && !isKnown(address)).isPresent();
    }

    static boolean isIpv4(InetAddress address) {
        return address instanceof Inet4Address;
    }
}
