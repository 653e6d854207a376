package org.mathesar.launcher.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.problem.ProblemException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps two launchers from migrating one database at once: a session's advisory lock in that database. It ends with the
 * session, so a killed launcher leaves none behind. A pooler in transaction mode would break it.
 */
public final class MigrationLock implements AutoCloseable {
    /** The lock's key: the letters "mathesar" as a number. */
    public static final long KEY = 0x6d61746865736172L;

    private static final Logger LOG = LoggerFactory.getLogger(MigrationLock.class);
    private static final long POLL_MILLIS = 500;

    private final Connection session;

    private MigrationLock(Connection session) {
        this.session = session;
    }

    /**
     * Takes the lock, waiting for another launcher at most this long.
     *
     * @throws ProblemException when the other one still has it then, or the database cannot be reached
     */
    public static MigrationLock take(Database database, Duration limit) throws InterruptedException {
        Instant deadline = Instant.now().plus(limit);
        try {
            Connection session = database.connect();
            try {
                while (!tryLock(session)) {
                    if (Instant.now().isAfter(deadline)) {
                        throw busy(database);
                    }
                    Thread.sleep(POLL_MILLIS);
                }
                return new MigrationLock(session);
            } catch (SQLException | InterruptedException | RuntimeException e) {
                session.close();
                throw e;
            }
        } catch (SQLException e) {
            throw new ProblemException(new Problem.Passing("The database " + database.display()
                    + " could not be locked for the migration.", Instant.now().plusSeconds(30),
                    String.valueOf(e.getMessage())), e);
        }
    }

    private static boolean tryLock(Connection session) throws SQLException {
        return Sql.isTrue(session, "SELECT pg_try_advisory_lock(" + KEY + ")");
    }

    private static ProblemException busy(Database database) {
        return new ProblemException(new Problem.Passing("Another launcher is migrating " + database.display() + ".",
                Instant.now().plusSeconds(30)));
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (SQLException e) {
            LOG.warn("the migration lock's session did not close: {}", e.getMessage());
        }
    }
}
