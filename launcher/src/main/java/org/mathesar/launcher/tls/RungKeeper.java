package org.mathesar.launcher.tls;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.problem.ProblemException;
import org.mathesar.launcher.tls.IssueFailed.Kind;
import org.mathesar.launcher.tls.Permission.Granted;
import org.mathesar.launcher.tls.Permission.NotBefore;
import org.mathesar.launcher.tls.RungStatus.Phase;

/** Looks after the certificate of one rung. Used by the keeper's thread only. */
final class RungKeeper {
    /** How long an address that could not be verified is left out. */
    private static final Duration LEFT_OUT = Duration.ofDays(1);

    /** Identifiers that are left out, and until when. */
    private record LeftOut(Set<String> identifiers, Instant since) {}

    private final Rung rung;
    private final Keeper.Parts parts;
    private final Ordering ordering;
    private final Advice advice;
    private final RungLog log;
    private final Runnable changed;
    private Optional<Subject> wish = Optional.empty();
    private Optional<HostCertificate> held = Optional.empty();
    /** What the held certificate was ordered for, until it is on the disk. */
    private Optional<Subject> unsaved = Optional.empty();
    private Optional<LeftOut> leftOut = Optional.empty();
    private final Troubles troubles = new Troubles();
    private Optional<Instant> nextTry = Optional.empty();
    private Phase phase = Phase.WAITING;

    /** @param changed called while an order is under way, when the status has changed */
    RungKeeper(Rung rung, Keeper.Parts parts, Runnable changed) {
        this.rung = rung;
        this.parts = parts;
        this.log = new RungLog();
        this.ordering = new Ordering(parts, this::enter);
        this.advice = new Advice(parts.authority().issuer(), parts.clock(), log);
        this.changed = changed;
    }

    /** From now on this is wanted; what is on the disk is served at once. */
    void want(Optional<Subject> subject) {
        if (subject.equals(wish)) {
            return;
        }
        // First what may fail, so that it is tried again at the next turn.
        Optional<HostCertificate> stored = subject.flatMap(parts.store()::load);
        wish = subject;
        held = stored;
        unsaved = Optional.empty();
        leftOut = Optional.empty();
        troubles.begin(subject.flatMap(ordering::lastFailure));
        nextTry = Optional.empty();
        advice.forget();
        log.forget();
        rest();
        present();
    }

    /**
     * Does what is due.
     *
     * @param byHand whether a person asks for it
     */
    void turn(boolean byHand) throws InterruptedException {
        if (wish.isEmpty()) {
            return;
        }
        saveAgain();
        troubles.clock(held.flatMap(this::slowClock), now());
        leftOut = leftOut.filter(left -> isRecent(left.since()));
        // Each round leaves an identifier out or is the last.
        while (round(wish.get(), byHand)) {
            log.again();
        }
        rest();
    }

    /** @return whether there is something else to try at once */
    private boolean round(Subject full, boolean byHand) throws InterruptedException {
        Subject subject = without(full);
        Instant now = now();
        if (!isDue(subject, now)) {
            nextTry = Optional.empty();
            return false;
        }
        try {
            Permission permission = ordering.permission(subject, held, byHand);
            if (permission instanceof NotBefore(Instant at, String why)) {
                nextTry = Optional.of(at);
                log.waiting(subject, at, why);
                return false;
            }
            got(subject, ordering.order(subject, held));
            return false;
        } catch (IssueFailed e) {
            return failed(subject, e);
        }
    }

    private void got(Subject subject, HostCertificate certificate) {
        held = Optional.of(certificate);
        advice.forget();
        nextTry = Optional.empty();
        // What was left out is still not covered, and its owner should go on seeing why.
        if (leftOut.isEmpty()) {
            troubles.order(Optional.empty(), now());
        }
        unsaved = Optional.of(subject);
        log.got(subject, certificate);
        troubles.clock(slowClock(certificate).or(() -> fastClock(certificate)), now());
        saveAgain();
        present();
    }

