package org.mathesar.launcher.setup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mathesar.launcher.database.BundledPostgres;
import org.mathesar.launcher.database.Continuity;
import org.mathesar.launcher.database.TrustedAuthorities;
import org.mathesar.launcher.mathesar.ApplicationSources;
import org.mathesar.launcher.mathesar.ApplicationSources.Release;
import org.mathesar.launcher.mathesar.ApplicationStore;
import org.mathesar.launcher.mathesar.TestRelease;
import org.mathesar.launcher.mathesar.Workplace;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.process.Children;
import org.mathesar.launcher.process.OneShot;
import org.mathesar.launcher.process.Supervisor;
import org.mathesar.launcher.setup.Administrator.Consents;
import org.mathesar.launcher.setup.FirstBoot.Outcome;
import org.mathesar.launcher.setup.Plan.Address;
import org.mathesar.launcher.setup.Plan.DatabaseChoice;
import org.mathesar.launcher.setup.Progress.Status;
import org.mathesar.launcher.setup.SetupState.Blocked;
import org.mathesar.launcher.setup.SetupState.Installing;
import org.mathesar.launcher.setup.SetupState.Unclaimed;
import org.mathesar.launcher.storage.DataDirectory;
import org.mathesar.launcher.storage.Secret;
import org.mathesar.launcher.storage.Secrets;

/** What the installer does when its work fails; what it does when it succeeds needs PostgreSQL and is tested there. */
@Timeout(30)
class InstallerTest {
    private static final Plan PLAN = new Plan(new Address.AsReached(), new DatabaseChoice.Bundled());
    private static final Duration LONG = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    private Path sample;
    private DataDirectory data;
    private Supervisor supervisor;
    private Services services;
    private final CountDownLatch earlyWorkIsOver = new CountDownLatch(1);

    @BeforeEach
    void openServices() throws Exception {
        data = DataDirectory.open(directory.resolve("data"), false);
        Secrets secrets = new Secrets(data);
        Children children = new Children(data.root());
        OneShot oneShot = new OneShot(children);
        sample = directory.resolve("sample-app");
        Path python = Files.writeString(directory.resolve("python"),
                "#!/bin/sh\nmkdir -p \"$3/bin\" && cp /bin/true \"$3/bin/python\"\n");
        assertTrue(python.toFile().setExecutable(true));
        ApplicationSources sources = new ApplicationSources(Optional.empty(),
                new Release("0", URI.create("http://127.0.0.1:1/"), Optional.empty()), Optional.of(sample), true,
                Optional.of(python));
        Workplace workplace = new Workplace(oneShot, Optional.empty(), Map.of("PATH", System.getenv("PATH")));
        supervisor = new Supervisor(children);
        services = new Services(new Services.Surroundings(data, secrets,
                new TrustedAuthorities(data, InstantSource.system()), new ApplicationStore(data, sources, workplace),
                new BundledPostgres(data, secrets, oneShot, Optional.of(directory.resolve("no-postgres-here")),
                        Optional.empty()),
                workplace, new Continuity.Key.Made(new Secret("key")), Map.of(), Optional.empty()), supervisor,
                () -> 0);
    }

    @AfterEach
    void close() {
        supervisor.close();
    }

    @Test
    void aTaskThatFailsStopsTheInstallationWithItsProblem() throws Exception {
        Setup setup = setup(new Installing(PLAN, Task.first()));
        try (Installer installer = started(setup)) {
            Blocked blocked = (Blocked) await(setup, Blocked.class::isInstance);
            assertEquals(Task.FETCH_APPLICATION, blocked.task());
            assertTrue(blocked.problem().summary().contains("There is no directory " + sample));
            assertEquals(Status.FAILED, installer.progress().steps().getFirst().status());
            assertEquals(Optional.of(blocked.problem()), installer.progress().problem());
        }
    }

    @Test
    void aRetryGoesOnOnceTheCauseIsMended() throws Exception {
        Setup setup = setup(new Installing(PLAN, Task.first()));
        try (Installer installer = started(setup)) {
            await(setup, Blocked.class::isInstance);
            TestRelease.write(sample, "0.11-sample");
            setup.advance(Blocked.class, Blocked::retry);

            // The next task has no PostgreSQL to work with.
            await(setup, state -> state instanceof Blocked(_, Task task, _) && task == Task.PREPARE_DATABASE);
            assertEquals(Status.DONE, installer.progress().steps().getFirst().status());
            assertEquals(Status.FAILED, installer.progress().steps().get(1).status());
        }
    }

