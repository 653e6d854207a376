package org.mathesar.launcher.database;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Optional;
import org.mathesar.launcher.problem.Problem;

/**
 * Whether a database is the one in which Mathesar keeps its own data, told by the servers themselves: one server has many
 * names and addresses.
 */
final class OwnDatabase {
    private static final SecureRandom RANDOM = new SecureRandom();

    private static final String SEEN = """
            SELECT EXISTS (SELECT FROM pg_locks l JOIN pg_database d ON d.oid = l.database
                WHERE d.datname = current_database() AND l.locktype = 'advisory' AND l.objsubid = 1
                    AND l.classid::bigint = ?::bigint AND l.objid::bigint = ?::bigint) AS seen""";

    private final Optional<Database> own;
    private final Remedies remedies;
    private final InstantSource clock;

    OwnDatabase(Optional<Database> own, Remedies remedies, InstantSource clock) {
        this.own = own;
        this.remedies = remedies;
        this.clock = clock;
    }

    /** The number of the cluster, which its copies have too; empty where the role may not ask for it. */
    static Optional<String> systemIdentifier(Question question) throws SQLException {
        try {
            return question.row("SELECT system_identifier::text AS id FROM pg_control_system()").text("id");
        } catch (SQLException e) {
            if (LoginFailure.serverWords(e).isEmpty()) {
                throw e;
            }
            return Optional.empty();
        }
    }

    /** @param identifier of the candidate's cluster */
    Seen look(Question candidate, Purpose purpose, Optional<String> identifier) throws SQLException {
        if (purpose == Purpose.OWN_DATA) {
            return Seen.skipped("This is where Mathesar is to keep its own data.");
        }
        if (own.isEmpty()) {
            return Seen.skipped("Mathesar keeps no data of its own yet.");
        }
        long key = RANDOM.nextLong();
        try (Connection connection = own.get().connect(new Login(candidate.limit(), candidate.limit()))) {
            Question home = new Question(connection, candidate.limit());
            Optional<String> homeIdentifier = systemIdentifier(home);
            if (identifier.isPresent() && homeIdentifier.isPresent() && !identifier.equals(homeIdentifier)) {
                return Seen.good("It is on another server than Mathesar's own data.");
            }
            home.row("SELECT pg_advisory_lock(?::bigint)", Long.toString(key));
            return sees(candidate, key)
                    ? Seen.bad(remedies.ownDatabase())
                    : Seen.good("It is another database than the one with Mathesar's own data.");
        } catch (CandidateFailed e) {
            throw e.failure;
        } catch (SQLException e) {
            return Seen.bad(new Problem.Passing("Mathesar's own database does not answer now, so it cannot be made sure"
                    + " that this is another one.", clock.instant().plusSeconds(30), String.valueOf(e.getMessage())));
        }
    }

    /** A lock that was just taken in the one is seen in the other exactly where both are the same: no copy has it. */
    private static boolean sees(Question candidate, long key) throws CandidateFailed {
        try {
            return candidate.row(SEEN, Long.toString(key >>> 32), Long.toString(key & 0xffffffffL)).is("seen");
        } catch (SQLException e) {
            throw new CandidateFailed(e);
        }
    }

    private static final class CandidateFailed extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient SQLException failure;

        CandidateFailed(SQLException failure) {
            super(failure);
            this.failure = failure;
        }
    }
}
