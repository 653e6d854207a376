package org.mathesar.launcher.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postgresql.PGConnection;

/**
 * Several sessions side by side, by which it shows whether they are what they seem to be: a pooler that gives each
 * transaction another of its connections is found by what it does, whatever its name and port.
 */
final class Sessions implements AutoCloseable {
    private static final String WHO = "SELECT pg_backend_pid() AS who";

    private final Connection first;
    private final Another another;
    private final Duration limit;
    private final List<Connection> others = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();
    private Optional<SQLException> refusal = Optional.empty();

    /** Opens further connections to the same address of the server. */
    interface Another {
        Connection open(String database, Duration limit) throws SQLException;
    }

    /** What is between us and the server. */
    enum Between {
        NOTHING,
        /** Something that gives each session a connection of its own. */
        KEEPING,
        /** Something that gives each transaction another connection. */
        SHARING,
        /** Not to be told, since there was no second session. */
        UNKNOWN
    }

    Sessions(Connection first, Another another, Duration limit) throws SQLException {
        this.first = leavingNothing(first);
        this.another = another;
        this.limit = limit;
    }

    /**
     * A pooler lends out a connection that is free, so two sessions that take turns in every order meet on one, or one
     * of them is moved. Where there is but one connection to lend they meet at once.
     */
    Between between(String database) throws SQLException {
        String mine = who(first);
        boolean fronted = !mine.equals(Integer.toString(first.unwrap(PGConnection.class).getBackendPID()));
        Optional<Connection> second = more(database);
        if (second.isEmpty()) {
            return Between.UNKNOWN;
        }
        if (isShared(mine, second.get())) {
            return Between.SHARING;
        }
        return fronted ? Between.KEEPING : Between.NOTHING;
    }

    private boolean isShared(String mine, Connection second) throws SQLException {
        try {
            if (!who(first).equals(mine)) {
                return true;
            }
            second.setAutoCommit(false);
            String other = who(second);
            boolean met = other.equals(mine) || !who(first).equals(mine);
            second.commit();
            for (int turn = 0; turn < 2 && !met; turn++) {
                met = !who(second).equals(other);
                second.commit();
                met |= !who(first).equals(mine);
            }
            return met;
        } catch (SQLException e) {
            // In statement mode PgBouncer refuses a transaction outright.
            if ("08P01".equals(e.getSQLState())) {
                return true;
            }
            throw e;
        }
    }

    /** One more session that is open at the same time and answers; empty when it is refused or kept waiting. */
    Optional<Connection> more(String database) {
        try {
            Connection connection = leavingNothing(another.open(database, limit));
            others.add(connection);
            seen.add(who(connection));
            return Optional.of(connection);
        } catch (SQLException e) {
            refusal = Optional.of(e);
            return Optional.empty();
        }
    }

    /** Why there was no further session. */
    Optional<SQLException> refusal() {
        return refusal;
    }

    /** The server's numbers of our sessions. */
    Set<String> numbers() {
        return Set.copyOf(seen);
    }

    /** Whether PgBouncer answers here: its own console has the name of a database that servers do not have. */
    boolean isPgBouncer() {
        try (Connection _ = another.open("pgbouncer", limit)) {
            return true;
        } catch (SQLException e) {
            return "08P01".equals(e.getSQLState());
        }
    }

    /** What the driver prepares by name would stay in a connection that is shared, and be in the way of others there. */
    private static Connection leavingNothing(Connection connection) throws SQLException {
        connection.unwrap(PGConnection.class).setPrepareThreshold(0);
        return connection;
    }

    private String who(Connection connection) throws SQLException {
        String who = new Question(connection, limit).row(WHO).text("who").orElseThrow();
        seen.add(who);
        return who;
    }

    @Override
    public void close() throws SQLException {
        for (Connection connection : others) {
            connection.close();
        }
    }
}
