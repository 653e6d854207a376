package org.mathesar.launcher.address;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.mathesar.launcher.address.Finding.Verdict;

/**
 * Checks whether a certificate for a domain can be had: its records, whether they lead here, and whether CAA allows it, in
 * this order and no further than the first {@link Verdict#BAD}. It takes up to about twenty seconds and changes nothing.
 */
public final class DomainCheck {
    private final Resolvers resolvers;
    private final Reachability reachability;
    private final Authority authority;
    private final InstantSource clock;
    private final Predicate<InetAddress> onThisMachine;

    /**
     * The certificate authority that is to be asked.
     *
     * @param identities how CAA records name it, e.g. {@code letsencrypt.org}; empty when that is unknown
     * @param allowPrivate whether it can reach private addresses, as one of the owner's own can
     */
    public record Authority(List<String> identities, boolean allowPrivate) {
        public Authority {
            identities = List.copyOf(identities);
        }
    }

    /** A check of the one kind of certificate authority, at the ports that {@code reachability} knows. */
    public DomainCheck(Resolvers resolvers, Reachability reachability, Authority authority, InstantSource clock) {
        this(resolvers, reachability, authority, clock, DomainCheck::isOnThisMachine);
    }

    DomainCheck(Resolvers resolvers, Reachability reachability, Authority authority, InstantSource clock,
            Predicate<InetAddress> onThisMachine) {
        this.resolvers = Objects.requireNonNull(resolvers);
        this.reachability = Objects.requireNonNull(reachability);
        this.authority = Objects.requireNonNull(authority);
        this.clock = Objects.requireNonNull(clock);
        this.onThisMachine = onThisMachine;
    }

    /** @param here the addresses of this server, as far as they are known */
    public DomainReport check(DomainName name, PublicAddresses here) throws InterruptedException {
        return check(name, here, _ -> {
        });
    }

    /** @param live is told each finding as soon as there is one */
    public DomainReport check(DomainName name, PublicAddresses here, Consumer<Finding> live)
            throws InterruptedException {
        Scene scene = new Scene(name, resolvers.addresses(name), here, reachability);
        List<Step> steps = List.of(new RecordsCheck(scene, authority.allowPrivate())::find,
                new LeadsHereCheck(scene, onThisMachine)::find,
                new PermissionCheck(name, resolvers, authority.identities())::find);
        List<Finding> findings = new ArrayList<>();
        for (Step step : steps) {
            Finding finding = step.take();
            findings.add(finding);
            live.accept(finding);
            if (finding.verdict() == Verdict.BAD) {
                break;
            }
        }
        return new DomainReport(name, clock.instant(), findings, scene.isProxied());
    }

    private interface Step {
        Finding take() throws InterruptedException;
    }

    private static boolean isOnThisMachine(InetAddress address) {
        try {
            return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException _) {
            return false;
        }
    }
}
