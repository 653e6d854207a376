package org.mathesar.launcher.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mathesar.launcher.problem.ProblemException;
import org.mathesar.launcher.process.Children;
import org.mathesar.launcher.process.OneShot;
import org.mathesar.launcher.process.Supervisor;
import org.mathesar.launcher.storage.DataDirectory;

class ClusterTest {
    private Path root;
    private DataDirectory data;
    private Children children;
    private BundledPostgres postgres;

    @BeforeEach
    void open() throws Exception {
        root = TestPostgres.directory();
        data = DataDirectory.open(root.resolve("data"), true);
        TestPostgres.keepFreePort(data);
        children = new Children(data.root());
        postgres = TestPostgres.bundled(data, children);
    }

    @AfterEach
    void delete() throws Exception {
        TestPostgres.delete(root);
    }

    @Test
    void anInitdbKilledHalfWayLeavesNoClusterAndTheNextOneSucceeds() throws Exception {
        Path unfinished = data.path("postgres", "cluster.new");
        CompletableFuture<Void> first = CompletableFuture.runAsync(this::initialise);
        while (!first.isDone() && !Files.exists(unfinished.resolve("global"))) {
            Thread.sleep(5);
        }
        List<ProcessHandle> initdb = workersOn("cluster.new");
        initdb.forEach(ProcessHandle::destroyForcibly);

        ExecutionException failure = assertThrows(ExecutionException.class, first::get);
        assertEquals("The PostgreSQL data could not be created.", failure.getCause().getMessage());
        assertTrue(Files.exists(unfinished), "nothing was cut short");
        assertFalse(postgres.serverIsInitialised());
        assertFalse(Files.exists(data.path("postgres", "initdb.password")));

        Files.writeString(data.path("postgres", "initdb.password"), "left over");
        try (Supervisor supervisor = new Supervisor(children)) {
            postgres.start(supervisor, TestPostgres.silently()).connect().close();
        }
        assertFalse(Files.exists(unfinished));
        assertFalse(Files.exists(data.path("postgres", "initdb.password")));
    }

    @Test
    void aDirectoryThatIsNoClusterIsNeitherUsedNorDeleted() throws Exception {
        Path file = data.directory("postgres", "cluster").resolve("precious");
        Files.writeString(file, "data");
        assertProblem("is not a PostgreSQL cluster.");
        assertTrue(Files.exists(file));
    }

    @Test
    void aClusterOfAnotherUserIsAProblemThatNamesTheCure() throws Exception {
        assumeTrue(TestPostgres.user().isPresent());
        Path cluster = cluster();
        assertProblem("The PostgreSQL data in " + cluster + " belongs to the user root.");
        assertTrue(Files.exists(cluster.resolve("PG_VERSION")));
    }

    @Test
    void aClusterThatOthersMayReadIsAProblem() throws Exception {
        Path cluster = cluster();
        new Account(TestPostgres.user()).give(cluster);
        Files.setPosixFilePermissions(cluster, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertProblem("may be used by other users (rwxr-xr-x).");
    }

    @Test
    void aClusterOfAVersionThatIsNotInstalledIsAProblem() throws Exception {
        Path cluster = cluster();
        Files.writeString(cluster.resolve("PG_VERSION"), "9\n");
        assertProblem("The data was made by PostgreSQL 9, but no PostgreSQL 9 server was found");
    }

    @Test
    void anUnreadableVersionIsAProblem() throws Exception {
        Files.writeString(cluster().resolve("PG_VERSION"), "?\n");
        assertProblem("cannot be read.");
    }

    private Path cluster() throws Exception {
        Path cluster = data.directory("postgres", "cluster");
        Files.writeString(cluster.resolve("PG_VERSION"), installedMajor() + "\n");
        return cluster;
    }

    private int installedMajor() throws InterruptedException {
        return PostgresBinaries.find(new OneShot(children), Optional.empty(),
                OptionalInt.empty()).major();
    }

    private void initialise() {
        try {
            postgres.initialise(TestPostgres.silently());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void assertProblem(String part) {
        ProblemException refusal = assertThrows(ProblemException.class, () -> {
            postgres.initialise(TestPostgres.silently());
            postgres.server();
        });
        assertTrue(refusal.getMessage().contains(part), refusal.getMessage());
    }

    private static List<ProcessHandle> workersOn(String name) {
        return ProcessHandle.allProcesses().filter(process -> {
            try {
                Path proc = Path.of("/proc", Long.toString(process.pid()));
                return Files.readString(proc.resolve("cmdline")).contains(name)
                        || Files.readSymbolicLink(proc.resolve("cwd")).toString().contains(name);
            } catch (IOException _) {
                return false;
            }
        }).toList();
    }
}
