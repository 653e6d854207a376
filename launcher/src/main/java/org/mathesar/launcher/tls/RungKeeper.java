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
import org.mathesar.launcher.tls.RungStatus.Failure;
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
    private boolean unsaved;
    private Optional<LeftOut> leftOut = Optional.empty();
    private Optional<Failure> failure = Optional.empty();
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
        wish = subject;
        held = subject.flatMap(parts.store()::load);
        unsaved = false;
        leftOut = Optional.empty();
        failure = Optional.empty();
        nextTry = Optional.empty();
        advice.forget();
        log.forget();
        rest();
        present();
    }

    /** Does what is due. */
    void turn() throws InterruptedException {
        if (wish.isEmpty()) {
            return;
        }
        saveAgain();
        leftOut = leftOut.filter(left -> isRecent(left.since()));
        // Each round leaves an identifier out or is the last.
        while (round(wish.get())) {
            log.again();
        }
        rest();
    }

    /** @return whether there is something else to try at once */
    private boolean round(Subject full) throws InterruptedException {
        Subject subject = without(full);
        Instant now = parts.clock().instant();
        if (!isDue(subject, now)) {
            nextTry = Optional.empty();
            return false;
        }
        try {
            Permission permission = ordering.permission(subject, held);
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
        failure = failure.filter(_ -> leftOut.isPresent());
        unsaved = true;
        log.got(subject, certificate);
        clockIsWrong(certificate).ifPresent(this::fail);
        saveAgain();
        present();
    }

    private boolean failed(Subject subject, IssueFailed e) {
        fail(e.problem());
        log.failed(subject, e, held.filter(this::isGood).isPresent());
        Set<String> culprits = new LinkedHashSet<>(e.identifiers());
        culprits.retainAll(subject.identifiers());
        if (rung == Rung.ADDRESS && e.kind() == Kind.VALIDATION && !culprits.isEmpty()
                && culprits.size() < subject.identifiers().size()) {
            leftOut.ifPresent(left -> culprits.addAll(left.identifiers()));
            leftOut = Optional.of(new LeftOut(Set.copyOf(culprits), parts.clock().instant()));
            return true;
        }
        nextTry = switch (ordering.permission(subject, held)) {
            case Granted _ -> Optional.of(parts.clock().instant());
            case NotBefore(Instant at, _) -> Optional.of(at);
        };
        return false;
    }

    private void saveAgain() {
        if (!unsaved || held.isEmpty() || wish.isEmpty()) {
            return;
        }
        try {
            parts.store().save(wish.get(), held.get());
            unsaved = false;
            ordering.settled(wish.get());
            log.saved();
            failure = failure.filter(shown -> leftOut.isPresent());
        } catch (ProblemException e) {
            // It is served from memory meanwhile, and no second one is ordered.
            if (failure.map(Failure::problem).filter(e.problem()::equals).isEmpty()) {
                fail(e.problem());
            }
            log.notSaved(e.problem());
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
        Instant now = parts.clock().instant();
        return !since.isAfter(now) && since.plus(LEFT_OUT).isAfter(now);
    }

    /** Authorities date a certificate an hour back at most; what came just now and is not valid shows our clock. */
    private Optional<Problem> clockIsWrong(HostCertificate certificate) {
        Instant now = parts.clock().instant();
        boolean behind = now.isBefore(certificate.leaf().getNotBefore().toInstant());
        if (!behind && isGood(certificate)) {
            return Optional.empty();
        }
        return Optional.of(new Problem.Fixable("The clock of this server is " + (behind ? "slow" : "fast")
                + ": by it, the certificate that has just been given " + (behind ? "is not valid yet." : "has ended."),
                "Set the clock, e.g. by switching on its synchronisation over the network (NTP).",
                "The clock says " + now + "; the certificate is valid from "
                        + certificate.leaf().getNotBefore().toInstant() + " to " + certificate.expiry() + "."));
    }

    private boolean isGood(HostCertificate certificate) {
        return Ladder.isGood(certificate, parts.clock().instant());
    }

    private void fail(Problem problem) {
        failure = Optional.of(new Failure(problem, parts.clock().instant()));
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
            case DOMAIN -> held.ifPresentOrElse(
                    certificate -> parts.ladder().domain(wish.orElseThrow().identifiers().getFirst(), certificate),
                    parts.ladder()::noDomain);
            case SELF_SIGNED -> throw new IllegalStateException("nobody orders it");
        }
    }

    /** How it stands; empty when nothing is wanted. */
    Optional<RungStatus> status() {
        return wish.map(subject -> new RungStatus(rung, subject.identifiers(), phase,
                held.map(HostCertificate::expiry),
                held.map(certificate -> Renewal.at(certificate, advice.known(), issued())), failure, nextTry));
    }
}
