package org.mathesar.launcher.tls;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.mathesar.launcher.problem.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says each change about one certificate once, however often the keeper turns. */
final class RungLog {
    private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);

    private Optional<Instant> waitingUntil = Optional.empty();
    private boolean storageTold;
    private boolean adviceTold;

    /** Something else is wanted. */
    void forget() {
        waitingUntil = Optional.empty();
        storageTold = false;
        adviceTold = false;
    }

    void got(Subject subject, HostCertificate certificate) {
        waitingUntil = Optional.empty();
        LOG.info("There is a certificate for {}, good until {}.", names(subject), certificate.expiry());
    }

    void failed(Subject subject, IssueFailed failure, boolean served) {
        LOG.warn("No certificate for {}: {} {}{}", names(subject), failure.problem().summary(),
                failure.problem().advice(), served ? " The one in use stays good meanwhile." : "");
        if (!failure.problem().detail().isEmpty()) {
            LOG.info("{}", failure.problem().detail());
        }
    }

    /** What failed is left out. */
    void again() {
        LOG.info("The other addresses are tried without those that failed.");
    }

    void waiting(Subject subject, Instant until, String why) {
        if (!waitingUntil.equals(Optional.of(until))) {
            waitingUntil = Optional.of(until);
            LOG.info("The certificate for {} is ordered at {} at the earliest. {}", names(subject),
                    until.truncatedTo(ChronoUnit.SECONDS), why);
        }
    }

    void saved() {
        if (storageTold) {
            storageTold = false;
            LOG.info("The certificate could be stored now.");
        }
    }

    void notSaved(Problem problem) {
        if (!storageTold) {
            storageTold = true;
            LOG.warn("{} {} {}", problem.summary(), problem.advice(), problem.detail());
        }
    }

    void advised() {
        adviceTold = false;
    }

    void notAdvised(Problem problem) {
        if (!adviceTold) {
            adviceTold = true;
            LOG.info(
                    "The certificate authority could not be asked when to renew; the certificate's own lifetime decides"
                            + " meanwhile. {}",
                    problem.summary());
        }
    }

    private static String names(Subject subject) {
        return String.join(", ", subject.identifiers());
    }
}
