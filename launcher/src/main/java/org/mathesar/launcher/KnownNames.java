package org.mathesar.launcher;

import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.mathesar.launcher.address.AddressBook;
import org.mathesar.launcher.address.DomainName;
import org.mathesar.launcher.address.PublicAddresses;
import org.mathesar.launcher.http.KnownHosts;
import org.mathesar.launcher.tls.HostCertificate;

/** Every name and address that people may use for this server. */
final class KnownNames {
    private static final Duration FRESH = Duration.ofSeconds(1);

    /** The network interfaces and the address book are too slow to be asked for every request. */
    private record Known(KnownHosts hosts, long since) {
        boolean isFresh() {
            return System.nanoTime() - since < FRESH.toNanos();
        }
    }

    private final HostNames machine;
    private final AddressBook book;
    private final Supplier<PublicAddresses> here;
    private final Supplier<Optional<HostCertificate>> own;
    private final Supplier<Set<String>> certified;
    private volatile Optional<Known> known = Optional.empty();

    /**
     * @param own the owner's certificate, which says for which names it was made
     * @param certified the names with a certificate of an authority, a former domain among them until it is replaced
     */
    KnownNames(HostNames machine, AddressBook book, Supplier<PublicAddresses> here,
            Supplier<Optional<HostCertificate>> own, Supplier<Set<String>> certified) {
        this.machine = machine;
        this.book = book;
        this.here = here;
        this.own = own;
        this.certified = certified;
    }

    /** Those that the machine has by itself, for a certificate of our own. */
    Set<String> ofMachine() {
        Set<String> names = new LinkedHashSet<>(machine.now());
        here.get().all().stream().map(InetAddress::getHostAddress).forEach(names::add);
        return names;
    }

    /** All of them for the host gate; looked up anew every second. */
    KnownHosts hosts() {
        return known.filter(Known::isFresh).map(Known::hosts).orElseGet(() -> {
            KnownHosts hosts = KnownHosts.of(all());
            known = Optional.of(new Known(hosts, System.nanoTime()));
            return hosts;
        });
    }

    private Set<String> all() {
        Set<String> names = ofMachine();
        own.get().ifPresent(certificate -> names.addAll(certificate.names()));
        names.addAll(certified.get());
        AddressBook.Entry entry = book.known();
        entry.current().map(DomainName::ascii).ifPresent(names::add);
        entry.wanted().map(wanted -> wanted.name().ascii()).ifPresent(names::add);
        return names;
    }
}
