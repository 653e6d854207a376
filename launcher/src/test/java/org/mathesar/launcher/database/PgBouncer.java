package org.mathesar.launcher.database;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.mathesar.launcher.process.Children;
import org.mathesar.launcher.process.ManagedProcess.Vitals;
import org.mathesar.launcher.process.ProcessSpec;
import org.mathesar.launcher.process.ProcessSpec.StopSignal;
import org.mathesar.launcher.process.Readiness;
import org.mathesar.launcher.process.Supervisor;

/**
 * A real PgBouncer on a free port of 127.0.0.1 in front of a server, run as an unprivileged user. For tests of the
 * suite {@code databases}.
 */
public final class PgBouncer implements AutoCloseable {
    private final Path root;
    private final Supervisor supervisor;
    private final int port;
    private final List<String> log = new CopyOnWriteArrayList<>();

    /** How PgBouncer shares the server's connections. */
    public enum Mode {
        SESSION,
        TRANSACTION,
        STATEMENT
    }

    private PgBouncer(RealServer server, Mode mode, List<Database.External> users, List<String> settings)
            throws IOException, InterruptedException {
        root = TestPostgres.directory();
        port = TestPostgres.freePort();
        supervisor = new Supervisor(new Children(root));
        Path configuration = readable("pgbouncer.ini", configuration(server.port(), mode, settings));
        readable("users.txt", users(users));
        supervisor.start(new ProcessSpec("pgbouncer", List.of(program().toString(), configuration.toString()),
                Map.of("PATH", "/usr/bin:/bin"), root, TestPostgres.user(), StopSignal.INT, Duration.ofSeconds(5)),
                new Vitals(Readiness.tcp(new InetSocketAddress("127.0.0.1", port), Duration.ofSeconds(2)),
                        Duration.ofSeconds(20), () -> true, Duration.ofMinutes(10)),
                log::add).awaitRunning(Duration.ofSeconds(20));
    }

    /**
     * A pooler for this test alone; close it.
     *
     * @param users who may come in: any of the server's databases is reached with their names and passwords
     * @param settings further lines of pgbouncer.ini, e.g. {@code default_pool_size=1}
     */
    public static PgBouncer start(RealServer server, Mode mode, List<Database.External> users, String... settings)
            throws IOException, InterruptedException {
        return new PgBouncer(server, mode, users, List.of(settings));
    }

    /** The same database through this pooler. */
    public Database.External through(Database.External direct) {
        return new Database.External("127.0.0.1", port, direct.name(), direct.user(), direct.password(),
                direct.sslMode(), direct.authority());
    }

    public int port() {
        return port;
    }

    /** What it has printed. */
    public List<String> log() {
        return log;
    }

    @Override
    public void close() throws IOException {
        supervisor.close();
        TestPostgres.delete(root);
    }

    private String configuration(int server, Mode mode, List<String> settings) {
        List<String> lines = new ArrayList<>(List.of("[databases]", "* = host=127.0.0.1 port=" + server, "[pgbouncer]",
                "listen_addr = 127.0.0.1", "listen_port = " + port, "unix_socket_dir =", "auth_type = scram-sha-256",
                "auth_file = " + root.resolve("users.txt"), "pool_mode = " + mode.name().toLowerCase(Locale.ROOT),
                "admin_users = pooler_admin", "server_tls_sslmode = prefer", "log_connections = 0",
                "log_disconnections = 0"));
        lines.addAll(settings);
        return String.join("\n", lines) + "\n";
    }

    private static String users(List<Database.External> users) {
        StringBuilder lines = new StringBuilder("\"pooler_admin\" \"pooler admin\"\n");
        for (Database.External user : users) {
            lines.append(quoted(user.user())).append(' ').append(quoted(user.password().reveal())).append('\n');
        }
        return lines.toString();
    }

    private static String quoted(String word) {
        return "\"" + word.replace("\"", "\"\"") + "\"";
    }

    private Path readable(String name, String text) throws IOException {
        Path file = root.resolve(name);
        Files.writeString(file, text);
        new Account(TestPostgres.user()).give(file);
        return file;
    }

    private static Path program() throws IOException {
        return List.of("/usr/sbin/pgbouncer", "/usr/bin/pgbouncer", "/usr/local/bin/pgbouncer").stream().map(Path::of)
                .filter(Files::isExecutable).findFirst()
                .orElseThrow(() -> new IOException("There is no PgBouncer; ./check databases installs it"));
    }
}
