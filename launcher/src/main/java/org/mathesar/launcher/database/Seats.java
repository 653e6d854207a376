package org.mathesar.launcher.database;

import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Optional;
import org.mathesar.launcher.problem.Problem;

/** Whether there is room for Mathesar's connections, and whether each stays what it is. */
final class Seats {
    /** Each of Mathesar's workers holds a few at once. */
    private static final long NEEDED = 3;
    private static final long COMFORTABLE = 10;

    private static final String COUNTS = """
            SELECT current_setting('max_connections')::int
                     - CASE WHEN r.rolsuper THEN 0 ELSE current_setting('superuser_reserved_connections')::int
                         + coalesce(nullif(current_setting('reserved_connections', true), ''), '0')::int END AS server,
                   CASE WHEN r.rolsuper THEN -1 ELSE r.rolconnlimit END AS role,
                   CASE WHEN r.rolsuper THEN -1 ELSE d.datconnlimit END AS database,
                   count(a.pid) AS server_used,
                   count(a.pid) FILTER (WHERE a.usesysid = r.oid) AS role_used,
                   count(a.pid) FILTER (WHERE a.datid = d.oid) AS database_used
            FROM pg_roles r
                JOIN pg_database d ON d.datname = current_database()
                LEFT JOIN pg_stat_activity a ON a.datid IS NOT NULL AND coalesce(a.backend_type, '') NOT LIKE '% worker%'
                    AND a.pid::text <> ALL (string_to_array(?, ','))
            WHERE r.rolname = current_user
            GROUP BY r.rolsuper, r.rolconnlimit, d.datconnlimit""";

    private final Database.External candidate;
    private final Standing standing;
    private final Sessions sessions;
    private final Remedies remedies;
    private final InstantSource clock;
    private Sessions.Between between = Sessions.Between.UNKNOWN;

    Seats(Database.External candidate, Standing standing, Sessions sessions, Remedies remedies, InstantSource clock) {
        this.candidate = candidate;
        this.standing = standing;
        this.sessions = sessions;
        this.remedies = remedies;
        this.clock = clock;
    }

    /** The step about poolers. */
    Seen between() throws SQLException {
        between = sessions.between(candidate.name());
        return switch (between) {
            case NOTHING -> Seen.good("Nothing between here and the server shares out its connections.");
            case SHARING -> Seen.bad(remedies.transactionPooler());
            case UNKNOWN -> Seen.skipped("Whether a pooler stands in between was not looked at, since there was no"
                    + " second connection to be had.");
            case KEEPING -> keeping();
        };
    }

    private Seen keeping() {
        Optional<KnownHost> host = HostWords.of(candidate).host();
        String who = host.map(known -> "A pooler or proxy of " + known.title())
                .orElseGet(() -> sessions.isPgBouncer() ? "PgBouncer" : "A pooler or proxy");
        String sentence = who + " stands in between and keeps each session's connection (session mode), which suits"
                + " Mathesar.";
        return host.isPresent() ? Seen.good(sentence) : Seen.note(sentence);
    }

    /** The step about free connections. */
    Seen look(Question question) throws SQLException {
        if (between == Sessions.Between.KEEPING) {
            return throughPooler();
        }
        Question.Row row = question.row(COUNTS, String.join(",", sessions.numbers()));
        long server = row.number("server") - row.number("server_used");
        long role = row.number("role") < 0 ? server : row.number("role") - row.number("role_used");
        long database = row.number("database") < 0 ? server : row.number("database") - row.number("database_used");
        long free = Math.max(0, Math.min(server, Math.min(role, database)));
        if (free < NEEDED) {
            return Seen.bad(role == Math.min(role, database) && role < server
                    ? remedies.roleLimit(standing.role(), free)
                    : database < server ? remedies.databaseLimit(free) : full(free, row.number("server")));
        }
        if (sessions.refusal().isPresent()) {
            return refused(sessions.refusal().get());
        }
        String sentence = free + " of " + limit(row) + " connections are free";
        return free < COMFORTABLE
                ? Seen.note("Only " + sentence + "; Mathesar uses a few at once for each of its workers.")
                : Seen.good(sentence + ".");
    }

    private static long limit(Question.Row row) {
        long limit = row.number("server");
        for (String kind : new String[]{"role", "database"}) {
            limit = row.number(kind) < 0 ? limit : Math.min(limit, row.number(kind));
        }
        return limit;
    }

    private Problem full(long free, long all) {
        return all < COMFORTABLE
                ? new Problem.Fixable("The server lets in only " + all + " connections at once, of which " + free
                        + " are free; Mathesar needs " + NEEDED + " at least.",
                        "Raise max_connections on the server (20 or more), and restart it.")
                : new Problem.Passing("Only " + free + " of the server's " + all + " connections are free; Mathesar"
                        + " needs " + NEEDED + " at least.", clock.instant().plusSeconds(30));
    }

    /** What a pooler has to give is seen only by taking it. */
    private Seen throughPooler() {
        if (sessions.more(candidate.name()).isPresent()) {
            return Seen.good("The pooler gave three connections at once; how many more it has cannot be seen.");
        }
        return refused(sessions.refusal().orElseThrow());
    }

    private Seen refused(SQLException refusal) {
        return Seen.bad(new Problem.Passing("No further connection was to be had beside the first; Mathesar needs "
                + NEEDED + " at once at least. If a pooler stands in between, its pool may be too small.",
                clock.instant().plusSeconds(30), remedies.detail(refusal)));
    }
}
