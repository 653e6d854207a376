package org.mathesar.launcher.mathesar;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.problem.ProblemException;
import org.mathesar.launcher.process.OneShot;

/** The virtual environment inside an application's home, with its requirements installed. */
final class PythonEnvironment {
    private static final Duration LIMIT = Duration.ofMinutes(20);
    private static final String COMPLETE = "launcher-complete";

    private final Workplace workplace;
    private final Optional<Path> givenPython;

    PythonEnvironment(Workplace workplace, Optional<Path> givenPython) {
        this.workplace = workplace;
        this.givenPython = givenPython;
    }

    /** The environment's interpreter, after installing what the home's requirements.txt asks for; repeatable. */
    Path prepare(Path home, Consumer<String> now) throws InterruptedException {
        Path environment = home.resolve("mathesar-venv");
        Path python = environment.resolve("bin/python");
        if (Files.exists(environment.resolve(COMPLETE))) {
            return python;
        }
        Workplace.delete(environment);
        try {
            Files.createDirectory(environment);
            workplace.giveToApplication(environment);
            now.accept("making a Python environment");
            succeed("python-venv", List.of(basePython().toString(), "-m", "venv", environment.toString()), home, now,
                    "Install Python's venv module (Debian and Ubuntu: apt-get install python3-venv).");
            now.accept("installing Python packages");
            succeed("pip", List.of(python.toString(), "-m", "pip", "install", "--no-input", "--no-cache-dir",
                    "--disable-pip-version-check", "-r", home.resolve("requirements.txt").toString()), home, now,
                    "Check that this server reaches Python's package index (proxy? firewall?), then try again.");
            workplace.takeFromApplication(environment);
            Files.writeString(environment.resolve(COMPLETE), "");
        } catch (IOException e) {
            throw new ProblemException(new Problem.Fixable("The Python environment in " + home
                    + " could not be made.", "Check the disk's free space and permissions.", e.toString()), e);
        }
        return python;
    }

    /**
     * The environment that a given home brings along.
     *
     * @throws ProblemException when there is none that can run the application
     */
    Path existing(Path home, Consumer<String> now) throws InterruptedException {
        Path python = List.of("mathesar-venv", "venv", ".venv").stream()
                .map(name -> home.resolve(name).resolve("bin/python")).filter(Files::isExecutable).findFirst()
                .or(() -> givenPython)
                .orElseThrow(() -> ProblemException.fixable(home + " has no Python environment.",
                        "Make one: python3 -m venv " + home + "/mathesar-venv && " + home
                                + "/mathesar-venv/bin/pip install -r " + home + "/requirements.txt"));
        OneShot.Result result = workplace.run("python-check",
                List.of(python.toString(), "-c", "import gunicorn, psycopg"),
                home, Map.of(), Duration.ofMinutes(1), now);
        if (result.exitCode() != 0) {
            throw new ProblemException(new Problem.Fixable(
                    "The Python environment of " + home + " cannot run Mathesar"
                            + workplace.user().map(user -> " as the user " + user).orElse("") + ".",
                    "Install its requirements (" + python + " -m pip install -r requirements.txt) and let that user"
                            + " read the directory.",
                    result.output()));
        }
        return python;
    }

    private Path basePython() {
        List<Path> places = List.of(Path.of("/usr/bin/python3"), Path.of("/usr/local/bin/python3"));
        return givenPython.or(() -> places.stream().filter(Files::isExecutable).findFirst())
                .orElseThrow(() -> ProblemException.fixable("Python 3 is missing.",
                        "Install Python 3.10 or newer with its venv module (Debian and Ubuntu: apt-get install"
                                + " python3-venv), or name it with MATHESAR_LAUNCHER_PYTHON."));
    }

    private void succeed(String name, List<String> command, Path directory, Consumer<String> now, String remedy)
            throws InterruptedException {
        // pip wants a home for its caches; the environment's own directory is the one place it may write to.
        Map<String, String> home = Map.of("HOME", directory.resolve("mathesar-venv").toString());
        OneShot.Result result = workplace.run(name, command, directory, home, LIMIT, now);
        if (result.exitCode() != 0) {
            throw new ProblemException(new Problem.Fixable("The Python environment could not be made: " + name
                    + " ended with exit code " + result.exitCode() + ".", remedy, result.output()));
        }
    }
}
