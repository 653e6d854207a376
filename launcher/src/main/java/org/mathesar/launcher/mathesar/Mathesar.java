package org.mathesar.launcher.mathesar;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.problem.ProblemException;
import org.mathesar.launcher.process.ManagedProcess.Vitals;
import org.mathesar.launcher.process.OneShot;
import org.mathesar.launcher.process.ProcessSpec;
import org.mathesar.launcher.process.Readiness;
import org.mathesar.launcher.storage.DataDirectory;

/**
 * The commands, environment and vital signs of an application that keeps Mathesar's contract. It is started as gunicorn
 * directly; Mathesar's own start script would read a .env file and take gunicorn's unsuitable defaults.
 */
public final class Mathesar {
    private static final Duration INSTALL_LIMIT = Duration.ofMinutes(30);

    private final DataDirectory data;
    private final Workplace workplace;
    private final Application application;
    private final Map<String, String> environment;

    /**
     * @param configuration Mathesar's own variables: database, SECRET_KEY, ALLOWED_HOSTS and what the owner passes
     *        through
     */
    public Mathesar(DataDirectory data, Workplace workplace, Application application,
            Map<String, String> configuration) {
        this.data = data;
        this.workplace = workplace;
        this.application = application;
        this.environment = new HashMap<>(configuration);
        this.environment.put("DJANGO_SETTINGS_MODULE", "config.settings.production");
        this.environment.put("MEDIA_ROOT", data.path("media").toString());
        this.environment.put("HOME", data.path("media").toString());
    }

    /** Whether the internal database and the static files are as this version wants them. */
    public boolean isInstalled(Consumer<String> lines) throws InterruptedException {
        prepareDirectories();
        OneShot.Result check = workplace.run("migrate-check",
                List.of(python(), "manage.py", "migrate", "--check"), application.home(), environment,
                Duration.ofMinutes(2), _ -> lines.accept("looking for pending migrations"));
        return check.exitCode() == 0 && hasStaticFiles();
    }

    /**
     * Migrates the internal database and collects the static files. The caller holds the migration lock: two of these
     * at once on an empty database destroy each other's work.
     */
    public void install(Consumer<String> lines) throws InterruptedException {
        prepareDirectories();
        Map<String, String> all = new HashMap<>(environment);
        all.put("SKIP_STATIC_COLLECTION", Boolean.toString(hasStaticFiles() || !mayWriteStatic()));
        OneShot.Result result = workplace.run("mathesar-install", List.of(python(), "-m", "mathesar.install"),
                application.home(), all, INSTALL_LIMIT, lines);
        if (result.exitCode() != 0) {
            throw new ProblemException(new Problem.Fixable("Mathesar's tables could not be created or brought up to"
                    + " date.", "Look at the last lines below, then try again.", result.output()));
        }
        data.write(staticRecord(), staticMark());
    }

    /**
     * A session of 15 minutes for an active administrator, made in the application's own database; close it.
     *
     * @param username whose; else that of the first administrator
     * @throws ProblemException when there is none, or the application cannot be asked
     */
    public SuperuserSession superuserSession(Optional<String> username) throws InterruptedException {
        return SuperuserSession.open(new ApplicationShell(workplace,
                List.of(python(), "manage.py", "shell"), application.home(), environment), username);
    }

    /** The server process, listening on the address. */
    public ProcessSpec server(InetSocketAddress address, Capacity capacity) {
        List<String> command = new ArrayList<>(List.of(python(), "-m", "gunicorn", "config.wsgi", "--bind",
                address.getHostString() + ":" + address.getPort(), "--worker-class", "gthread", "--workers",
                Integer.toString(capacity.workers()), "--threads", Integer.toString(capacity.threads())));
        // With threads the time-out is the worker's heartbeat, no limit for a request; preloading makes a new worker
        // ready within it even on a slow machine, so a hung worker is replaced soon.
        command.addAll(List.of("--preload", "--timeout", "20", "--graceful-timeout", "30", "--keep-alive", "2",
                "--forwarded-allow-ips", "127.0.0.1"));
        if (Files.isWritable(Path.of("/dev/shm"))) {
            command.addAll(List.of("--worker-tmp-dir", "/dev/shm"));
        }
        ProcessSpec spec = workplace.spec("mathesar", command, application.home(), environment);
        return new ProcessSpec(spec.name(), spec.command(), spec.environment(), spec.directory(), spec.user(),
                spec.stop(), Duration.ofSeconds(35));
    }

    /**
     * How the server is judged. A busy Mathesar may let a probe wait, so one that moves bytes for its visitors counts
     * as alive.
     *
     * @param activity grows whenever anything passes through the proxy
     */
    public Vitals vitals(MathesarClient client, LongSupplier activity) {
        return new Vitals(client::answers, Duration.ofMinutes(2), pulse(client, activity), Duration.ofSeconds(4));
    }

    private static Readiness pulse(MathesarClient client, LongSupplier activity) {
        long[] seen = {activity.getAsLong()};
        return () -> {
            boolean answers = client.answers();
            long now = activity.getAsLong();
            boolean moved = now != seen[0];
            seen[0] = now;
            return answers || moved;
        };
    }

    private void prepareDirectories() {
        workplace.giveToApplication(data.directory("media"));
        if (application.kind() != Application.Kind.GIVEN || Files.isWritable(application.home())) {
            Path files = application.home().resolve("static");
            try {
                Files.createDirectories(files);
                workplace.giveToApplication(files);
            } catch (IOException e) {
                throw new ProblemException(new Problem.Fixable("The directory " + files + " cannot be made.",
                        "Let the launcher's user write there, or collect the static files beforehand.",
                        e.toString()), e);
            }
        } else if (!Files.exists(application.home().resolve("static/staticfiles.json"))) {
            throw ProblemException.fixable(application.home() + " holds no static files and cannot be written.",
                    "Let the launcher's user write there, or collect the static files beforehand.");
        }
    }

    private boolean mayWriteStatic() {
        return Files.isWritable(application.home().resolve("static"));
    }

    /** A collection that was cut short leaves a manifest over missing files, so completeness is written down. */
    private boolean hasStaticFiles() {
        return Files.exists(application.home().resolve("static/staticfiles.json"))
                && (!mayWriteStatic() || data.read(staticRecord()).equals(Optional.of(staticMark())));
    }

    private Path staticRecord() {
        return data.path("application", "static");
    }

    private String staticMark() {
        return application.home() + " " + application.version() + "\n";
    }

    private String python() {
        return application.python().toString();
    }
}
