package org.mathesar.launcher.contract;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mathesar.launcher.mathesar.Application;
import org.mathesar.launcher.mathesar.Mathesar;
import org.mathesar.launcher.mathesar.Workplace;
import org.mathesar.launcher.process.Children;
import org.mathesar.launcher.process.OneShot;
import org.mathesar.launcher.storage.DataDirectory;

/** A copy of the application that may be written to, with its Python and the environment a launcher would give it. */
final class Release {
    static final String DATABASE = "mathesar_django";
    static final String PUBLIC_HOST = "mathesar.example.org";
    private static final Set<String> MADE_BY_RUNNING = Set.of("static", ".media", ".secrets");

    private final Path home;
    private final Path python;
    private final Path media;
    private final Path logs;
    private final Map<String, String> environment = new HashMap<>();

    /** Copies the application into the directory, which keeps uploads and logs as well. */
    Release(Subject subject, ThrowAwayPostgres postgres, Path directory) throws IOException, InterruptedException {
        home = directory.resolve("application");
        FileTree.copy(subject.source(), home, MADE_BY_RUNNING);
        Unprivileged.own(home);
        media = Unprivileged.own(directory.resolve("media"));
        logs = Files.createDirectory(directory.resolve("logs"));
        python = switch (subject) {
            case Subject.Sample _ -> PythonEnvironments.provide(home.resolve("requirements.txt"),
                    directory.resolve("python"));
            case Subject.Real _ -> home.resolve("mathesar-venv/bin/python3");
        };
        environment.putAll(subject.personality());
        environment.putAll(Map.of("POSTGRES_HOST", "127.0.0.1", "POSTGRES_PORT", Integer.toString(postgres.port()),
                "POSTGRES_USER", ThrowAwayPostgres.ROLE, "POSTGRES_PASSWORD", ThrowAwayPostgres.PASSWORD,
                "POSTGRES_DB", DATABASE, "PGCONNECT_TIMEOUT", "10"));
        environment.putAll(Map.of("PATH", "/usr/bin:/bin", "LANG", "C.UTF-8", "HOME", media.toString(),
                "PYTHONDONTWRITEBYTECODE", "1", "SECRET_KEY", "a key for this run only", "MEDIA_ROOT", media.toString(),
                "ALLOWED_HOSTS", ".example.org, 127.0.0.1"));
        // While this variable is there, Mathesar sends no usage data.
        environment.put("TEST", "1");
    }

    /** A file of the copy. */
    Path file(String name) {
        return home.resolve(name);
    }

    /** A file below the directory for uploads. */
    Path upload(String name) {
        return media.resolve(name);
    }

    /** Starts {@code python -m mathesar.install}. */
    Program install(Map<String, String> changes) {
        return python(changes, "-m", "mathesar.install");
    }

    /** Starts a command of {@code manage.py}. */
    Program manage(Map<String, String> changes, String... arguments) {
        List<String> words = new ArrayList<>(List.of("manage.py"));
        words.addAll(List.of(arguments));
        return python(changes, words.toArray(String[]::new));
    }

    /** Serves the application on a free port. */
    Gunicorn serve(Map<String, String> changes) throws InterruptedException {
        return Gunicorn.started(python(changes, "-m", "gunicorn", "config.wsgi", "--worker-class", "gthread",
                "--threads", "8", "--workers", "1", "--preload", "--timeout", "20", "--bind", "127.0.0.1:0"));
    }

    /** The same application as the launcher sees it; what it runs, it runs as the user of the tests. */
    Mathesar mathesar(Path data) {
        Map<String, String> surroundings = new HashMap<>(environment);
        Workplace workplace = new Workplace(new OneShot(new Children(data)), Optional.empty(), surroundings);
        return new Mathesar(DataDirectory.open(data, true), workplace,
                new Application(Application.Kind.GIVEN, home, python, "as it is"), environment);
    }

    private Program python(Map<String, String> changes, String... arguments) {
        List<String> command = new ArrayList<>(List.of(python.toString()));
        command.addAll(List.of(arguments));
        Map<String, String> changed = new HashMap<>(environment);
        changed.putAll(changes);
        return Program.start(command, home, changed, logs);
    }
}
