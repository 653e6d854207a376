package org.mathesar.launcher.database;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.problem.ProblemException;
import org.mathesar.launcher.process.ManagedProcess.Vitals;
import org.mathesar.launcher.process.OneShot;
import org.mathesar.launcher.process.ProcessSpec;
import org.mathesar.launcher.process.ProcessSpec.StopSignal;
import org.mathesar.launcher.process.Readiness;
import org.mathesar.launcher.process.Supervisor;
import org.mathesar.launcher.storage.DataDirectory;
import org.mathesar.launcher.storage.Secret;
import org.mathesar.launcher.storage.Secrets;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PasswordUtil;

/** The PostgreSQL that the launcher runs on this machine: its cluster, its server, and Mathesar's place in it. */
public final class BundledPostgres {
    /** The server's name among the launcher's children. */
    public static final String NAME = "postgres";

    private static final String SUPERUSER_SECRET = "postgres-superuser-password";
    private static final String MATHESAR_SECRET = "database-password";
    private static final Login PULSE = new Login(Duration.ofSeconds(5), Duration.ofSeconds(5));
    private static final Login WORK = new Login(Duration.ofSeconds(10), Duration.ofSeconds(60));

    /** Replaying the log after a crash takes minutes on a slow disk, and a server stopped meanwhile begins again. */
    private static final Duration START_LIMIT = Duration.ofMinutes(15);

    private final Secrets secrets;
    private final OneShot oneShot;
    private final Optional<Path> givenBinaries;
    private final Account account;
    private final Cluster cluster;
    private final KeptPort port;

    /**
     * @param binaries directory of the server programs; empty to look for them
     * @param user system user to run PostgreSQL as, which is needed when the launcher is root and impossible else
     */
    public BundledPostgres(DataDirectory data, Secrets secrets, OneShot oneShot, Optional<Path> binaries,
            Optional<String> user) {
        this.secrets = secrets;
        this.oneShot = oneShot;
        this.givenBinaries = binaries;
        this.account = new Account(user);
        this.cluster = new Cluster(data, account);
        this.port = new KeptPort(data);
    }

    /** Whether the cluster has been made. */
    public boolean serverIsInitialised() {
        return cluster.major().isPresent();
    }

    /** Makes the cluster unless there is one. May be killed at any moment and called again. */
    public void initialise(Consumer<String> lines) throws InterruptedException {
        OptionalInt major = cluster.major();
        if (major.isEmpty()) {
            cluster.initialise(oneShot, PostgresBinaries.find(oneShot, givenBinaries, major), superuserPassword(),
                    lines);
        }
    }

    /**
     * The server as a child, once everything that would keep it from starting has been looked at.
     *
     * @throws ProblemException when the cluster is not usable, another server runs on it, or its port is taken
     */
    public ProcessSpec server() throws InterruptedException {
        OptionalInt major = cluster.major();
        if (major.isEmpty()) {
            throw new IllegalStateException("initialise the cluster first");
        }
        PostgresBinaries binaries = PostgresBinaries.find(oneShot, givenBinaries, major);
        account.refuseRoot();
        cluster.check();
        new Postmaster(cluster.directory()).awaitNone(Duration.ofSeconds(30));
        int chosen = port.choose();
        KeptPort.refuseTaken(chosen);
        Path configuration = cluster.writeForServer("launcher.conf",
                ServerSettings.configuration(ServerSettings.memory()));
        Path hba = cluster.writeForServer("pg_hba.conf", ServerSettings.HBA);
        List<String> command = List.of(binaries.program("postgres").toString(), "-D", cluster.directory().toString(),
                "-c", "config_file=" + configuration, "-c", "hba_file=" + hba, "-c", "listen_addresses=127.0.0.1",
                "-c", "port=" + chosen, "-c", "unix_socket_directories=", "-c", "logging_collector=off",
                "-c", "log_destination=stderr");
        // INT is the fast shutdown; TERM would wait for clients that never leave.
        return new ProcessSpec(NAME, command, Map.of("PATH", "/usr/local/bin:/usr/bin:/bin", "LANG", "C"),
                cluster.directory(), account.user(), StopSignal.INT, Duration.ofSeconds(60));
    }

    /** How the running server is judged: by a real login, and later by whether it answers one at all. */
    public Vitals vitals() {
        return new Vitals(this::acceptsLogin, START_LIMIT, this::answers, Duration.ofSeconds(10));
    }

