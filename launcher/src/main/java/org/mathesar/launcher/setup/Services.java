package org.mathesar.launcher.setup;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.mathesar.launcher.database.BundledPostgres;
import org.mathesar.launcher.database.Continuity;
import org.mathesar.launcher.database.Database;
import org.mathesar.launcher.database.Login;
import org.mathesar.launcher.database.MigrationLock;
import org.mathesar.launcher.database.TrustedAuthorities;
import org.mathesar.launcher.mathesar.Application;
import org.mathesar.launcher.mathesar.ApplicationStore;
import org.mathesar.launcher.mathesar.Capacity;
import org.mathesar.launcher.mathesar.Credentials;
import org.mathesar.launcher.mathesar.HttpRpc;
import org.mathesar.launcher.mathesar.Mathesar;
import org.mathesar.launcher.mathesar.MathesarClient;
import org.mathesar.launcher.mathesar.MathesarRpc;
import org.mathesar.launcher.mathesar.SuperuserSession;
import org.mathesar.launcher.mathesar.Workplace;
import org.mathesar.launcher.problem.ProblemException;
import org.mathesar.launcher.process.ManagedProcess;
import org.mathesar.launcher.process.ProcessSpec;
import org.mathesar.launcher.process.ProcessState;
import org.mathesar.launcher.process.Supervisor;
import org.mathesar.launcher.setup.Plan.DatabaseChoice;
import org.mathesar.launcher.storage.DataDirectory;
import org.mathesar.launcher.storage.Secret;
import org.mathesar.launcher.storage.Secrets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does the tasks of an installation, and knows what runs because of them. The installer alone calls the tasks. */
public final class Services {
    /** The secret that holds an external database's password. */
    public static final String EXTERNAL_PASSWORD = "external-database-password";

    private static final String MATHESAR = "mathesar";
    private static final Duration START_LIMIT = Duration.ofMinutes(3);
    private static final Duration LOCK_LIMIT = Duration.ofMinutes(30);
    private static final Logger MATHESAR_LINES = LoggerFactory.getLogger(MATHESAR);
    private static final Logger POSTGRES_LINES = LoggerFactory.getLogger(BundledPostgres.NAME);
    private static final Logger LOG = LoggerFactory.getLogger(Services.class);

    private final Surroundings around;
    private final Supervisor supervisor;
    private final LongSupplier activity;
    private volatile Optional<Application> application = Optional.empty();
    private volatile Optional<Database> database = Optional.empty();
    private volatile Optional<MathesarClient> client = Optional.empty();
    private volatile Optional<InetSocketAddress> upstream = Optional.empty();

    /**
     * What the services are made from.
     *
     * @param secretKey Mathesar's key
     * @param configuration Mathesar's variables that do not depend on the database
     * @param workers gunicorn workers, where the owner sets them
     */
    public record Surroundings(DataDirectory data, Secrets secrets, TrustedAuthorities authorities,
            ApplicationStore applications,
            BundledPostgres postgres, Workplace workplace, Continuity.Key secretKey, Map<String, String> configuration,
            Optional<Integer> workers) {}

    /** @param activity grows whenever anything passes through the proxy */
    public Services(Surroundings around, Supervisor supervisor, LongSupplier activity) {
        this.around = around;
        this.supervisor = supervisor;
        this.activity = activity;
    }

    /** Does the task unless it finds it done. */
    void perform(Task task, DatabaseChoice choice, Consumer<String> now) throws InterruptedException {
        switch (task) {
            case FETCH_APPLICATION -> application = Optional.of(around.applications().obtain(now));
            case PREPARE_DATABASE -> database = Optional.of(open(choice, now));
            case MIGRATE -> migrate(now);
            case START_APPLICATION -> startApplication(now);
        }
    }

    /** Whether Mathesar's tables and static files are as its version wants them. */
    boolean isInstalled() throws InterruptedException {
        return mathesar().isInstalled(_ -> LOG.debug("looking for pending migrations"));
    }

    /** Stops what works on the present database. */
    void leaveDatabase() throws InterruptedException {
        upstream = Optional.empty();
        client.ifPresent(MathesarClient::close);
        client = Optional.empty();
        database = Optional.empty();
        supervisor.stop(MATHESAR);
        supervisor.stop(BundledPostgres.NAME);
        new Continuity(around.data()).forget();
    }

    /** Where Mathesar listens; empty until it was started. */
    public Optional<InetSocketAddress> upstream() {
        return upstream;
    }

    /** What is installed; empty until it was looked for. */
    public Optional<Application> application() {
        return application;
    }

    /** The database in use; empty until it was opened. */
    public Optional<Database> database() {
        return database;
    }

    /** Whether the database lets Mathesar's role in right now; takes a few seconds at most. */
    public boolean databaseAnswers() {
        try (Connection connection = openDatabase().connect(new Login(Duration.ofSeconds(3), Duration.ofSeconds(3)))) {
            return connection.isValid(3);
        } catch (SQLException | IllegalStateException _) {
            return false;
        }
    }

