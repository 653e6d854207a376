package org.mathesar.launcher.tls;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.mathesar.launcher.problem.ProblemException;
import org.mathesar.launcher.storage.DataDirectory;
import org.mathesar.launcher.tls.IssueFailed.Kind;
import org.mathesar.launcher.tls.PendingOrders.Pending;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeServerException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets certificates by ACME (RFC 8555), for domain names and for IP addresses (RFC 8738). Account, keys and orders are on
 * disk before the authority hears of them, so that a killed launcher goes on where it was. One request at a time.
 */
public final class AcmeIssuer implements Issuer {
    /** http-01 first: it works where TLS ends at somebody else's door. */
    public static final List<ChallengeKind> HTTP_FIRST = List.of(ChallengeKind.HTTP_01, ChallengeKind.TLS_ALPN_01);
    /** How long the authority may take for one authorization, and for one order. */
    static final Duration LONGEST_STEP = Duration.ofSeconds(90);

    private static final Logger LOG = LoggerFactory.getLogger(AcmeIssuer.class);

    private final AcmeAuthority authority;
    private final String userAgent;
    private final Function<Subject, List<ChallengeKind>> kinds;
    private final InstantSource clock;
    private final AcmeAccount account;
    private final AcmeOrders orders;
    private final PendingOrders pendingOrders;
    private final RememberedChallenge remembered;
    private final AcmeVerdict verdict;
    private final ValidationVerdict validationVerdict;
    private final ReentrantLock lock = new ReentrantLock();
    private Optional<AcmeWire> wire = Optional.empty();

    /**
     * @param version of the launcher, which it tells the authority (RFC 8555 §6.1)
     * @param kinds how the authority may look, in the order in which to try; at least one
     */
    public AcmeIssuer(AcmeAuthority authority, DataDirectory data, Challenges challenges, BeforeOrder beforeOrder,
            InstantSource clock, String version, Function<Subject, List<ChallengeKind>> kinds) {
        this.authority = authority;
        this.userAgent = "mathesar-launcher/" + version;
        this.kinds = kinds;
        this.clock = clock;
        this.account = new AcmeAccount(authority, data, clock);
        this.pendingOrders = new PendingOrders(data, authority);
        this.orders = new AcmeOrders(authority, challenges, beforeOrder, pendingOrders, clock);
        this.remembered = new RememberedChallenge(data, authority);
        this.verdict = new AcmeVerdict(authority, clock);
        this.validationVerdict = new ValidationVerdict(authority);
    }

    public AcmeIssuer(AcmeAuthority authority, DataDirectory data, Challenges challenges, BeforeOrder beforeOrder,
            InstantSource clock, String version) {
        this(authority, data, challenges, beforeOrder, clock, version, _ -> HTTP_FIRST);
    }

    /**
     * {@inheritDoc} Places one order, or a second one when the first kind of challenge fails and the other one may
     * succeed; an authority that refuses {@code replaces} costs one more.
     */
    @Override
    public HostCertificate issue(Subject subject, Optional<HostCertificate> replaces)
            throws IssueFailed, InterruptedException {
        return alone(() -> {
            AcmeWire connected = wire();
            Login login = login(connected);
            AgreedTime.check(authority, connected, clock);
            List<ValidationRefused> refused = new ArrayList<>();
            Optional<Pending> left = pendingOrders.load(subject);
            for (ChallengeKind kind : remembered.first(subject, kinds.apply(subject))) {
                if (!refused.isEmpty() && !refused.getLast().anotherWayMayHelp()) {
                    break;
                }
                try {
                    if (left.isPresent()) {
                        Optional<HostCertificate> found = goOn(login, connected, subject, left.get(), replaces, kind);
                        if (found.isPresent()) {
                            return found.get();
                        }
                        left = Optional.empty();
                    }
                    return order(login, connected, subject, replaces, kind);
                } catch (ValidationRefused e) {
                    // An authorization that has failed stays so; only a new order brings a new one.
                    left = Optional.empty();
                    pendingOrders.drop(subject);
                    refused.add(e);
                    LOG.warn("{} refused {} by {}: {}", authority.name(), e.identifiers(), kind.type(),
                            e.refusals().getFirst().detail());
                }
            }
            throw validationVerdict.of(refused);
        });
    }

    private HostCertificate order(Login login, AcmeWire connected, Subject subject, Optional<HostCertificate> replaces,
            ChallengeKind kind) throws AcmeException, IssueFailed, ValidationRefused, AcmePolling.Undecided,
            InterruptedException {
        Pending pending;
        Login current = login;
        try {
            pending = orders.place(login, subject, replaces);
        } catch (AcmeServerException e) {
            if (!AcmeFailure.isOfType(e, "accountDoesNotExist") && !AcmeFailure.isOfType(e, "unauthorized")) {
                throw e;
            }
            current = account.replacement(connected.session()).orElseThrow(() -> e);
            pending = orders.place(current, subject, replaces);
        }
        return finish(current, connected, subject, pending, kind);
    }

