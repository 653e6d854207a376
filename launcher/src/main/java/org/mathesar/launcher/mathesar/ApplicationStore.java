package org.mathesar.launcher.mathesar;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.mathesar.launcher.mathesar.Application.Kind;
import org.mathesar.launcher.mathesar.ReleaseDownload.UnreachableException;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.problem.ProblemException;
import org.mathesar.launcher.storage.DataDirectory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The application that this data directory runs: chosen once, found again at every start. */
public final class ApplicationStore {
    private static final Logger LOG = LoggerFactory.getLogger(ApplicationStore.class);
    private static final List<String> NOT_COPIED = List.of("tests", "static", ".secrets", ".media", "__pycache__",
            "mathesar-venv");

    private final DataDirectory data;
    private final ApplicationSources sources;
    private final Workplace workplace;
    private final PythonEnvironment environment;

    public ApplicationStore(DataDirectory data, ApplicationSources sources, Workplace workplace) {
        this.data = data;
        this.sources = sources;
        this.workplace = workplace;
        this.environment = new PythonEnvironment(workplace, sources.python());
    }

    /** The application of an earlier start, if one was installed. */
    public Optional<Application> current() {
        return data.readProperties(record()).map(this::parse);
    }

    /**
     * Whether pages must say that this is the sample: it was asked for or has taken Mathesar's place.
     */
    public boolean isSample() {
        return current().map(application -> application.kind() == Kind.SAMPLE).orElse(sources.sampleWanted());
    }

    /** Installs the application, or finds it installed; repeatable after any interruption. */
    public Application obtain(Consumer<String> now) throws InterruptedException {
        Optional<Application> before = current();
        before.ifPresent(this::refuseMixing);
        Application application = choose(before, now);
        if (before.isEmpty() || !before.get().equals(application)) {
            data.write(record(), "kind=" + application.kind() + "\nversion=" + application.version() + "\nhome="
                    + application.home() + "\npython=" + application.python() + "\n");
            LOG.info("{} is installed in {}", application.title(), application.home());
        }
        return application;
    }

    private Application choose(Optional<Application> before, Consumer<String> now) throws InterruptedException {
        if (sources.given().isPresent()) {
            return given(sources.given().get(), now);
        }
        if (before.isPresent() && before.get().kind() == Kind.GIVEN) {
            return given(before.get().home(), now);
        }
        if (sources.sampleWanted() || before.map(application -> application.kind() == Kind.SAMPLE).orElse(false)) {
            return sample(now);
        }
        return releaseOrSample(now);
    }

    /** Sample data and Mathesar's data do not fit one database. */
    private void refuseMixing(Application before) {
        boolean wasSample = before.kind() == Kind.SAMPLE;
        if (wasSample && sources.given().isPresent() || !wasSample && sources.sampleWanted()) {
            throw ProblemException.fixable(data.root() + " was set up with " + before.title() + ".",
                    "Start without " + (wasSample ? "--mathesar" : "--sample")
                            + ", choose another directory with --data DIR, or begin anew with --fresh.");
        }
        if (wasSample && !sources.sampleWanted()) {
            LOG.warn("this data directory was set up with the sample application and goes on with it;"
                    + " for Mathesar choose another with --data DIR or begin anew with --fresh");
        }
    }

    private Application given(Path home, Consumer<String> now) throws InterruptedException {
        Path directory = home.toAbsolutePath().normalize();
        MathesarHome.check(directory);
        return new Application(Kind.GIVEN, directory, environment.existing(directory, now),
                MathesarHome.version(directory));
    }

    private Application releaseOrSample(Consumer<String> now) throws InterruptedException {
        Path home = applications().resolve("mathesar-" + sources.release().version());
        try {
            new ReleaseDownload(workplace, sources.release()).into(home, now);
        } catch (UnreachableException e) {
            if (sources.sample().isEmpty()) {
                throw new ProblemException(new Problem.Fixable("Mathesar's release could not be downloaded from "
                        + sources.release().url().getHost() + ".",
                        "Check this server's way to the internet, or name an unpacked release with --mathesar DIR.",
                        e.getMessage()), e);
            }
            LOG.warn("Mathesar's release cannot be reached ({}); the sample application takes its place",
                    e.getMessage());
            return sample(now);
        }
        return new Application(Kind.RELEASE, home, environment.prepare(home, now), MathesarHome.version(home));
    }

    private Application sample(Consumer<String> now) throws InterruptedException {
        Path home = applications().resolve("sample");
        if (!Files.exists(home)) {
            Path from = sources.sample().orElseThrow(() -> ProblemException.fixable(
                    "The sample application is not at hand.",
                    "Name its directory with MATHESAR_LAUNCHER_SAMPLE_APP, or start without --sample."));
            MathesarHome.check(from);
            copy(from, home);
        }
        return new Application(Kind.SAMPLE, home, environment.prepare(home, now), MathesarHome.version(home));
    }

    private void copy(Path from, Path home) {
        Path unfinished = home.resolveSibling(home.getFileName() + ".new");
        Workplace.delete(unfinished);
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(file -> isCopied(from.relativize(file))).toList()) {
                Path target = unfinished.resolve(from.relativize(file).toString());
                Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
                Files.setPosixFilePermissions(target,
                        PosixFilePermissions.fromString(Files.isDirectory(file) ? "rwxr-xr-x" : "rw-r--r--"));
            }
            Files.move(unfinished, home);
        } catch (IOException e) {
            throw new ProblemException(new Problem.Fixable("The sample application could not be copied to "
                    + home + ".", "Check the disk's free space and permissions.", e.toString()), e);
        }
    }

    private static boolean isCopied(Path relative) {
        for (Path part : relative) {
            if (NOT_COPIED.contains(part.toString())) {
                return false;
            }
        }
        return true;
    }

    private Path applications() {
        Path directory = data.directory("application");
        try {
            // The application's user passes through here to its code.
            Files.setPosixFilePermissions(directory,
                    PosixFilePermissions.fromString(workplace.user().isPresent() ? "rwx--x--x" : "rwx------"));
        } catch (IOException e) {
            throw ProblemException.fixable("The directory " + directory + " cannot be prepared: " + e.getMessage(),
                    "Check that it belongs to the user that runs the launcher.");
        }
        return directory;
    }

    private Path record() {
        return data.path("application", "current.properties");
    }

    private Application parse(Properties file) {
        try {
            return new Application(Kind.valueOf(file.getProperty("kind")), Path.of(file.getProperty("home")),
                    Path.of(file.getProperty("python")), file.getProperty("version"));
        } catch (IllegalArgumentException | NullPointerException e) {
            throw new ProblemException(new Problem.Fixable("The file " + record() + " is damaged.",
                    "Restore it from a backup of the data directory.", e.toString()), e);
        }
    }
}