    /** Makes, starts and prepares all of it; what is done already is not done again. */
    public Database.Bundled start(Supervisor supervisor, Consumer<String> lines) throws InterruptedException {
        if (supervisor.find(NAME).isEmpty()) {
            initialise(lines);
            supervisor.start(server(), vitals(), lines);
        }
        supervisor.find(NAME).orElseThrow().awaitRunning(START_LIMIT);
        return prepare();
    }

    /**
     * Gives Mathesar its role and database on the running server. May be killed at any moment and called again; a role
     * or database that exists keeps what its owner changed, except a password that does not fit ours.
     */
    public Database.Bundled prepare() {
        Database.Bundled database = database();
        try (Connection connection = superuser(WORK)) {
            if (!exists(connection, "SELECT true FROM pg_roles WHERE rolname = ?", Database.Bundled.USER)) {
                setPassword(connection, "CREATE ROLE %s LOGIN CREATEDB CREATEROLE PASSWORD '%s'", database.password());
            }
            if (!exists(connection, "SELECT true FROM pg_database WHERE datname = ?", Database.Bundled.NAME)) {
                Sql.execute(connection, "CREATE DATABASE " + Sql.identifier(Database.Bundled.NAME) + " OWNER "
                        + Sql.identifier(Database.Bundled.USER));
            }
            if (!passwordFits(database)) {
                setPassword(connection, "ALTER ROLE %s LOGIN PASSWORD '%s'", database.password());
            }
            return database;
        } catch (SQLException e) {
            throw new ProblemException(new Problem.Fixable("Mathesar's database could not be made ready.",
                    "Look at the text below and at PostgreSQL's last lines in the log, then try again.",
                    String.valueOf(e.getMessage())), e);
        }
    }

    /** Mathesar's database on this server; its password is made when there is none yet. */
    public Database.Bundled database() {
        return new Database.Bundled(port.choose(), secrets.madeOnce(MATHESAR_SECRET, Optional.empty()));
    }

    /** The database of a server that was made before, whether it runs or not; makes nothing. */
    public static Optional<Database.Bundled> kept(DataDirectory data, Secrets secrets) {
        return new KeptPort(data).find()
                .flatMap(port -> secrets.find(MATHESAR_SECRET).map(password -> new Database.Bundled(port, password)));
    }

    /** The number that PostgreSQL gave the cluster for life. */
    public static String systemIdentifier(Connection connection) throws SQLException {
        return Sql.value(connection, "SELECT system_identifier FROM pg_control_system()").orElseThrow();
    }

    /** A connection as the superuser to the server's own database {@code postgres}. */
    Connection superuser(Login login) throws SQLException {
        return login.open(database(), "postgres", Cluster.SUPERUSER, superuserPassword().reveal());
    }

    private Secret superuserPassword() {
        return secrets.madeOnce(SUPERUSER_SECRET,
                serverIsInitialised() ? Optional.of("the PostgreSQL data") : Optional.empty());
    }

    private static boolean exists(Connection connection, String sql, String name) throws SQLException {
        return Sql.isTrue(connection, sql, name);
    }

    /** Only the verifier leaves this process, and no log of the server takes even that. */
    private static void setPassword(Connection connection, String sql, Secret password) throws SQLException {
        String verifier = PasswordUtil.encodeScramSha256(password.reveal().toCharArray());
        Sql.execute(connection, "SET log_statement = 'none'", "SET log_min_duration_statement = -1",
                "SET log_min_error_statement = 'panic'",
                sql.formatted(Sql.identifier(Database.Bundled.USER), verifier));
    }

    private static boolean passwordFits(Database.Bundled database) throws SQLException {
        try (Connection _ = database.connect(WORK)) {
            return true;
        } catch (PSQLException e) {
            // 28P01: wrong password; 28000: the role may not log in
            if (String.valueOf(e.getSQLState()).startsWith("28")) {
                return false;
            }
            throw e;
        }
    }

    private boolean listens() {
        return Readiness.tcp(new InetSocketAddress(InetAddress.getLoopbackAddress(), port.choose()),
                Duration.ofSeconds(2)).isReady();
    }

    private boolean acceptsLogin() {
        if (!listens()) {
            return false;
        }
        try (Connection connection = superuser(PULSE)) {
            return Sql.value(connection, "SELECT 1").isPresent();
        } catch (SQLException | ProblemException _) {
            return false;
        }
    }

    /** A server that refuses is alive: it may be full, or replaying its log after a crash. */
    private boolean answers() {
        try (Connection connection = superuser(PULSE)) {
            return Sql.value(connection, "SELECT 1").isPresent();
        } catch (PSQLException e) {
            return e.getServerErrorMessage() != null;
        } catch (SQLException | ProblemException _) {
            return false;
        }
    }
}
