package org.mathesar.launcher.setup;

import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.mathesar.launcher.address.AddressBook;
import org.mathesar.launcher.address.DomainName;
import org.mathesar.launcher.address.DomainReport;
import org.mathesar.launcher.address.DomainWatch;
import org.mathesar.launcher.address.Finding.Verdict;
import org.mathesar.launcher.address.PublicAddresses;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.problem.ProblemException;
import org.mathesar.launcher.setup.FirstBoot.Message;
import org.mathesar.launcher.setup.FirstBoot.Outcome;
import org.mathesar.launcher.tls.GivenCertificate;
import org.mathesar.launcher.tls.HostCertificate;
import org.mathesar.launcher.tls.OwnCertificate;
import org.mathesar.launcher.tls.Rung;
import org.mathesar.launcher.tls.RungStatus;

/** The addresses and certificates of this server, put together from those who look after them. */
public final class LiveAddresses implements Addresses {

    /**
     * Who looks after what.
     *
     * @param rungs how the authority's certificates stand
     * @param own the certificate that serves in place of those
     * @param url where people reach a name of this server
     * @param fixed the domain that a setting names
     * @param publicAuthority whether the authority certifies only what the whole internet can reach
     * @param changed told after each answer, so that nobody waits for the next turn
     */
    public record Parts(Mode mode, AddressBook book, Supplier<PublicAddresses> here, DomainWatch watch,
            Supplier<List<RungStatus>> rungs, GivenCertificate given, Supplier<Optional<Certificate>> own,
            Supplier<Optional<String>> selfSignedFingerprint, Function<DomainName, String> url,
            Optional<DomainName> fixed, boolean publicAuthority, InstantSource clock, Runnable changed) {
        public Parts {
            Objects.requireNonNull(mode);
            Objects.requireNonNull(fixed);
        }
    }

    private final Parts parts;

    public LiveAddresses(Parts parts) {
        this.parts = parts;
    }

    @Override
    public Snapshot now() {
        return new Snapshot(parts.mode(), parts.here().get(), parts.selfSignedFingerprint().get(),
                certificate(Rung.ADDRESS), domain(), parts.own().get());
    }

    private Optional<Domain> domain() {
        AddressBook.Entry entry = parts.book().known();
        Optional<DomainName> wanted = entry.wanted().map(AddressBook.Wanted::name);
        return wanted.or(entry::current).map(name -> {
            boolean confirmed = wanted.isEmpty();
            return new Domain(name, parts.watch().latest().filter(report -> report.name().equals(name)), confirmed,
                    confirmed ? certificate(Rung.DOMAIN) : Optional.empty(), parts.url().apply(name),
                    parts.fixed().isPresent());
        });
    }

    private Optional<Certificate> certificate(Rung rung) {
        return parts.rungs().get().stream().filter(status -> status.rung() == rung).findFirst()
                .map(status -> new Certificate(status.identifiers(), phase(status.phase()),
                        status.expiry().filter(this::isAhead),
                        status.failure().map(RungStatus.Failure::problem), status.nextTry()));
    }

    /** One that has expired is of no use to visitors, who get the rung below. */
    private boolean isAhead(Instant expiry) {
        return parts.clock().instant().isBefore(expiry);
    }

    private static Phase phase(RungStatus.Phase phase) {
        return switch (phase) {
            case WAITING -> Phase.WAITING;
            case REHEARSING -> Phase.REHEARSING;
            case ORDERING -> Phase.ORDERING;
            case SERVED -> Phase.SERVED;
        };
    }

    @Override
    public Outcome wantDomain(String typed) {
        if (parts.mode() != Mode.AUTO || parts.fixed().isPresent()) {
            return new Outcome.Stale();
        }
        try {
            DomainName name = DomainName.typed(typed, parts.publicAuthority());
            return written(() -> parts.book().wantDomain(name, false));
        } catch (IllegalArgumentException e) {
            return refused("domain", e.getMessage());
        }
    }

    @Override
    public Outcome vouchForDomain() {
        boolean unsure = domain().filter(domain -> !domain.confirmed()).flatMap(Domain::report)
                .map(DomainReport::verdict).filter(verdict -> verdict == Verdict.UNSURE).isPresent();
        return unsure ? written(parts.book()::vouch) : new Outcome.Stale();
    }

    @Override
    public Outcome checkAgain() {
        parts.changed().run();
        return new Outcome.Accepted();
    }

    @Override
    public Outcome forgetDomain() {
        return parts.fixed().isPresent() ? new Outcome.Stale() : written(parts.book()::forgetDomain);
    }

    @Override
    public Outcome givePublicAddress(String typed) {
        try {
            List<InetAddress> addresses = PublicAddresses.typed(typed, !parts.publicAuthority());
            return written(() -> parts.book().typeAddresses(addresses));
        } catch (IllegalArgumentException e) {
            return refused("public-address", e.getMessage());
        }
    }

    @Override
    public Outcome giveCertificate(String chain, String key) {
        if (parts.mode() != Mode.AUTO) {
            return new Outcome.Stale();
        }
        try {
            return switch (parts.given().give(chain, key)) {
                case OwnCertificate.Usable _ -> checkAgain();
                case OwnCertificate.Unusable(var field, var problem) -> refused(
                        field.name().toLowerCase(Locale.ROOT), problem.summary() + " " + problem.advice());
            };
        } catch (ProblemException e) {
            return new Outcome.Failed(e.problem());
        }
    }

    @Override
    public Outcome forgetCertificate() {
        return written(parts.given()::forget);
    }

    /** The owner's own certificate as the wizard shows it. */
    public static Certificate own(HostCertificate certificate, Optional<Problem> problem) {
        return new Certificate(certificate.names(), Phase.SERVED, Optional.of(certificate.expiry()), problem,
                Optional.empty());
    }

    private Outcome written(Runnable step) {
        try {
            step.run();
        } catch (ProblemException e) {
            return new Outcome.Failed(e.problem());
        }
        return checkAgain();
    }

    private static Outcome refused(String field, String text) {
        return new Outcome.Refused(List.of(new Message(field, text)));
    }
}
