package org.mathesar.launcher.tls;

import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.tls.PendingOrders.Pending;
import org.mathesar.launcher.tls.ValidationRefused.Refusal;
import org.shredzone.acme4j.Authorization;
import org.shredzone.acme4j.Identifier;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.Order;
import org.shredzone.acme4j.OrderBuilder;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.Status;
import org.shredzone.acme4j.challenge.Challenge;
import org.shredzone.acme4j.challenge.Http01Challenge;
import org.shredzone.acme4j.challenge.TlsAlpn01Challenge;
import org.shredzone.acme4j.connector.Resource;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeServerException;

/** Orders (RFC 8555 §7.4), from the request to the certificate. */
final class AcmeOrders {
    private static final Set<Status> AUTHORIZED = EnumSet.of(Status.VALID, Status.INVALID, Status.DEACTIVATED,
            Status.EXPIRED, Status.REVOKED);
    private static final Set<Status> DECIDED = EnumSet.of(Status.READY, Status.VALID, Status.INVALID);
    private static final Set<Status> ENDED = EnumSet.of(Status.VALID, Status.INVALID);

    private final AcmeAuthority authority;
    private final Challenges challenges;
    private final BeforeOrder beforeOrder;
    private final PendingOrders pendingOrders;
    private final InstantSource clock;

    AcmeOrders(AcmeAuthority authority, Challenges challenges, BeforeOrder beforeOrder, PendingOrders pendingOrders,
            InstantSource clock) {
        this.authority = authority;
        this.challenges = challenges;
        this.beforeOrder = beforeOrder;
        this.pendingOrders = pendingOrders;
        this.clock = clock;
    }

    /** Orders and remembers the order. */
    Pending place(Login login, Subject subject, Optional<HostCertificate> replaces) throws AcmeException, IssueFailed {
        Session session = login.getSession();
        OrderBuilder builder = login.newOrder().identifiers(AcmeIdentifiers.of(subject));
        profile(session.getMetadata().getProfiles(), subject).ifPresent(builder::profile);
        KeyPair key = EcKeyPair.generate();
        Optional<String> predecessor = replaces.flatMap(RenewalInformation::certificateId);
        Order order;
        if (predecessor.isPresent() && session.resourceUrlOptional(Resource.RENEWAL_INFO).isPresent()) {
            order = placeReplacing(builder, login, subject, predecessor.get());
        } else {
            beforeOrder.about(subject);
            order = builder.create();
        }
        Pending pending = new Pending(order.getLocation(), subject.identifiers(), key);
        pendingOrders.save(subject, pending);
        return pending;
    }

    /** An authority that does not accept what is replaced (RFC 9773 §5) still may accept the order without it. */
    private Order placeReplacing(OrderBuilder builder, Login login, Subject subject, String predecessor)
            throws AcmeException, IssueFailed {
        beforeOrder.about(subject);
        try {
            return builder.replaces(predecessor).create();
        } catch (AcmeServerException e) {
            if (!AcmeFailure.mayBeAboutReplacing(e)) {
                throw e;
            }
        }
        OrderBuilder without = login.newOrder().identifiers(AcmeIdentifiers.of(subject));
        profile(login.getSession().getMetadata().getProfiles(), subject).ifPresent(without::profile);
        beforeOrder.about(subject);
        return without.create();
    }

    /**
     * What to ask for of what the authority lists; one that lists profiles may choose any for whoever asks for none.
     * Addresses need the short-lived one.
     */
    static Optional<String> profile(Set<String> offered, Subject subject) {
        boolean address = subject.identifiers().stream().anyMatch(AcmeIdentifiers::isAddress);
        Stream<String> preferred = address
                ? Stream.of("shortlived", "classic", "default")
                : Stream.of("classic", "default");
        return Stream.of(preferred, offered.stream().filter(name -> !name.equals("shortlived")).sorted(),
                offered.stream()).flatMap(names -> names).filter(offered::contains).findFirst();
    }

    /** Whether the authority still knows the order and may yet fulfil it. */
    boolean isAlive(Login login, Pending pending) throws AcmeException {
        Order order = login.bindOrder(pending.location());
        try {
            order.fetch();
            return order.getStatus() != Status.INVALID;
        } catch (AcmeServerException e) {
            if (AcmeFailure.isPassing(e)) {
                throw e;
            }
            return false;
        }
    }

