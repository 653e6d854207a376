package org.mathesar.launcher;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.mathesar.launcher.address.AddressBook;
import org.mathesar.launcher.address.Beacon;
import org.mathesar.launcher.address.CloudMetadata;
import org.mathesar.launcher.address.DomainCheck;
import org.mathesar.launcher.address.DomainName;
import org.mathesar.launcher.address.DomainWatch;
import org.mathesar.launcher.address.PublicAddressFinder;
import org.mathesar.launcher.address.PublicAddresses;
import org.mathesar.launcher.address.Reachability;
import org.mathesar.launcher.address.Resolvers;
import org.mathesar.launcher.http.KnownHosts;
import org.mathesar.launcher.http.Proofs;
import org.mathesar.launcher.problem.ProblemException;
import org.mathesar.launcher.setup.Addresses;
import org.mathesar.launcher.setup.LiveAddresses;
import org.mathesar.launcher.storage.DataDirectory;
import org.mathesar.launcher.tls.CertificateFiles;
import org.mathesar.launcher.tls.CertificateStore;
import org.mathesar.launcher.tls.Challenges;
import org.mathesar.launcher.tls.GivenCertificate;
import org.mathesar.launcher.tls.HostCertificate;
import org.mathesar.launcher.tls.Keeper;
import org.mathesar.launcher.tls.Ladder;
import org.mathesar.launcher.tls.Rung;
import org.mathesar.launcher.tls.SelfSignedIssuer;
import org.mathesar.launcher.tls.ServingKey;
import org.mathesar.launcher.tls.SpendLedger;
import org.mathesar.launcher.tls.Subject;
import org.mathesar.launcher.tls.Wishes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The certificates of this server, put together: who makes them, who watches over them, what is told about them. */
final class Certificates implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Certificates.class);
    private static final Duration HELD = Duration.ofDays(7);

    private final Settings settings;
    private final DataDirectory data;
    private final BooleanSupplier claimed;
    private final InstantSource clock = InstantSource.system();
    private final Challenges challenges = new Challenges();
    private final Beacon beacon = new Beacon(clock);
    private final AddressBook book;
    private final PublicAddressFinder finder;
    private final Optional<CertificateFiles> files;
    private final KnownNames names;
    private final LowestRung lowest;
    private final ServingKey key;
    private final Ladder ladder;
    private final AccountKey accountKey;
    private final Keeper keeper;
    private final DomainWatch watch;
    private final PublicUrls urls;
    private final Addresses addresses;
    private final StoryTeller teller;
    private volatile PublicAddresses here;
    private volatile boolean started;

    /**
     * Serves at once with what is on the disk; nobody is asked for anything before {@link #start}.
     *
     * @param claimed whether the claim gate is shut; nothing is ordered before
     * @throws ProblemException when the owner's certificate files or the authority's settings are of no use
     */
    Certificates(Settings settings, DataDirectory data, HostNames machine, BooleanSupplier claimed, Versions versions) {
        CertificateSettings chosen = settings.certificates();
        this.settings = settings;
        this.data = data;
        this.claimed = claimed;
        this.book = new AddressBook(data, clock);
        wantFixed();
        boolean ownAuthority = chosen.authority().isPresent();
        this.finder = new PublicAddressFinder(chosen.publicAddresses(), book, new CloudMetadata(), ownAuthority,
                clock);
        this.here = finder.find();
        GivenCertificate given = new GivenCertificate(data, clock);
        this.files = chosen.files().map(pair -> new CertificateFiles(pair.certificate(), pair.key(), clock,
                _ -> showLowest()));
        OwnersCertificate own = new OwnersCertificate(chosen.mode(), given, files, clock);
        this.names = new KnownNames(machine, book, () -> here, own::current, this::certified);
        this.lowest = new LowestRung(new SelfSignedIssuer(data, Clock.systemUTC()), names::ofMachine, own, clock);
        this.key = new ServingKey(lowest.current(), challenges);
        this.ladder = new Ladder(key, data, clock);
        SpendLedger ledger = new SpendLedger(data, clock);
        Authorities authorities = new Authorities(chosen, data, challenges, clock, versions.launcher());
        this.accountKey = new AccountKey(data, authorities.account());
        this.keeper = new Keeper(new Keeper.Parts(authorities.main(), authorities.rehearsal(),
                new CertificateStore(data), ledger, ladder, clock), this::look);
        this.watch = new DomainWatch(book, new DomainCheck(resolvers(chosen),
                new Reachability(beacon, this::fingerprints, Reachability.Ports.USUAL),
                new DomainCheck.Authority(authorities.identities(), ownAuthority), clock), () -> here, clock,
                chosen.domain().isPresent(), keeper::wake);
        this.urls = new PublicUrls(settings);
        this.addresses = new LiveAddresses(
                new LiveAddresses.Parts(chosen.mode(), book, () -> here, watch, keeper::status,
                        given, own::shown, this::selfSignedFingerprint, name -> urls.of(name.ascii()).toString(),
                        chosen.domain(), !ownAuthority, clock, this::answered));
        this.teller = new StoryTeller(data, () -> addresses.now().domain());
        keeper.show();
        keeper.onChange(teller::tell);
        watch.onChange(teller::tell);
    }

    private static Resolvers resolvers(CertificateSettings chosen) {
        return chosen.resolvers().isEmpty() ? Resolvers.standard() : Resolvers.of(chosen.resolvers());
    }

    /** Begins to order and to watch; the port is the one that visitors of this machine use. */
    void start(int httpsPort) {
        urls.opened(httpsPort);
        started = true;
        teller.tell();
        files.ifPresent(CertificateFiles::start);
        if (settings.certificates().mode() != Addresses.Mode.PLATFORM) {
            keeper.start();
        }
        if (settings.certificates().mode() == Addresses.Mode.AUTO) {
            watch.start();
        }
    }

    ServingKey key() {
        return key;
    }

    Addresses addresses() {
        return addresses;
    }

    Proofs proofs() {
        return new Proofs(challenges::keyAuthorization, beacon::answer);
    }

    /** Orders what waited, e.g. for the claim. */
    void wake() {
        keeper.wake();
    }

    /** Whether the browsers of this host's visitors are told to insist on HTTPS (RFC 6797). */
    boolean strictTransport(String host) {
        return switch (settings.certificates().hsts()) {
            case NEVER -> false;
            case AUTO -> ladder.heldFor(host, HELD);
            case ALWAYS ->
                ladder.heldFor(host, Duration.ZERO) || lowest.own().filter(own -> own.covers(host)).isPresent()
                        || settings.certificates().mode() == Addresses.Mode.PLATFORM;
        };
    }

    /** The names that we answer under. */
    KnownHosts hosts() {
        return names.hosts();
    }

    CertificateSettings settings() {
        return settings.certificates();
    }

    /** How everything stands, a line each; names no secret. */
    List<String> lines() {
        return CertificateLines.of(addresses.now(), keeper.status(), clock.instant());
    }

    /** The best address that visitors can use now. */
    URI url() {
        return urls.best(lowest.own(), keeper.status(), clock.instant());
    }

    /** Every address at which a browser on this machine or elsewhere may find the server before it has a name. */
    List<URI> urls() {
        return urls.all(here);
    }

    /** The keeper's look at the world, at each of its turns. */
    private Wishes look() {
        here = finder.find();
        showLowest();
        wantFixed();
        boolean auto = settings.certificates().mode() == Addresses.Mode.AUTO;
        if (!auto || !claimed.getAsBoolean() || lowest.own().isPresent()) {
            return Wishes.none();
        }
        if (started) {
            accountKey.exchangeIfWished();
        }
        Optional<Subject> address = here.whyNone().isPresent() || here.all().isEmpty()
                ? Optional.empty()
                : Optional.of(new Subject(Rung.ADDRESS, here.certifiable().stream()
                        .map(PublicAddresses::text).toList()));
        return new Wishes(address, book.known().current().map(name -> new Subject(Rung.DOMAIN, List.of(name.ascii()))));
    }

    /** The book may be damaged or locked at the start, or another program may have forgotten what a setting demands. */
    private void wantFixed() {
        settings.certificates().domain().filter(name -> !book.known().names(name)).ifPresent(name -> {
            try {
                book.wantDomain(name, false);
            } catch (ProblemException e) {
                LOG.warn("{} {}", e.problem().summary(), e.problem().advice());
            }
        });
    }

    private Set<String> certified() {
        return key.names();
    }

    private Set<String> fingerprints() {
        return key.fingerprints().stream().map(print -> print.replace(":", "")).collect(Collectors.toSet());
    }

    private void showLowest() {
        ladder.selfSigned(lowest.current());
    }

    private Optional<String> selfSignedFingerprint() {
        return settings.certificates().mode() == Addresses.Mode.PLATFORM
                ? Optional.empty()
                : Optional.of(lowest.selfSigned().fingerprint());
    }

    /** The owner answered: everybody looks again. */
    private void answered() {
        here = finder.findAnew();
        showLowest();
        watch.checkAgain();
        keeper.tryNow();
        teller.tell();
    }

    @Override
    public void close() {
        watch.close();
        keeper.close();
        files.ifPresent(CertificateFiles::close);
    }
}
