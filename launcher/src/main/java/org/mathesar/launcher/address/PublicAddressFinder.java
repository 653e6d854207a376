package org.mathesar.launcher.address;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.mathesar.launcher.address.PublicAddresses.Source;

/**
 * Finds the addresses under which the internet reaches this server: a setting's, else the owner's, else the cloud's, else
 * the interfaces'. What the cloud and the interfaces say is believed for ten minutes.
 */
public final class PublicAddressFinder {
    private static final Duration KEPT = Duration.ofMinutes(10);
    private static final String CHOICES = " If this server is behind a router or firewall that passes ports 80 and 443 on"
            + " to it, type the public address; otherwise use a certificate of your own or stay with the self-signed one.";

    private final List<InetAddress> setting;
    private final AddressBook book;
    private final Supplier<List<InetAddress>> metadata;
    private final Supplier<List<InetAddress>> interfaces;
    private final boolean allowPrivate;
    private final InstantSource clock;
    private Optional<Looked> looked = Optional.empty();

    private record Looked(PublicAddresses found, Instant at) {}

    /**
     * @param setting the addresses that a setting names; may be empty
     * @param allowPrivate whether an authority of the owner's own is configured, which may certify private addresses that
     *        the setting or the owner names
     */
    public PublicAddressFinder(List<InetAddress> setting, AddressBook book, CloudMetadata metadata,
            boolean allowPrivate, InstantSource clock) {
        this(setting, book, metadata::addresses, Interfaces::addresses, allowPrivate, clock);
    }

    PublicAddressFinder(List<InetAddress> setting, AddressBook book, Supplier<List<InetAddress>> metadata,
            Supplier<List<InetAddress>> interfaces, boolean allowPrivate, InstantSource clock) {
        this.setting = List.copyOf(setting);
        this.book = Objects.requireNonNull(book);
        this.metadata = metadata;
        this.interfaces = interfaces;
        this.allowPrivate = allowPrivate;
        this.clock = clock;
    }

    /** The addresses, looked up again after ten minutes; may wait some seconds for the cloud then. */
    public PublicAddresses find() {
        return named().orElseGet(this::kept);
    }

    /** The addresses as they are now. */
    public PublicAddresses findAnew() {
        synchronized (this) {
            looked = Optional.empty();
        }
        return find();
    }

    private Optional<PublicAddresses> named() {
        if (!setting.isEmpty()) {
            return Optional.of(judged(setting, Source.SETTING, allowPrivate));
        }
        List<InetAddress> typed = book.known().typed();
        return typed.isEmpty() ? Optional.empty() : Optional.of(judged(typed, Source.OWNER, allowPrivate));
    }

    private synchronized PublicAddresses kept() {
        Instant now = clock.instant();
        Optional<PublicAddresses> fresh = looked.filter(last -> !now.isBefore(last.at()))
                .filter(last -> now.isBefore(last.at().plus(KEPT))).map(Looked::found);
        return fresh.orElseGet(() -> {
            PublicAddresses found = look();
            looked = Optional.of(new Looked(found, now));
            return found;
        });
    }

    private PublicAddresses look() {
        List<InetAddress> told = metadata.get().stream().filter(AddressScope::isGlobal).toList();
        return told.isEmpty()
                ? judged(interfaces.get(), Source.INTERFACES, false)
                : judged(told, Source.METADATA, false);
    }

    /** Keeps the public ones; private ones only when there are no others. */
    private static PublicAddresses judged(List<InetAddress> addresses, Source source, boolean privateToo) {
        List<InetAddress> sorted = addresses.stream().distinct()
                .sorted(Comparator.comparing(address -> address instanceof Inet4Address ? 0 : 1)).toList();
        List<InetAddress> good = sorted.stream().filter(address -> privateToo || AddressScope.isGlobal(address))
                .toList();
        if (!good.isEmpty()) {
            return new PublicAddresses(good, source, Optional.empty());
        }
        List<InetAddress> shown = sorted.stream().filter(address -> source != Source.INTERFACES || !isLocal(address))
                .toList();
        return new PublicAddresses(shown, source, Optional.of(whyNone(shown)));
    }

    private static String whyNone(List<InetAddress> addresses) {
        return addresses.stream().findFirst()
                .map(address -> "No public authority certifies this server's address " + PublicAddresses.text(address)
                        + ", because it " + AddressScope.of(address).words() + ".")
                .orElse("This server has no public address that the launcher can see, so there is none to certify.")
                + CHOICES;
    }

    /** Every machine has these, so they say nothing about it. */
    private static boolean isLocal(InetAddress address) {
        return switch (AddressScope.of(address)) {
            case LOOPBACK, LINK_LOCAL -> true;
            case PRIVATE, SHARED, UNIQUE_LOCAL, DOCUMENTATION, RESERVED, GLOBAL, UNASSIGNED -> false;
        };
    }
}