    @Test
    void aPassingProblemIsTriedAgainByItself() throws Exception {
        Setup setup = setup(new Blocked(PLAN, Task.FETCH_APPLICATION,
                new Problem.Passing("It waits.", InstantSource.system().instant().minusSeconds(1))));
        try (Installer _ = started(setup)) {
            await(setup, state -> state instanceof Blocked(_, _, Problem problem)
                    && problem.summary().contains("There is no directory"));
        }
    }

    @Test
    void aFixableProblemWaitsForAPerson() throws Exception {
        Problem problem = new Problem.Fixable("It stands.", "Start it.");
        Setup setup = setup(new Blocked(PLAN, Task.FETCH_APPLICATION, problem));
        try (Installer _ = started(setup)) {
            TestRelease.write(sample, "0.11-sample");
            assertEquals(new Blocked(PLAN, Task.FETCH_APPLICATION, problem),
                    setup.awaitChange(setup.state(), Duration.ofMillis(300)));
        }
    }

    @Test
    void earlyWorkThatFailsDisturbsNobody() throws Exception {
        Setup setup = setup(new Unclaimed());
        try (Installer installer = started(setup)) {
            while (installer.progress().problem().isEmpty()) {
                Thread.sleep(10);
            }
            assertEquals(new Unclaimed(), setup.state());
            assertEquals(Optional.empty(), installer.trouble());

            // What failed early is tried again when it counts.
            TestRelease.write(sample, "0.11-sample");
            setup.advance(Unclaimed.class, unclaimed -> unclaimed.claim().confirm(PLAN));
            await(setup, state -> state instanceof Blocked(_, Task task, _) && task == Task.PREPARE_DATABASE);
        }
    }

    @Test
    void earlyWorkLeavesTheBundledServerAloneWhenAnotherIsChosen() throws Exception {
        TestRelease.write(sample, "0.11-sample");
        Setup setup = setup(new SetupState.Asking(Plan.Draft.EMPTY.with(
                new DatabaseChoice.External("db.example.org", 5432, "sales", "ada", "prefer"))));
        try (Installer installer = started(setup)) {
            assertTrue(earlyWorkIsOver.await(20, TimeUnit.SECONDS));
            assertEquals(Status.DONE, installer.progress().steps().getFirst().status());
            assertEquals(Status.WAITING, installer.progress().steps().get(1).status());
            assertEquals(Optional.empty(), installer.progress().problem());
        }
    }

    @Test
    void aServerThatIsSetUpKeepsTryingAndSaysWhatIsInTheWay() throws Exception {
        Setup setup = setup(new SetupState.Ready(PLAN));
        try (Installer installer = started(setup)) {
            while (installer.trouble().isEmpty()) {
                Thread.sleep(10);
            }
            assertTrue(installer.trouble().get().summary().contains("There is no directory"));
            assertEquals(new SetupState.Ready(PLAN), setup.state());
        }
    }

    @Test
    void anAdministratorComesTooEarlyOrTooLate() {
        Administrator ada = new Administrator("ada", "correct horse", "en", Consents.NONE);
        Installer installer = new Installer(setup(new Unclaimed()), services, InstantSource.system(), Optional.of(ada),
                PLAN.database());
        assertEquals(new Outcome.Stale(), installer.createOwner(ada));
        assertEquals(Optional.of(ada), installer.handover().pending());
    }

    private Setup setup(SetupState state) {
        return new Setup(new SetupStore(data), state);
    }

    private Installer started(Setup setup) {
        Installer installer = new Installer(setup, services, InstantSource.system(), Optional.empty(),
                PLAN.database());
        installer.start(earlyWorkIsOver::countDown);
        return installer;
    }

    private static SetupState await(Setup setup, Predicate<SetupState> wanted) throws Exception {
        SetupState state = setup.state();
        while (!wanted.test(state)) {
            state = setup.awaitChange(state, LONG);
        }
        return state;
    }
}