    /** Mathesar's process and, where it is ours, PostgreSQL's: the first that does not run, by name. */
    public Optional<ProcessState> notRunning() {
        return java.util.stream.Stream.of(BundledPostgres.NAME, MATHESAR).map(supervisor::find)
                .flatMap(Optional::stream).map(ManagedProcess::state)
                .filter(state -> !(state instanceof ProcessState.Running)).findFirst();
    }

    /** Speaks to the running Mathesar. */
    public MathesarClient client() {
        return client.orElseThrow(() -> ProblemException.fixable("Mathesar has not been started yet.",
                "Wait until the progress page says so."));
    }

    /** Mathesar's own methods, called as somebody; empty while it does not run. */
    public Optional<MathesarRpc> rpc(Credentials credentials) {
        return upstream.map(address -> new HttpRpc(address, credentials));
    }

    /** A short session of an administrator, for work that nobody asks for in a browser; close it. */
    public SuperuserSession superuserSession() throws InterruptedException {
        return mathesar().superuserSession(Optional.empty());
    }

    /** Keeps of an external database what is not part of a plan: its password and who vouches for its server. */
    public void keep(Database.External chosen) {
        around.secrets().store(EXTERNAL_PASSWORD, chosen.password());
        authorities().protect(chosen);
    }

    /** Whom Mathesar trusts to say which database server is which. */
    public TrustedAuthorities authorities() {
        return around.authorities();
    }

    private Database open(DatabaseChoice choice, Consumer<String> now) throws InterruptedException {
        Database opened = switch (choice) {
            case DatabaseChoice.Bundled _ -> around.postgres().start(supervisor, shown(POSTGRES_LINES, now));
            case DatabaseChoice.External external ->
                authorities().protect(StoredDatabase.external(external, around.secrets(), authorities()));
        };
        now.accept("comparing the database with this data directory");
        recognise(opened);
        return opened;
    }

    /** The note in the database comes before Mathesar's tables, so that a kill in between leaves nothing unexplained. */
    private void recognise(Database opened) {
        Continuity continuity = new Continuity(around.data());
        switch (continuity.check(opened, around.secretKey())) {
            case Continuity.Verdict.Fresh _,Continuity.Verdict.Unrecorded _,Continuity.Verdict.Same _ ->
                continuity.record(opened, around.secretKey());
            case Continuity.Verdict.Refused(var problem) -> throw new ProblemException(problem);
        }
    }

    private void migrate(Consumer<String> now) throws InterruptedException {
        try (MigrationLock _ = MigrationLock.take(openDatabase(), LOCK_LIMIT)) {
            if (!mathesar().isInstalled(now)) {
                mathesar().install(now);
            }
        }
    }

    private void startApplication(Consumer<String> now) throws InterruptedException {
        Optional<ManagedProcess> running = supervisor.find(MATHESAR);
        if (running.isEmpty()) {
            InetSocketAddress address = freeLoopbackAddress();
            Capacity capacity = Capacity.ofThisMachine();
            ProcessSpec server = mathesar().server(address,
                    new Capacity(around.workers().orElse(capacity.workers()), capacity.threads()));
            MathesarClient started = new MathesarClient(address);
            client = Optional.of(started);
            upstream = Optional.of(address);
            running = Optional.of(
                    supervisor.start(server, mathesar().vitals(started, activity), shown(MATHESAR_LINES, now)));
        }
        running.get().awaitRunning(START_LIMIT);
    }

    /** What a child prints goes to the log and, while a task waits for it, to the progress page. */
    private static Consumer<String> shown(Logger log, Consumer<String> now) {
        return line -> {
            log.info(line);
            now.accept(line);
        };
    }

    private Mathesar mathesar() {
        Map<String, String> variables = new HashMap<>(around.configuration());
        variables.putAll(openDatabase().environment());
        variables.put("PGSSLROOTCERT", authorities().file().toString());
        variables.put("SECRET_KEY", switch (around.secretKey()) {
            case Continuity.Key.Made(Secret key) -> key.reveal();
            case Continuity.Key.Given(Secret key) -> key.reveal();
            case Continuity.Key.None _ -> throw new IllegalStateException("the key is made before Mathesar starts");
        });
        return new Mathesar(around.data(), around.workplace(),
                application.orElseThrow(() -> new IllegalStateException("the application comes first")), variables);
    }

    private Database openDatabase() {
        return database.orElseThrow(() -> new IllegalStateException("the database comes first"));
    }

    private static InetSocketAddress freeLoopbackAddress() {
        InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
        try (ServerSocket socket = new ServerSocket(0, 1, loopback)) {
            return new InetSocketAddress(loopback, socket.getLocalPort());
        } catch (IOException e) {
            throw ProblemException.fixable("No free port was found on 127.0.0.1: " + e.getMessage(),
                    "Check the machine's limits on open files and ports.");
        }
    }
}
