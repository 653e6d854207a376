package org.mathesar.launcher.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.mathesar.launcher.database.Finding.Verdict;
import org.mathesar.launcher.problem.Problem;

/** The second half of a diagnosis: what can be seen once the role has signed in, from {@link Step#VERSION} on. */
final class Inside {
    private Inside() {}

    /** Tells its findings and ends at the first bad one; what the server said of itself is answered in either case. */
    static Optional<ServerFacts> look(Connection connection, Database.External candidate, Purpose purpose,
            Optional<Database> own, Consumer<Finding> tell) throws SQLException {
        Remedies remedies = new Remedies(candidate);
        var server = connection.getMetaData();
        String version = server.getDatabaseProductVersion();
        if (ServerVersion.judge(server.getDatabaseMajorVersion() * 10_000) instanceof ServerVersion.TooOld) {
            tell.accept(bad(Step.VERSION, remedies.tooOld(version)));
            return Optional.empty();
        }
        tell.accept(new Finding(Step.VERSION, Verdict.GOOD, "PostgreSQL " + version + ".", Optional.empty(),
                Duration.ZERO));
        Standing standing = Standing.of(connection);
        if (standing.readOnly()) {
            tell.accept(bad(Step.PRIVILEGES, remedies.readOnly()));
        } else if (!standing.mayCreate()) {
            tell.accept(bad(Step.PRIVILEGES, remedies.missingPrivilege(standing.schemaOwner())));
        }
        return Optional.of(new ServerFacts(version, Optional.empty(), false, candidate.user(), false, false, false,
                false, false, standing.mayCreate()));
    }

    private static Finding bad(Step step, Problem problem) {
        return new Finding(step, Verdict.BAD, problem.summary(), Optional.of(problem), Duration.ZERO);
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
}