    /**
     * Brings an order to its end from wherever it stands.
     *
     * @param kind how the authority shall look where it has not begun to
     */
    HostCertificate finish(Login login, AcmeWire wire, Pending pending, ChallengeKind kind)
            throws AcmeException, IssueFailed, ValidationRefused, AcmePolling.Undecided, InterruptedException {
        AcmePolling polling = new AcmePolling(wire, AcmeIssuer.LONGEST_STEP);
        Order order = login.bindOrder(pending.location());
        order.fetch();
        if (order.getStatus() == Status.PENDING) {
            authorize(order, polling, kind);
            polling.until(order, DECIDED);
        }
        if (order.getStatus() == Status.READY) {
            order.execute(pending.key());
            polling.until(order, ENDED);
        } else if (order.getStatus() == Status.PROCESSING) {
            polling.until(order, ENDED);
        }
        if (order.getStatus() == Status.INVALID) {
            throw new AcmeServerException(
                    order.getError().orElseThrow(() -> new AcmeException("the order is invalid")));
        }
        List<X509Certificate> chain = download(order);
        return new HostCertificate(pending.key().getPrivate(),
                IssuedChain.checked(chain, pending, authority));
    }

    private static List<X509Certificate> download(Order order) throws AcmeException {
        var certificate = order.getCertificate();
        certificate.download();
        return certificate.getCertificateChain();
    }

    private void authorize(Order order, AcmePolling polling, ChallengeKind kind)
            throws AcmeException, IssueFailed, ValidationRefused, AcmePolling.Undecided, InterruptedException {
        List<Challenges.Held> answers = new ArrayList<>();
        Map<Authorization, Challenge> waiting = new LinkedHashMap<>();
        try {
            for (Authorization authorization : order.getAuthorizations()) {
                authorization.fetch();
                if (authorization.getStatus() == Status.PENDING) {
                    Challenge challenge = choose(authorization, kind);
                    answers.add(answer(authorization.getIdentifier(), challenge));
                    waiting.put(authorization, challenge);
                } else if (authorization.getStatus() != Status.VALID) {
                    throw new ValidationRefused(refusals(authorization, kind));
                }
            }
            for (Challenge challenge : waiting.values()) {
                if (challenge.getStatus() == Status.PENDING) {
                    challenge.trigger();
                }
            }
            List<Refusal> refusals = new ArrayList<>();
            for (Authorization authorization : waiting.keySet()) {
                if (polling.until(authorization, AUTHORIZED) != Status.VALID) {
                    refusals.addAll(refusals(authorization, kind));
                }
            }
            if (!refusals.isEmpty()) {
                throw new ValidationRefused(refusals);
            }
        } finally {
            answers.forEach(Challenges.Held::close);
        }
    }

    /** The one that the authority already works on, else the wanted one, else the other. */
    private Challenge choose(Authorization authorization, ChallengeKind kind) throws IssueFailed {
        List<Challenge> known = authorization.getChallenges().stream()
                .filter(each -> each instanceof Http01Challenge || each instanceof TlsAlpn01Challenge).toList();
        return known.stream().filter(each -> each.getStatus() == Status.PROCESSING).findFirst()
                .or(() -> known.stream().filter(each -> each.getType().equals(kind.type())).findFirst())
                .or(() -> known.stream().findFirst())
                .orElseThrow(() -> AcmeFailure.of(IssueFailed.Kind.REFUSED, new Problem.Fixable(
                        authority.name() + " offers neither http-01 nor tls-alpn-01 for "
                                + authorization.getIdentifier().getValue() + ".",
                        "Ask the authority to allow one of them, or use another one:"
                                + " MATHESAR_LAUNCHER_ACME_DIRECTORY."),
                        Optional.empty()));
    }

    private Challenges.Held answer(Identifier identifier, Challenge challenge) {
        return switch (challenge) {
            case Http01Challenge http -> challenges.answerHttp(http.getToken(), http.getAuthorization());
            case TlsAlpn01Challenge tls -> challenges.answerTls(AcmeIdentifiers.serverName(identifier),
                    ValidationCertificate.of(identifier, tls.getAcmeValidation(), clock.instant()));
            default -> throw new IllegalStateException("chosen above: " + challenge.getType());
        };
    }

    private static List<Refusal> refusals(Authorization authorization, ChallengeKind kind) {
        String identifier = authorization.getIdentifier().getValue();
        List<Refusal> told = authorization.getChallenges().stream()
                .flatMap(each -> each.getError().stream()
                        .map(problem -> Refusal.of(identifier, kindOf(each).orElse(kind), problem)))
                .toList();
        return told.isEmpty()
                ? List.of(new Refusal(identifier, kind, "connection",
                        "the authorization is " + authorization.getStatus()))
                : told;
    }

    private static Optional<ChallengeKind> kindOf(Challenge challenge) {
        return Stream.of(ChallengeKind.values()).filter(kind -> kind.type().equals(challenge.getType())).findFirst();
    }
}
