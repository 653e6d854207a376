package org.mathesar.launcher.database;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.problem.ProblemException;
import org.mathesar.launcher.storage.Secret;
import org.postgresql.util.PasswordUtil;

/**
 * Makes a place for Mathesar's own data on a server that exists: a role of its own, and a database that it owns. Whoever
 * has a role that may make both need not do it by hand.
 */
public final class OwnHome {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Duration LOGIN = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofMinutes(2);
    private static final int NAMES = 50;
    private static final String BY_HAND = "As an administrator, run: CREATE ROLE mathesar LOGIN; \\password mathesar"
            + " and CREATE DATABASE mathesar_django OWNER mathesar ENCODING 'UTF8' TEMPLATE template0; then give that"
            + " database and role.";

    private final String mark;

    /**
     * @param installation what tells this installation from others, the same at each try and no secret: a role is known as
     * ours by it
     */
    public OwnHome(String installation) {
        mark = "Made by Mathesar Launcher for its installation " + installation;
    }

    /**
     * Makes the role {@code mathesar} and the database {@code mathesar_django}, or the next names that are free. May be
     * killed at any moment and called again: it goes on with what is there, and the role gets a new password. Takes at
     * most a few minutes, usually a second.
     *
     * @param administrator with a role that may create roles and databases; it stays what it was
     * @return how Mathesar comes in
     * @throws ProblemException which says what the role lacks, with the SQL to run; nothing of others was changed
     */
    public Database.External make(Database.External administrator) {
        Secret password = newPassword();
        try (Connection connection = administrator.connect(new Login(LOGIN, ANSWER))) {
            Standing standing = Standing.of(new Question(connection, ANSWER));
            refuseUnable(standing, administrator);
            String role = role(connection, password);
            String name = database(connection, role, standing.superuser());
            return enter(new Database.External(administrator.host(), administrator.port(), name,
                    HostWords.of(administrator).loginRole(role).orElse(role), password, administrator.sslMode(),
                    administrator.authority()));
        } catch (SQLException e) {
            throw new ProblemException(new Problem.Fixable("A database for Mathesar's own data could not be made with"
                    + " the role " + administrator.user() + ".", BY_HAND, words(e, password, administrator)), e);
        }
    }

    private static void refuseUnable(Standing standing, Database.External administrator) {
        boolean roles = standing.superuser() || standing.mayCreateRoles();
        boolean databases = standing.superuser() || standing.mayCreateDatabases();
        if (standing.readOnly()) {
            Remedies remedies = new Remedies(administrator);
            throw new ProblemException(
                    standing.replica() ? remedies.replica() : remedies.readOnly(standing.role()));
        }
        if (!roles || !databases) {
            String lacks = (databases ? "" : " CREATEDB") + (roles ? "" : " CREATEROLE");
            throw ProblemException.fixable("The role " + standing.role() + " may not create "
                    + (databases ? "roles" : roles ? "databases" : "roles and databases") + ".",
                    "As an administrator, run: ALTER ROLE " + Sql.identifier(standing.role()) + lacks
                            + "; or make both yourself. " + BY_HAND);
        }
    }

    /** Our role with this password, made where it is missing: the mark comes with it in one transaction. */
    String role(Connection connection, Secret password) throws SQLException {
        for (int number = 1; number <= NAMES; number++) {
            String role = "mathesar" + (number == 1 ? "" : "_" + number);
            List<Question.Row> there = new Question(connection, ANSWER).rows(
                    "SELECT shobj_description(oid, 'pg_authid') AS mark FROM pg_roles WHERE rolname = ?", role);
            if (there.isEmpty()) {
                withPassword(connection, "CREATE ROLE " + role + " LOGIN PASSWORD '%s'", password,
                        "COMMENT ON ROLE " + role + " IS '" + mark.replace("'", "''") + "'");
                return role;
            }
            if (there.getFirst().text("mark").equals(Optional.of(mark))) {
                withPassword(connection, "ALTER ROLE " + role + " LOGIN PASSWORD '%s'", password);
                return role;
            }
        }
        throw ProblemException.fixable("All names from mathesar to mathesar_" + NAMES + " are taken by other roles.",
                BY_HAND);
    }

