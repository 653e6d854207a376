package org.mathesar.launcher.database;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.mathesar.launcher.database.Finding.Verdict;
import org.mathesar.launcher.problem.Problem;

/** Tries a database that the owner named, step by step, and says in one sentence why Mathesar could not use it. */
public final class Diagnosis {
    private static final Duration LIMIT = Duration.ofSeconds(14);
    private static final Duration CONTACT_LIMIT = Duration.ofSeconds(5);

    private final boolean insideContainer;
    private final Supplier<Optional<Database>> own;
    private final Supplier<List<InetAddress>> egress;

    /**
     * @param insideContainer whether this program has a network of its own, where localhost is not the host machine
     * @param own Mathesar's own database, which must not be connected; empty while none is open
     * @param egress the addresses under which others see this machine, to be allowed in firewalls; asked only where needed
     */
    public Diagnosis(boolean insideContainer, Supplier<Optional<Database>> own, Supplier<List<InetAddress>> egress) {
        this.insideContainer = insideContainer;
        this.own = own;
        this.egress = egress;
    }

    /** A diagnosis that finds out by itself whether it is made inside a Docker or Podman container. */
    public static Diagnosis here(Supplier<Optional<Database>> own, Supplier<List<InetAddress>> egress) {
        return new Diagnosis(Files.exists(Path.of("/.dockerenv")) || Files.exists(Path.of("/run/.containerenv")), own,
                egress);
    }

    /**
     * Tries to use the database; answers within 15 s whatever happens, and changes nothing there.
     *
     * @param live told each finding as it is made
     */
    public Report check(Database.External candidate, Purpose purpose, Consumer<Finding> live)
            throws InterruptedException {
        Instant deadline = Instant.now().plus(LIMIT);
        List<Finding> findings = new ArrayList<>();
        Consumer<Finding> tell = finding -> {
            findings.add(finding);
            live.accept(finding);
        };
        Optional<ServerFacts> server = examine(candidate, purpose, deadline, tell);
        return new Report(findings, server);
    }

    private Optional<ServerFacts> examine(Database.External candidate, Purpose purpose, Instant deadline,
            Consumer<Finding> tell) throws InterruptedException {
        Remedies remedies = new Remedies(candidate, insideContainer);
        Optional<Problem> mistake = remedies.unusableParameters();
        if (mistake.isPresent()) {
            return bad(Step.DETAILS, mistake.get(), tell);
        }
        FirstContact contact = FirstContact.make(candidate.host(), candidate.port(), CONTACT_LIMIT);
        return switch (contact) {
            case FirstContact.UnknownHost _ -> bad(Step.NAME, remedies.unknownHost(), tell);
            case FirstContact.Refused _ -> bad(Step.REACH, remedies.refused(), tell);
            case FirstContact.Unreachable(String detail) -> bad(Step.REACH, remedies.unreachable(detail), tell);
            case FirstContact.Mute _ -> bad(Step.REACH, remedies.mute(), tell);
            case FirstContact.Foreign _ -> bad(Step.REACH, remedies.foreign(), tell);
            case FirstContact.Answers(boolean tls) -> candidate.sslMode().needsTls() && !tls
                    ? bad(Step.ENCRYPTION, remedies.noTls(), tell)
                    : login(candidate, purpose, tls, deadline, remedies, tell);
        };
    }

    private Optional<ServerFacts> login(Database.External candidate, Purpose purpose, boolean offersTls,
            Instant deadline, Remedies remedies, Consumer<Finding> tell) {
        try (Connection connection = candidate.connect(until(deadline))) {
            return Inside.look(connection, candidate, purpose, own.get(), tell);
        } catch (SQLException e) {
            LoginFailure failure = LoginFailure.of(e);
            boolean untried = candidate.sslMode() == SslMode.DISABLE && offersTls;
            if (failure == LoginFailure.REFUSED_BY_HBA && untried && tlsWouldHelp(candidate, deadline)) {
                return bad(Step.ENCRYPTION, remedies.tlsRequired(), tell);
            }
            return bad(Step.LOGIN, remedies.of(failure, e), tell);
        }
    }

    private static Optional<ServerFacts> bad(Step step, Problem problem, Consumer<Finding> tell) {
        tell.accept(new Finding(step, Verdict.BAD, problem.summary(), Optional.of(problem), Duration.ZERO));
        return Optional.empty();
    }

    /** Whether the server refuses only because the connection was not encrypted. */
    private static boolean tlsWouldHelp(Database.External candidate, Instant deadline) {
        Database.External encrypted = new Database.External(candidate.host(), candidate.port(), candidate.name(),
                candidate.user(), candidate.password(), SslMode.REQUIRE);
        try (Connection _ = encrypted.connect(until(deadline))) {
            return true;
        } catch (SQLException e) {
            return LoginFailure.of(e) != LoginFailure.REFUSED_BY_HBA;
        }
    }

    /** Half of what is left for the login, the rest for the questions after it. */
    private static Login until(Instant deadline) {
        Duration left = Duration.between(Instant.now(), deadline);
        Duration most = Duration.ofSeconds(Math.max(1, left.toSeconds() / 2));
        return new Login(most, most);
    }
}
