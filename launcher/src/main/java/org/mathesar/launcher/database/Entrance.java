package org.mathesar.launcher.database;

import java.net.InetAddress;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.mathesar.launcher.problem.Problem;

/** Signs in, and has a look inside. */
final class Entrance {
    private static final Duration LOGIN_LIMIT = Duration.ofSeconds(6);
    private static final Duration FOR_OTHERS = Duration.ofSeconds(2);

    private final Database.External candidate;
    private final Purpose purpose;
    private final Supplier<Optional<Database>> own;
    private final InstantSource clock;
    private final Findings findings;
    private final LoginRemedies remedies;

    Entrance(Database.External candidate, Purpose purpose, Supplier<Optional<Database>> own, Egress egress,
            InstantSource clock, Findings findings) {
        this.candidate = candidate;
        this.purpose = purpose;
        this.own = own;
        this.clock = clock;
        this.findings = findings;
        this.remedies = new LoginRemedies(candidate, egress);
    }

    /** Signs in at that address of the server. */
    Optional<ServerFacts> enter(InetAddress address, boolean offersTls)
            throws Findings.Stopped, InterruptedException {
        Duration limit = findings.time(LOGIN_LIMIT, FOR_OTHERS);
        Connection connection;
        try {
            connection = open(candidate, address, limit);
        } catch (SQLException e) {
            throw findings.bad(Step.LOGIN, problem(e, address, offersTls));
        }
        findings.good(Step.LOGIN, candidate.user() + " signed in to the database " + candidate.name() + ".");
        try (connection) {
            return look(connection, address);
        } catch (SQLException e) {
            throw findings.bad(findings.next(), remedies.inside(e));
        }
    }

    /** The driver does its own waiting, a second at least; this does not wait for it longer than that. */
    private static Connection open(Database.External database, InetAddress address, Duration limit)
            throws SQLException {
        return new Login(limit, limit).open(database, address);
    }

    private Problem problem(SQLException failure, InetAddress address, boolean offersTls) {
        LoginFailure kind = LoginFailure.of(failure);
        return switch (kind) {
            case REFUSED_BY_HBA, TLS_DEMANDED, UNKNOWN -> isPlain() && offersTls && tlsWouldHelp(kind, address)
                    ? new TlsRemedies(candidate).demanded()
                    : remedies.of(kind, failure);
            case OTHER_LOGIN_METHOD -> remedies.of(
                    candidate.password().isEmpty() && LoginFailure.serverWords(failure).isEmpty()
                            ? LoginFailure.PASSWORD_MISSING
                            : kind,
                    failure);
            case WRONG_PASSWORD, PASSWORD_MISSING, ROLE_MAY_NOT_LOG_IN, CLIENT_CERTIFICATE_DEMANDED,
                    UNKNOWN_DATABASE, NO_CONNECT_PRIVILEGE, TOO_MANY_CONNECTIONS, TOO_MANY_CONNECTIONS_OF_ROLE,
                    TOO_MANY_CONNECTIONS_OF_DATABASE, STARTING_OR_STOPPING, SERVER_BEHIND_POOLER_GONE,
                    UNTRUSTED_CERTIFICATE, CERTIFICATE_FOR_OTHER_NAME, TLS_FAILED, CONNECTION_LOST ->
                remedies.of(kind, failure);
        };
    }

    private boolean isPlain() {
        return candidate.sslMode() == SslMode.DISABLE;
    }

    /** Whether the server refuses only because the connection was not encrypted. */
    private boolean tlsWouldHelp(LoginFailure without, InetAddress address) {
        if (without == LoginFailure.TLS_DEMANDED) {
            return true;
        }
        Database.External encrypted = candidate.with(SslMode.REQUIRE, Optional.empty());
        try (Connection _ = open(encrypted, address, findings.time(LOGIN_LIMIT, Duration.ofSeconds(1)))) {
            return true;
        } catch (SQLException e) {
            LoginFailure with = LoginFailure.of(e);
            return with != without && with != LoginFailure.CONNECTION_LOST && with != LoginFailure.TLS_FAILED;
        }
    }

    private Inside inside(InetAddress address) {
        return new Inside(candidate, purpose, own.get(),
                (database, limit) -> new Login(limit, limit).open(at(database), address), clock,
                findings::tell);
    }

    private Database.External at(String database) {
        return new Database.External(candidate.host(), candidate.port(), database, candidate.user(),
                candidate.password(), candidate.sslMode(), candidate.authority());
    }

    /** However slow the server is with its answers, there is one in time. */
    private Optional<ServerFacts> look(Connection connection, InetAddress address)
            throws Findings.Stopped, InterruptedException, SQLException {
        Duration limit = findings.left();
        try {
            return TimeLimit.within(limit, "inside",
                    () -> inside(address).look(connection, limit));
        } catch (TimeoutException _) {
            connection.abort(Runnable::run);
            throw findings.bad(findings.next(), remedies.tookTooLong("No whole answer within " + limit.toMillis()
                    + " ms after signing in."));
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case SQLException failure -> throw failure;
                case RuntimeException fault -> throw fault;
                case Error error -> throw error;
                default -> throw new IllegalStateException(e.getCause());
            }
        }
    }
}
