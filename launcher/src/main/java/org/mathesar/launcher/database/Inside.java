package org.mathesar.launcher.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import org.mathesar.launcher.problem.Problem;

/** The second half of a diagnosis: what can be seen once the role has signed in, from {@link Step#VERSION} on. */
final class Inside {
    private static final Duration STEP_LIMIT = Duration.ofSeconds(3);
    private static final int LONGEST_VERSION = 100;
    private static final String CANCELLED = "57014";

    private final Database.External candidate;
    private final Purpose purpose;
    private final Optional<Database> own;
    private final Sessions.Another another;
    private final InstantSource clock;
    private final Consumer<Finding> tell;
    private final Remedies remedies;

    /**
     * @param own Mathesar's own database, if it is open
     * @param another opens further sessions where the first one is
     * @param clock this machine's
     */
    Inside(Database.External candidate, Purpose purpose, Optional<Database> own, Sessions.Another another,
            InstantSource clock, Consumer<Finding> tell) {
        this.candidate = candidate;
        this.purpose = purpose;
        this.own = own;
        this.another = another;
        this.clock = clock;
        this.tell = tell;
        remedies = new Remedies(candidate);
    }

    /** Looks at one thing. */
    private interface Look {
        Seen at(Question question) throws SQLException;
    }

    /**
     * Tells its findings and ends at the first bad one; what the server said of itself is answered in either case.
     *
     * @param limit how long all of it may take
     * @throws SQLException when the connection breaks, or a question that must be answered is not
     */
    Optional<ServerFacts> look(Connection connection, Duration limit) throws SQLException {
        Duration each = limit.dividedBy(3).compareTo(STEP_LIMIT) < 0 ? limit.dividedBy(3) : STEP_LIMIT;
        Question question = new Question(connection, each);
        String said = connection.getMetaData().getDatabaseProductVersion();
        String version = said.substring(0, Math.min(said.length(), LONGEST_VERSION));
        if (!decided(Step.VERSION, question, _ -> version(connection, version))) {
            return Optional.empty();
        }
        Standing standing = Standing.of(question);
        ServerFacts facts = standing.facts(version, OwnDatabase.systemIdentifier(question), isEncrypted(question));
        try (Sessions sessions = new Sessions(connection, another, each)) {
            look(question, standing, facts, sessions);
        }
        return Optional.of(facts);
    }

    private void look(Question question, Standing standing, ServerFacts facts, Sessions sessions)
            throws SQLException {
        Seats seats = new Seats(candidate, standing, sessions, remedies, clock);
        boolean usable = decided(Step.POOLER, question, _ -> seats.between())
                && decided(Step.PRIVILEGES, question,
                        it -> new Privileges(candidate, purpose, standing, remedies).look(it))
                && decided(Step.CONNECTIONS, question, seats::look)
                && decided(Step.EXTENSIONS, question, it -> new Obstacles(purpose, standing, remedies).look(it))
                && decided(Step.OWN_DATABASE, question,
                        it -> new OwnDatabase(own, remedies, clock).look(it, purpose, facts.systemIdentifier()));
        if (usable) {
            told(Step.CLOCK, question, it -> ClockSkew.look(it, clock));
        }
    }

    private Seen version(Connection connection, String version) throws SQLException {
        return switch (ServerVersion.judge(connection.getMetaData().getDatabaseMajorVersion() * 10_000)) {
            case ServerVersion.TooOld _ -> Seen.bad(remedies.tooOld(version));
            case ServerVersion.Newer _ -> Seen.bad(remedies.tooNew(version));
            case ServerVersion.Supported _ -> Seen.good("PostgreSQL " + version + ".");
        };
    }

    /** A step that Mathesar depends on: whether it may go on. */
    private boolean decided(Step step, Question question, Look look) throws SQLException {
        Instant began = Instant.now();
        Seen seen;
        try {
            seen = look.at(question);
        } catch (SQLException e) {
            if (!CANCELLED.equals(e.getSQLState())) {
                throw e;
            }
            seen = Seen.bad(new Problem.Passing("The server took too long over this question: " + step.title() + ".",
                    clock.instant().plusSeconds(30), String.valueOf(e.getMessage())));
        }
        tell.accept(seen.finding(step, Duration.between(began, Instant.now())));
        return !seen.isBad();
    }

    /** A step that may stay open. */
    private void told(Step step, Question question, Look look) throws SQLException {
        Instant began = Instant.now();
        Seen seen;
        try {
            seen = look.at(question);
        } catch (SQLException e) {
            seen = Seen.skipped("This could not be found out: the server did not answer the question.");
        }
        tell.accept(seen.finding(step, Duration.between(began, Instant.now())));
    }

    /** The server knows it of the connection that it has itself; what is before a pooler is known by what was asked for. */
    private boolean isEncrypted(Question question) throws SQLException {
        return candidate.sslMode().needsTls() || candidate.sslMode() != SslMode.DISABLE && question
                .row("SELECT coalesce((SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()), false) AS ssl")
                .is("ssl");
    }
}
