package org.mathesar.launcher.mathesar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mathesar.launcher.mathesar.Application.Kind;
import org.mathesar.launcher.mathesar.ApplicationSources.Release;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.problem.ProblemException;
import org.mathesar.launcher.process.Children;
import org.mathesar.launcher.process.OneShot;
import org.mathesar.launcher.storage.DataDirectory;

@Timeout(60)
class ApplicationStoreTest {
    @TempDir
    Path directory;

    private DataDirectory data;
    private Path applications;
    private Path sample;
    private Path python;
    private byte[] packed;
    private ReleaseServer server;

    @BeforeEach
    void prepare() throws Exception {
        data = DataDirectory.open(directory.resolve("data"), false);
        applications = data.path("application");
        sample = TestRelease.write(directory.resolve("sample-app"), "0.11-sample");
        packed = TestRelease.packed(Files.createDirectory(directory.resolve("packed")), "0.11.0");
        server = new ReleaseServer(packed);
        python = quickPython();
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void theSampleIsCopiedAndRunsInAnEnvironmentOfItsOwn() throws Exception {
        Files.createDirectories(sample.resolve("mathesar/__pycache__"));
        Files.createDirectories(sample.resolve("tests"));
        ApplicationStore store = store(new ApplicationSources(Optional.empty(), pinned(), Optional.of(sample), true,
                Optional.empty()));
        assertTrue(store.isSample());

        Application application = store.obtain(_ -> {
        });
        assertEquals(new Application(Kind.SAMPLE, applications.resolve("sample"),
                applications.resolve("sample/mathesar-venv/bin/python"), "0.11-sample"), application);
        assertEquals("Sample application 0.11-sample", application.title());
        assertFalse(Files.exists(application.home().resolve("tests")));
        assertFalse(Files.exists(application.home().resolve("mathesar/__pycache__")));
        assertEquals(0, server.downloads());

        Process prefix = new ProcessBuilder(application.python().toString(), "-c", "import sys; print(sys.prefix)")
                .start();
        assertEquals(application.home().resolve("mathesar-venv").toString(),
                new String(prefix.getInputStream().readAllBytes()).strip());
    }

    @Test
    void theReleaseIsDownloadedVerifiedAndInstalledOnce() throws Exception {
        List<String> said = new ArrayList<>();
        Application application = store(release(pinned())).obtain(said::add);
        assertEquals(new Application(Kind.RELEASE, applications.resolve("mathesar-0.11.0"),
                applications.resolve("mathesar-0.11.0/mathesar-venv/bin/python"), "0.11.0"), application);
        assertEquals("Mathesar 0.11.0", application.title());
        assertTrue(said.containsAll(List.of("downloading, 100 %", "unpacking", "making a Python environment",
                "installing Python packages")), said.toString());

        ApplicationStore restarted = store(release(pinned()));
        assertEquals(Optional.of(application), restarted.current());
        assertFalse(restarted.isSample());
        assertEquals(application, restarted.obtain(_ -> {
        }));
        assertEquals(1, server.downloads());
        assertEquals(List.of("current.properties", "mathesar-0.11.0"), names(applications));
    }

    @Test
    void aReleaseThatMovedIsFollowed() throws Exception {
        assertEquals(Kind.RELEASE,
                obtain(release(new Release("0.11.0", server.url("/moved.tar.gz"), sha256(packed)))).kind());
    }

    @Test
    void aReleaseOfUnknownChecksumIsTaken() throws Exception {
        assertEquals(Kind.RELEASE,
                obtain(release(new Release("0.11.0", server.url("/release.tar.gz"), Optional.empty()))).kind());
    }

    @Test
    void anotherContentThanThePinnedIsRefusedAndNothingOfItStays() throws Exception {
        server.serves(TestRelease.packed(Files.createDirectory(directory.resolve("forged")), "6.6.6"));
        ProblemException refusal = assertThrows(ProblemException.class, () -> obtain(releaseOrSample()));
        assertTrue(refusal.getMessage().contains("is not the release that this launcher expects"));
        assertEquals(List.of(), names(applications));

        server.serves(packed);
        assertEquals(Kind.RELEASE, obtain(releaseOrSample()).kind());
    }

    @Test
    void whatIsNoReleaseIsRefused() throws Exception {
        byte[] other = "this is no archive".getBytes();
        server.serves(other);
        Release release = new Release("0.11.0", server.url("/release.tar.gz"), sha256(other));
        assertThrows(ProblemException.class, () -> obtain(release(release)));
        assertFalse(Files.exists(applications.resolve("mathesar-0.11.0")));
    }

    @Test
    void aDownloadThatBreaksOffIsNotInstalled() throws Exception {
        server.breaksOff();
        ProblemException problem = assertThrows(ProblemException.class,
                () -> obtain(release(new Release("0.11.0", server.url("/release.tar.gz"), Optional.empty()))));
        assertTrue(problem.getMessage().contains("could not be downloaded from 127.0.0.1"));
        assertEquals(List.of(), names(applications));
    }

    @Test
    void theSampleTakesThePlaceOfAReleaseThatCannotBeReached() throws Exception {
        server.answers(404);
        assertEquals(Kind.SAMPLE, obtain(releaseOrSample()).kind());
        assertTrue(store(releaseOrSample()).isSample());
        assertEquals(List.of("current.properties", "sample"), names(applications));

        server.answers(200);
        assertEquals(Kind.SAMPLE, obtain(releaseOrSample()).kind(), "its data stays with it");
    }

    @Test
    void aServerThatIsGoneIsNamedWhereThereIsNoSample() {
        server.close();
        ProblemException problem = assertThrows(ProblemException.class, () -> obtain(release(pinned())));
        assertTrue(problem.getMessage().contains("could not be downloaded from 127.0.0.1"));
        assertTrue(problem.problem().advice().contains("--mathesar DIR"));
    }

    @Test
    void aFullDiskIsNotTakenForAnUnreachableServer() throws Exception {
        Files.createSymbolicLink(data.directory("application").resolve("mathesar-0.11.0.tar.gz"), Path.of("/dev/full"));
        ProblemException problem = assertThrows(ProblemException.class, () -> obtain(releaseOrSample()));
        assertTrue(problem.getMessage().contains("could not be stored"), problem.getMessage());
        assertTrue(problem.problem().detail().contains("No space left"), problem.problem().detail());
        assertEquals(Optional.empty(), store(releaseOrSample()).current());
    }

    @Test
    void whatKilledAttemptsLeftBehindIsClearedAway() throws Exception {
        data.directory("application", "mathesar-0.11.0.new", "half");
        Files.write(applications.resolve("mathesar-0.11.0.tar.gz"), new byte[]{1, 2, 3});
        Application application = obtain(release(pinned()));
        assertEquals(List.of("current.properties", "mathesar-0.11.0"), names(applications));
        assertFalse(Files.exists(application.home().resolve("half")));

        // Killed between the last two steps.
        Files.write(applications.resolve("mathesar-0.11.0.tar.gz"), packed);
        obtain(release(pinned()));
        assertEquals(List.of("current.properties", "mathesar-0.11.0"), names(applications));
    }

    @Test
    void aHalfCopiedSampleIsCopiedAgain() throws Exception {
        Files.writeString(data.directory("application", "sample.new").resolve("stale.py"), "");
        Application application = obtain(sampleWanted());
        assertFalse(Files.exists(application.home().resolve("stale.py")));
        assertEquals(List.of("current.properties", "sample"), names(applications));
    }

    @Test
    void aHalfMadeEnvironmentIsMadeAgainAndAFinishedOneKept() throws Exception {
        Application application = obtain(sampleWanted());
        Path environment = application.home().resolve("mathesar-venv");
        Files.writeString(environment.resolve("mark"), "");
        obtain(sampleWanted());
        assertTrue(Files.exists(environment.resolve("mark")));

        Files.delete(environment.resolve("launcher-complete"));
        obtain(sampleWanted());
        assertFalse(Files.exists(environment.resolve("mark")));
    }

    @Test
    void aFailingInstallationShowsWhatItPrintedAndIsNotRecorded() throws Exception {
        Files.writeString(python, "#!/bin/sh\necho 'No module named venv' >&2\nexit 3\n");
        Problem problem = assertThrows(ProblemException.class, () -> obtain(sampleWanted())).problem();
        assertTrue(problem.summary().contains("python-venv ended with exit code 3"), problem.summary());
        assertTrue(problem.detail().contains("No module named venv"));
        assertEquals(Optional.empty(), store(sampleWanted()).current());
    }

    @Test
    void aGivenHomeIsUsedWhereItIs() throws Exception {
        Path home = givenHome();
        Application application = obtain(given(home));
        assertEquals(new Application(Kind.GIVEN, home, home.resolve("venv/bin/python"), "0.12.0"), application);
        // It is remembered when the next start does not name it.
        assertEquals(application, obtain(release(pinned())));
    }

    @Test
    void aGivenHomeWithoutAnEnvironmentOrWithAUselessOneIsRefused() throws Exception {
        Path home = TestRelease.write(directory.resolve("bare"), "0.12.0");
        ApplicationSources sources = new ApplicationSources(Optional.of(home), pinned(), Optional.empty(), false,
                Optional.empty());
        assertTrue(assertThrows(ProblemException.class, () -> obtain(sources)).getMessage()
                .endsWith("has no Python environment."));

        executable(home.resolve(".venv/bin/python"), "echo 'No module named gunicorn' >&2; exit 1");
        Problem problem = assertThrows(ProblemException.class, () -> obtain(sources)).problem();
        assertTrue(problem.summary().contains("cannot run Mathesar"));
        assertEquals("No module named gunicorn", problem.detail());
    }

    @Test
    void sampleDataAndMathesarsAreNotMixed() throws Exception {
        obtain(sampleWanted());
        ProblemException refusal = assertThrows(ProblemException.class, () -> obtain(given(givenHome())));
        assertTrue(refusal.getMessage().endsWith("was set up with Sample application 0.11-sample."));
        assertTrue(refusal.problem().advice().startsWith("Start without --mathesar,"));
    }

    @Test
    void mathesarsDataAndTheSampleAreNotMixed() throws Exception {
        obtain(release(pinned()));
        ProblemException refusal = assertThrows(ProblemException.class, () -> obtain(sampleWanted()));
        assertTrue(refusal.getMessage().endsWith("was set up with Mathesar 0.11.0."));
        assertTrue(refusal.problem().advice().startsWith("Start without --sample,"));
    }

    @Test
    void aDamagedRecordIsAProblem() throws Exception {
        obtain(sampleWanted());
        Files.writeString(applications.resolve("current.properties"), "kind=PERHAPS\n");
        assertThrows(ProblemException.class, () -> obtain(sampleWanted()));
        Files.writeString(applications.resolve("current.properties"), "");
        assertThrows(ProblemException.class, () -> store(sampleWanted()).current());
    }

    @Test
    void aSampleThatIsNotAtHandIsAskedFor() {
        ApplicationSources sources = new ApplicationSources(Optional.empty(), pinned(), Optional.empty(), true,
                Optional.of(python));
        assertTrue(assertThrows(ProblemException.class, () -> obtain(sources)).problem().advice()
                .contains("MATHESAR_LAUNCHER_SAMPLE_APP"));
    }

    private Application obtain(ApplicationSources sources) throws InterruptedException {
        return store(sources).obtain(_ -> {
        });
    }

    private ApplicationStore store(ApplicationSources sources) {
        return new ApplicationStore(data, sources, new Workplace(new OneShot(new Children(data.root())),
                Optional.empty(), Map.of("PATH", System.getenv("PATH"), "LANG", "C.UTF-8")));
    }

    private Release pinned() {
        return new Release("0.11.0", server.url("/release.tar.gz"), sha256(packed));
    }

    private ApplicationSources release(Release release) {
        return new ApplicationSources(Optional.empty(), release, Optional.empty(), false, Optional.of(python));
    }

    private ApplicationSources releaseOrSample() {
        return new ApplicationSources(Optional.empty(), pinned(), Optional.of(sample), false, Optional.of(python));
    }

    private ApplicationSources sampleWanted() {
        return new ApplicationSources(Optional.empty(), pinned(), Optional.of(sample), true, Optional.of(python));
    }

    private ApplicationSources given(Path home) {
        return new ApplicationSources(Optional.of(home), new Release("0", URI.create("http://127.0.0.1:1/"),
                Optional.empty()), Optional.empty(), false, Optional.empty());
    }

    private Path givenHome() throws IOException {
        Path home = TestRelease.write(directory.resolve("given"), "0.12.0");
        executable(home.resolve("venv/bin/python"), "exit 0");
        return home;
    }

    /** Stands in for Python where its three seconds for an environment are not the point. */
    private Path quickPython() throws IOException {
        return executable(directory.resolve("python3"), """
                [ "$1 $2" = "-m venv" ] || exit 9
                mkdir -p "$3/bin" && printf '#!/bin/sh\\nexit 0\\n' >"$3/bin/python" && chmod +x "$3/bin/python"
                """);
    }

    private static Path executable(Path file, String script) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return file;
    }

    private static Optional<String> sha256(byte[] content) {
        try {
            return Optional.of(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content)));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> names(Path directory) throws IOException {
        try (var entries = Files.list(directory)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }
}
