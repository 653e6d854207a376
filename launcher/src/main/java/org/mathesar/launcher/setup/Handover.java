package org.mathesar.launcher.setup;

import java.util.Optional;
import org.mathesar.launcher.mathesar.MathesarClient;
import org.mathesar.launcher.mathesar.MathesarClient.Creation;
import org.mathesar.launcher.mathesar.MathesarClient.FirstUser;
import org.mathesar.launcher.setup.FirstBoot.Message;
import org.mathesar.launcher.setup.FirstBoot.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands Mathesar over to its first user, who is kept in memory until Mathesar has answered. */
final class Handover {
    private static final Logger LOG = LoggerFactory.getLogger(Handover.class);

    private Optional<Administrator> pending;
    private Optional<Outcome.Refused> refused = Optional.empty();
    private Optional<String> session = Optional.empty();

    /** @param administrator the first user where the environment names one */
    Handover(Optional<Administrator> administrator) {
        this.pending = administrator;
    }

    /** Keeps the administrator until Mathesar runs. */
    synchronized void keep(Administrator administrator) {
        refused = Optional.empty();
        pending = Optional.of(administrator);
    }

    synchronized Optional<Administrator> pending() {
        return pending;
    }

    /** Why Mathesar did not take the administrator, if it did not. */
    synchronized Optional<Outcome.Refused> refused() {
        return refused;
    }

    /** Mathesar's session cookie of the new user; given out once. */
    synchronized Optional<String> takeSession() {
        Optional<String> taken = session;
        session = Optional.empty();
        return taken;
    }

    /**
     * Creates the first user in Mathesar, unless there is one.
     *
     * @throws org.mathesar.launcher.problem.ProblemException when Mathesar does not answer; a kept administrator stays
     */
    Outcome create(Administrator administrator, MathesarClient mathesar) {
        Creation creation = mathesar.create(new FirstUser(administrator.username(), administrator.password(),
                administrator.language(), administrator.consents().confirmInstallation(),
                administrator.consents().shareUsage()));
        return answered(creation);
    }

    private synchronized Outcome answered(Creation creation) {
        pending = Optional.empty();
        refused = Optional.empty();
        return switch (creation) {
            case Creation.Created(Optional<String> cookie) -> {
                session = cookie;
                yield new Outcome.Accepted();
            }
            case Creation.AlreadyThere _ -> new Outcome.Accepted();
            case Creation.Refused(var messages) -> {
                Outcome.Refused answer = new Outcome.Refused(
                        messages.stream().map(message -> new Message("password", message)).toList());
                refused = Optional.of(answer);
                LOG.warn("Mathesar refused the administrator: {}", String.join(" ", messages));
                yield answer;
            }
        };
    }
}