    /** The database that our role owns, made where it is missing. */
    String database(Connection connection, String role, boolean superuser) throws SQLException {
        for (int number = 1; number <= NAMES; number++) {
            String name = "mathesar_django" + (number == 1 ? "" : "_" + number);
            List<Question.Row> there = new Question(connection, ANSWER)
                    .rows("SELECT pg_get_userbyid(datdba) AS owner FROM pg_database WHERE datname = ?", name);
            if (there.isEmpty()) {
                create(connection, name, role, superuser);
                return name;
            }
            if (there.getFirst().text("owner").equals(Optional.of(role))) {
                return name;
            }
        }
        throw ProblemException.fixable("All names from mathesar_django to mathesar_django_" + NAMES
                + " are taken by other databases.", BY_HAND);
    }

    /** Only who could become a role may make it an owner; since version 16 its maker cannot by itself. */
    private static void create(Connection connection, String name, String role, boolean superuser)
            throws SQLException {
        boolean modern = connection.getMetaData().getDatabaseMajorVersion() >= 16;
        boolean able = superuser
                || Sql.isTrue(connection, "SELECT pg_has_role(?, ?)", role, modern ? "SET" : "MEMBER");
        if (!able) {
            Sql.execute(connection,
                    "GRANT " + role + " TO CURRENT_USER" + (modern ? " WITH INHERIT FALSE, SET TRUE" : ""));
        }
        try {
            createDatabase(connection, "CREATE DATABASE " + name + " OWNER " + role
                    + " ENCODING 'UTF8' TEMPLATE template0");
        } finally {
            if (!able) {
                Sql.execute(connection,
                        "REVOKE " + role + " FROM CURRENT_USER" + (modern ? " GRANTED BY CURRENT_USER" : ""));
            }
        }
    }

    private static void createDatabase(Connection connection, String sql) throws SQLException {
        try {
            Sql.execute(connection, sql);
        } catch (SQLException e) {
            // The server's own locale belongs to another encoding.
            if (!"22023".equals(e.getSQLState())) {
                throw e;
            }
            Sql.execute(connection, sql + " LOCALE 'C'");
        }
    }

    /**
     * Only the verifier leaves this process, except where the server insists on judging the password itself; then it goes
     * through TLS or not at all.
     */
    private static void withPassword(Connection connection, String sql, Secret password, String... more)
            throws SQLException {
        try {
            inOne(connection, sql.formatted(PasswordUtil.encodeScramSha256(password.reveal().toCharArray())), more);
        } catch (SQLException e) {
            if (LoginFailure.serverWords(e).isEmpty() || "42501".equals(e.getSQLState())
                    || "42710".equals(e.getSQLState()) || !isEncrypted(connection)) {
                throw e;
            }
            inOne(connection, sql.formatted(password.reveal()), more);
        }
    }

    private static boolean isEncrypted(Connection connection) throws SQLException {
        return Sql.isTrue(connection, "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()");
    }

    private static void inOne(Connection connection, String sql, String... more) throws SQLException {
        connection.setAutoCommit(false);
        try {
            Sql.execute(connection, sql);
            Sql.execute(connection, more);
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    /** Makes sure that Mathesar can come in, and that other roles of the server no longer do. */
    private static Database.External enter(Database.External home) {
        try (Connection connection = home.connect(new Login(LOGIN, ANSWER))) {
            Sql.execute(connection, "REVOKE CONNECT, TEMPORARY ON DATABASE " + home.name() + " FROM PUBLIC");
            return home;
        } catch (SQLException e) {
            throw new ProblemException(new Problem.Fixable("The database " + home.name() + " and the role "
                    + home.user() + " were made, but the server does not let that role in.",
                    "Let it connect from this machine (pg_hba.conf, or the pooler's list of users), then try again.",
                    words(e, home.password(), home)), e);
        }
    }

    private static String words(SQLException failure, Secret password, Database.External server) {
        return new Remedies(server).detail(failure).replace(password.reveal(), "***");
    }

    /** 32 random letters that need no quoting anywhere, and some of each kind that a server's rules may ask for. */
    private static Secret newPassword() {
        byte[] bytes = new byte[24];
        RANDOM.nextBytes(bytes);
        return new Secret("Ma1-" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }
}
