package org.mathesar.launcher.database;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.storage.Secret;

/** Tries a database that the owner named and says in one sentence why Mathesar could not use it. */
public final class Diagnosis {
    private static final Duration LIMIT = Duration.ofSeconds(14);
    private static final Duration CONTACT_LIMIT = Duration.ofSeconds(5);

    private final boolean insideContainer;

    /** @param insideContainer whether this program has a network of its own, where localhost is not the host machine */
    public Diagnosis(boolean insideContainer) {
        this.insideContainer = insideContainer;
    }

    /** A diagnosis that finds out by itself whether it is made inside a Docker or Podman container. */
    public static Diagnosis here() {
        return new Diagnosis(Files.exists(Path.of("/.dockerenv")) || Files.exists(Path.of("/run/.containerenv")));
    }

    /** What came out. */
    public sealed interface Result {
        /**
         * Mathesar can use it.
         *
         * @param version as the server names it, e.g. 16.4
         * @param note something the owner should know; empty where there is nothing
         */
        record Usable(String version, Optional<String> note) implements Result {}

        /** Mathesar cannot use it as it is. */
        record Unusable(Problem problem) implements Result {}
    }

    /** As {@link #check(Database.External)}, with a password that is not in the candidate. */
    public Result check(Database.External candidate, Secret password) throws InterruptedException {
        return check(new Database.External(candidate.host(), candidate.port(), candidate.name(), candidate.user(),
                password, candidate.sslMode(), candidate.authority()));
    }

    /** Tries to use the database; answers within 15 s whatever happens, and changes nothing there. */
    public Result check(Database.External candidate) throws InterruptedException {
        Instant deadline = Instant.now().plus(LIMIT);
        Remedies remedies = new Remedies(candidate, insideContainer);
        Optional<Problem> mistake = remedies.unusableParameters();
        if (mistake.isPresent()) {
            return new Result.Unusable(mistake.get());
        }
        FirstContact contact = FirstContact.make(candidate.host(), candidate.port(), CONTACT_LIMIT);
        return switch (contact) {
            case FirstContact.UnknownHost _ -> new Result.Unusable(remedies.unknownHost());
            case FirstContact.Refused _ -> new Result.Unusable(remedies.refused());
            case FirstContact.Unreachable(String detail) -> new Result.Unusable(remedies.unreachable(detail));
            case FirstContact.Mute _ -> new Result.Unusable(remedies.mute());
            case FirstContact.Foreign _ -> new Result.Unusable(remedies.foreign());
            case FirstContact.Answers(boolean tls) -> candidate.sslMode().needsTls() && !tls
                    ? new Result.Unusable(remedies.noTls())
                    : login(candidate, tls, deadline, remedies);
        };
    }

    private static Result login(Database.External candidate, boolean offersTls, Instant deadline, Remedies remedies) {
        try (Connection connection = candidate.connect(until(deadline))) {
            return inspect(connection, remedies);
        } catch (SQLException e) {
            LoginFailure failure = LoginFailure.of(e);
            boolean untried = candidate.sslMode() == SslMode.DISABLE && offersTls;
            if (failure == LoginFailure.REFUSED_BY_HBA && untried && tlsWouldHelp(candidate, deadline)) {
                return new Result.Unusable(remedies.tlsRequired());
            }
            return new Result.Unusable(remedies.of(failure, e));
        }
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

    private static Result inspect(Connection connection, Remedies remedies) throws SQLException {
        var server = connection.getMetaData();
        int number = server.getDatabaseMajorVersion() * 10_000 + server.getDatabaseMinorVersion();
        ServerVersion version = ServerVersion.judge(number);
        if (version instanceof ServerVersion.TooOld) {
            return new Result.Unusable(remedies.tooOld(server.getDatabaseProductVersion()));
        }
        Standing standing = Standing.of(connection);
        if (standing.readOnly()) {
            return new Result.Unusable(remedies.readOnly());
        }
        if (!standing.mayCreate()) {
            return new Result.Unusable(remedies.missingPrivilege(standing.schemaOwner()));
        }
        Optional<String> note = switch (version) {
            case ServerVersion.Newer _ -> Optional.of("PostgreSQL " + server.getDatabaseProductVersion()
                    + " is newer than the versions that Mathesar is tested with (14 to 18).");
            case ServerVersion.Supported _,ServerVersion.TooOld _ -> Optional.empty();
        };
        return new Result.Usable(server.getDatabaseProductVersion(), note);
    }

    /** What our role may do in the database. */
    private record Standing(boolean readOnly, boolean mayCreate, Optional<String> schemaOwner) {
        private static final String QUESTION = """
                SELECT current_setting('transaction_read_only')::bool,
                       coalesce(has_schema_privilege(to_regnamespace('public'), 'CREATE')
                           AND has_database_privilege(current_database(), 'CREATE'), false),
                       (SELECT pg_get_userbyid(nspowner) FROM pg_namespace WHERE nspname = 'public')""";

        /** All in one question, since each may use up the time that is left. */
        static Standing of(Connection connection) throws SQLException {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(QUESTION)) {
                row.next();
                return new Standing(row.getBoolean(1), row.getBoolean(2), Optional.ofNullable(row.getString(3)));
            }
        }
    }

    /** Half of what is left for the login, the rest for the questions after it. */
    private static Login until(Instant deadline) {
        Duration left = Duration.between(Instant.now(), deadline);
        Duration most = Duration.ofSeconds(Math.max(1, left.toSeconds() / 2));
        return new Login(most, most);
    }
}