    private boolean failed(Subject subject, IssueFailed e) {
        troubles.order(Optional.of(e.problem()), now());
        log.failed(subject, e, held.filter(this::isGood).isPresent());
        Set<String> culprits = new LinkedHashSet<>(e.identifiers());
        culprits.retainAll(subject.identifiers());
        if (rung == Rung.ADDRESS && e.kind() == Kind.VALIDATION && !culprits.isEmpty()
                && culprits.size() < subject.identifiers().size()) {
            leftOut.ifPresent(left -> culprits.addAll(left.identifiers()));
            leftOut = Optional.of(new LeftOut(Set.copyOf(culprits), now()));
            return true;
        }
        nextTry = switch (ordering.permission(subject, held, false)) {
            case Granted _ -> Optional.of(now());
            case NotBefore(Instant at, _) -> Optional.of(at);
        };
        return false;
    }

    private void saveAgain() {
        if (unsaved.isEmpty() || held.isEmpty()) {
            return;
        }
        try {
            parts.store().save(unsaved.get(), held.get());
            ordering.settled(unsaved.get());
            unsaved = Optional.empty();
            troubles.storing(Optional.empty(), now());
            log.saved();
        } catch (ProblemException e) {
            // It is served from memory meanwhile, and no second one is ordered.
            Problem problem = new Problem.Fixable("The new certificate is served, but it could not be stored.",
                    "Make room on the disk, or let the launcher write its data directory; it is tried again by itself.",
                    e.problem().summary() + " " + e.problem().detail());
            troubles.storing(Optional.of(problem), now());
            log.notSaved(problem);
        }
    }

    private boolean isDue(Subject subject, Instant now) throws InterruptedException {
        if (held.isEmpty() || !CertificateStore.covers(held.get(), subject.identifiers())) {
            return true;
        }
        return !renewAt(held.get()).isAfter(now);
    }

    private Instant renewAt(HostCertificate certificate) throws InterruptedException {
        return Renewal.at(certificate, advice.renewAt(certificate), issued());
    }

    private Optional<Instant> issued() {
        return wish.flatMap(subject -> parts.ledger().lastSuccess(parts.authority().directory(), without(subject)));
    }

    private Subject without(Subject full) {
        List<String> rest = full.identifiers().stream()
                .filter(each -> leftOut.filter(left -> left.identifiers().contains(each)).isEmpty()).toList();
        return rest.isEmpty() ? full : new Subject(full.rung(), rest);
    }

    private boolean isRecent(Instant since) {
        Instant now = now();
        return !since.isAfter(now) && since.plus(LEFT_OUT).isAfter(now);
    }

    private Optional<Problem> slowClock(HostCertificate certificate) {
        return now().isBefore(certificate.leaf().getNotBefore().toInstant())
                ? Optional.of(wrongClock("slow", "is not valid yet", certificate))
                : Optional.empty();
    }

    /** A certificate that came just now has not ended. */
    private Optional<Problem> fastClock(HostCertificate certificate) {
        return isGood(certificate) ? Optional.empty() : Optional.of(wrongClock("fast", "has ended", certificate));
    }

    private static Problem wrongClock(String how, String what, HostCertificate certificate) {
        return new Problem.Fixable(
                "The clock of this server is " + how + ": by it, a certificate that the authority gave "
                        + what + ".",
                "Set the clock, e.g. by switching on its synchronisation over the network (NTP).",
                "The certificate is valid from " + certificate.leaf().getNotBefore().toInstant() + " to "
                        + certificate.expiry() + ".");
    }

    private boolean isGood(HostCertificate certificate) {
        return Ladder.isGood(certificate, now());
    }

    private Instant now() {
        return parts.clock().instant();
    }

    private void enter(Phase next) {
        phase = next;
        changed.run();
    }

    private void rest() {
        phase = held.filter(this::isGood).isPresent() ? Phase.SERVED : Phase.WAITING;
    }

    private void present() {
        switch (rung) {
            case ADDRESS -> parts.ladder().address(held);
            case DOMAIN -> {
                if (wish.isEmpty()) {
                    parts.ladder().noDomain();
                }
                // Until the new domain has its certificate, the former one goes on being served.
                held.ifPresent(certificate -> parts.ladder().domain(wish.orElseThrow().identifiers().getFirst(),
                        certificate));
            }
            case SELF_SIGNED -> throw new IllegalStateException("nobody orders it");
        }
    }

    /** How it stands; empty when nothing is wanted. */
    Optional<RungStatus> status() {
        return wish.map(subject -> new RungStatus(rung, subject.identifiers(), phase,
                held.map(HostCertificate::expiry),
                held.map(certificate -> Renewal.at(certificate, advice.known(), issued())), troubles.worst(),
                nextTry));
    }
}