    /** Empty when the order that was left behind is of no use any more. */
    private Optional<HostCertificate> goOn(Login login, AcmeWire connected, Subject subject, Pending pending,
            Optional<HostCertificate> replaces, ChallengeKind kind) throws AcmeException, IssueFailed,
            ValidationRefused, AcmePolling.Undecided, InterruptedException {
        LOG.info("going on with the order {}", pending.location());
        if (orders.isAlive(login, pending)) {
            HostCertificate found = finish(login, connected, subject, pending, kind);
            if (isFresh(found, replaces)) {
                return Optional.of(found);
            }
        }
        LOG.info("that order is over");
        pendingOrders.drop(subject);
        return Optional.empty();
    }

    /** An order whose certificate is old, or is the very one to be replaced, was not left behind by a kill just now. */
    private boolean isFresh(HostCertificate found, Optional<HostCertificate> replaces) {
        Instant start = found.leaf().getNotBefore().toInstant();
        Duration lifetime = Duration.between(start, found.expiry());
        return clock.instant().isBefore(start.plus(lifetime.dividedBy(3)))
                && replaces.filter(old -> old.leaf().equals(found.leaf())).isEmpty();
    }

    private HostCertificate finish(Login login, AcmeWire connected, Subject subject, Pending pending,
            ChallengeKind kind) throws AcmeException, IssueFailed, ValidationRefused, AcmePolling.Undecided,
            InterruptedException {
        try {
            HostCertificate certificate = orders.finish(login, connected, pending, kind);
            remembered.succeeded(subject, kind);
            return certificate;
        } catch (AcmeServerException e) {
            if (!AcmeFailure.isPassing(e)) {
                pendingOrders.drop(subject);
            }
            throw e;
        } catch (IssueFailed e) {
            // It would end in the same way again.
            pendingOrders.drop(subject);
            throw e;
        }
    }

    @Override
    public void settled(Subject subject) {
        pendingOrders.drop(subject);
    }

    @Override
    public Optional<RenewalAdvice> advice(HostCertificate certificate) throws IssueFailed, InterruptedException {
        return alone(() -> RenewalInformation.ask(wire(), certificate, clock));
    }

    /**
     * Exchanges the account's key (RFC 8555 §7.3.5), opening an account first where there is none. A launcher that is
     * killed meanwhile goes on with whichever key the authority knows.
     */
    public void rollOver() throws IssueFailed, InterruptedException {
        alone(() -> {
            AcmeWire connected = wire();
            login(connected);
            account.rollOver(connected.session());
            return true;
        });
    }

    /** What is refused while an account is opened is about the account. */
    private Login login(AcmeWire connected) throws AcmeException, IssueFailed {
        try {
            if (connected.session().getMetadata().isExternalAccountRequired()
                    && authority.externalAccount().isEmpty()) {
                throw verdict.externalAccount("", Optional.empty(), null);
            }
            return account.login(connected.session());
        } catch (AcmeServerException e) {
            boolean aboutTheAccount = Set.of("externalAccountRequired", "unauthorized", "malformed")
                    .contains(AcmeFailure.shortType(e.getType()));
            if (aboutTheAccount && authority.externalAccount().isPresent()) {
                throw verdict.externalAccount(e.getMessage(), Optional.empty(), e);
            }
            throw e;
        }
    }

    private AcmeWire wire() throws IssueFailed {
        if (wire.isEmpty()) {
            try {
                wire = Optional.of(new AcmeWire(authority, userAgent));
            } catch (ProblemException e) {
                throw new IssueFailed(Kind.REFUSED, e.problem(), Optional.empty(), Set.of(), e);
            }
        }
        return wire.get();
    }

    private interface Conversation<T> {
        T hold() throws AcmeException, IssueFailed, AcmePolling.Undecided, InterruptedException;
    }

    /** One conversation at a time; whatever goes wrong in it is told in the owner's words. */
    private <T> T alone(Conversation<T> conversation) throws IssueFailed, InterruptedException {
        lock.lockInterruptibly();
        try {
            return conversation.hold();
        } catch (AcmeException | AcmePolling.Undecided | RuntimeException e) {
            // The library loads lazily, and what it cannot load or read it says with unchecked exceptions.
            throw told(e);
        } finally {
            lock.unlock();
        }
    }

    private IssueFailed told(Exception fault) throws InterruptedException {
        if (Thread.interrupted()) {
            throw (InterruptedException) new InterruptedException("interrupted while talking to "
                    + authority.name()).initCause(fault);
        }
        return verdict.of(fault, wire.map(AcmeWire::retryAfter).orElse(Duration.ZERO));
    }
}
