package org.mathesar.launcher.tls;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.problem.ProblemException;
import org.mathesar.launcher.tls.IssueFailed.Kind;
import org.mathesar.launcher.tls.Permission.Granted;
import org.mathesar.launcher.tls.RungStatus.Phase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Spends orders: each is written in the ledger before and after, and a domain's first one is rehearsed. */
final class Ordering {
    private static final Logger LOG = LoggerFactory.getLogger(Ordering.class);
    /** After so many failures that say nothing about the domain, we go on without a rehearsal. */
    private static final int PATIENCE = 3;

    private final Keeper.Parts parts;
    private final Consumer<Phase> phase;

    Ordering(Keeper.Parts parts, Consumer<Phase> phase) {
        this.parts = parts;
        this.phase = phase;
    }

    /** Whether the next step, a rehearsal or an order, may be taken. */
    Permission permission(Subject subject, Optional<HostCertificate> held, boolean byHand) {
        Permission real = parts.ledger().permission(parts.authority().directory(), subject, held, byHand);
        return switch (real) {
            case Permission.NotBefore wait -> wait;
            case Granted granted -> rehearsal(subject, held)
                    .map(stage -> parts.ledger().permission(stage.directory(), subject, Optional.empty(), byHand))
                    .orElse(granted);
        };
    }

    /** The certificate, after a permission. Blocks until the authority has decided. */
    HostCertificate order(Subject subject, Optional<HostCertificate> held) throws IssueFailed, InterruptedException {
        Optional<Keeper.Authority> stage = rehearsal(subject, held);
        if (stage.isPresent()) {
            phase.accept(Phase.REHEARSING);
            spend(stage.get(), subject, Optional.empty());
            stage.get().issuer().settled(subject);
        }
        phase.accept(Phase.ORDERING);
        // An authority takes a replacement only for the same identifiers.
        return spend(parts.authority(), subject, held.filter(
                certificate -> CertificateStore.isExactlyFor(certificate, subject)));
    }

    /** What was told of the last failure since the last success. */
    Optional<RungStatus.Failure> lastFailure(Subject subject) {
        return parts.ledger().lastFailure(parts.authority().directory(), subject)
                .or(() -> rehearsal(subject, Optional.empty())
                        .flatMap(stage -> parts.ledger().lastFailure(stage.directory(), subject)));
    }

    /** The certificate is on the disk. */
    void settled(Subject subject) {
        parts.authority().issuer().settled(subject);
    }

    private HostCertificate spend(Keeper.Authority authority, Subject subject, Optional<HostCertificate> replaces)
            throws IssueFailed, InterruptedException {
        parts.ledger().attempt(authority.directory(), subject);
        try {
            HostCertificate certificate = authority.issuer().issue(subject, replaces);
            if (!CertificateStore.covers(certificate, subject.identifiers())) {
                throw new IllegalStateException("the authority gave a certificate for other names: " + certificate);
            }
            parts.ledger().succeeded(authority.directory(), subject);
            return certificate;
        } catch (IssueFailed e) {
            parts.ledger().failed(authority.directory(), subject, e);
            throw e;
        } catch (ProblemException e) {
            throw noted(authority, subject, new IssueFailed(Kind.STORAGE, e.problem(), Optional.empty(), Set.of(), e));
        } catch (RuntimeException e) {
            Problem problem = Problem.Unexpected.told("The certificate could not be ordered.", e, LOG);
            throw noted(authority, subject,
                    new IssueFailed(Kind.UNEXPECTED, problem, Optional.empty(), Set.of(), e));
        }
    }

    private IssueFailed noted(Keeper.Authority authority, Subject subject, IssueFailed failure) {
        parts.ledger().failed(authority.directory(), subject, failure);
        return failure;
    }

    /** Where to rehearse the order, while that is still to be done. */
    private Optional<Keeper.Authority> rehearsal(Subject subject, Optional<HostCertificate> held) {
        return parts.rehearsal().filter(_ -> subject.rung() == Rung.DOMAIN && held.isEmpty())
                .filter(_ -> parts.ledger().lastSuccess(parts.authority().directory(), subject).isEmpty())
                .filter(stage -> parts.ledger().lastSuccess(stage.directory(), subject).isEmpty())
                .filter(stage -> isPatient(parts.ledger().failures(stage.directory(), subject)));
    }

    /** A stage that is closed must not keep the domain waiting; what it says about the domain must. */
    private static boolean isPatient(List<Kind> failures) {
        return failures.size() < PATIENCE || failures.reversed().stream().limit(PATIENCE)
                .anyMatch(kind -> switch (kind) {
                    case VALIDATION, REFUSED, STORAGE -> true;
                    case UNREACHABLE, RATE_LIMITED, UNEXPECTED -> false;
                });
    }
}
