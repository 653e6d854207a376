package org.mathesar.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mathesar.launcher.claim.StoredClaim;
import org.mathesar.launcher.problem.ExitStatus;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.problem.ProblemException;
import org.mathesar.launcher.setup.Plan;
import org.mathesar.launcher.setup.Plan.Address;
import org.mathesar.launcher.setup.Plan.DatabaseChoice;
import org.mathesar.launcher.setup.SetupState;
import org.mathesar.launcher.setup.SetupStore;
import org.mathesar.launcher.setup.Task;
import org.mathesar.launcher.storage.DataDirectory;
import org.mathesar.launcher.storage.Lease;
import org.mathesar.launcher.storage.Secret;

class ServerReportTest {
    private static final Plan PLAN = new Plan(new Address.AsReached(), new DatabaseChoice.Bundled());

    @TempDir
    Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private DataDirectory data;
    private StoredClaim claim;

    @BeforeEach
    void makeServer() {
        data = DataDirectory.open(directory, false);
        claim = new StoredClaim(data, InstantSource.system());
        claim.open(Optional.of(new Secret("abcd-efgh-1234")));
    }

    @Test
    void theCodeIsShownAgainWithItsWholeAddress() {
        data.write(data.path("run", "status.properties"), "url=https://localhost:9443/\n");
        assertEquals(ExitStatus.CLEAN, report().code());
        assertEquals("abcd-efgh-1234", lines().getFirst());
        assertTrue(lines().contains("https://localhost:9443/-/setup/claim?code=abcd-efgh-1234"), lines().toString());
        assertTrue(lines().getLast().startsWith("The launcher is not running"));
    }

    @Test
    void beforeTheFirstStartTheUsualAddressIsNamed() {
        report().code();
        assertTrue(lines().contains("https://localhost:8443/-/setup/claim?code=abcd-efgh-1234"));
    }

    @Test
    void aUsedCodeIsReplaced() {
        claim.claim("abcd-efgh-1234", InetAddress.getLoopbackAddress());
        save(new SetupState.Asking(Plan.Draft.EMPTY));
        assertEquals(ExitStatus.CLEAN, report().code());
        assertFalse(lines().contains("abcd-efgh-1234"));
        assertEquals(Optional.of(new Secret(lines().getFirst())), claim.code());
    }

    @Test
    void aServerThatIsSetUpHasNoCode() {
        save(new SetupState.Ready(PLAN));
        assertEquals(ExitStatus.CLEAN, report().code());
        assertEquals(List.of("This server is set up. Sign in at https://localhost:8443/"), lines());
    }

    @Test
    void aServerThatDoesNotRunIsNotReadyWhateverItSaidLast() {
        save(new SetupState.Ready(PLAN));
        data.write(data.path("run", "status.properties"), "url=https://localhost:9443/\nready=yes\n");
        assertEquals(ExitStatus.PASSING, report().status());
        assertTrue(lines().containsAll(List.of("running: no", "set-up: complete", "ready: not running")),
                lines().toString());
    }

    @Test
    void aRunningServerIsDescribed() {
        save(new SetupState.Ready(PLAN));
        data.write(data.path("run", "status.properties"),
                "url=https://localhost:9443/\ncertificate.0=certificate: self-signed\ncertificate.1=certificate of our own: SHA-256 AA:BB\nready=yes\napplication=Mathesar 0.11.0\n");
        try (Lease _ = Lease.take(data)) {
            assertEquals(ExitStatus.CLEAN, report().status());
            assertTrue(lines().containsAll(List.of("running: yes", "address: https://localhost:9443/",
                    "set-up: complete", "ready: yes", "certificate: self-signed",
                    "certificate of our own: SHA-256 AA:BB", "application: Mathesar 0.11.0")),
                    lines().toString());
            data.write(data.path("run", "status.properties"), "ready=no, the database does not answer\n");
            assertEquals(ExitStatus.PASSING, report().status());
        }
    }

    @Test
    void whatIsLeftToDoInConnectedDatabasesIsNamedUntilItIsDone() {
        save(new SetupState.Ready(PLAN));
        data.write(data.path("run", "status.properties"),
                "ready=yes\ndatabase.0=People cannot work in garden.\ndatabase.1=People cannot work in shop.\n");
        try (Lease _ = Lease.take(data)) {
            assertEquals(ExitStatus.CLEAN, report().status());
            assertEquals(List.of("database: People cannot work in garden.", "database: People cannot work in shop."),
                    lines().stream().filter(line -> line.startsWith("database:")).toList());
            out.reset();
            data.write(data.path("run", "status.properties"), "ready=yes\n");
            report().status();
            assertTrue(lines().stream().noneMatch(line -> line.startsWith("database:")), lines().toString());
        }
    }

    @Test
    void everyStateIsDescribedInWords() {
        report().status();
        assertTrue(lines().contains("set-up: not begun"));
        for (SetupState state : List.of(new SetupState.Unclaimed(), new SetupState.Asking(Plan.Draft.EMPTY),
                new SetupState.Installing(PLAN, Task.MIGRATE), new SetupState.NeedsOwner(PLAN))) {
            save(state);
            assertEquals(ExitStatus.PASSING, report().status());
        }
        save(new SetupState.Blocked(PLAN, Task.MIGRATE, new Problem.Fixable("It stands.", "Start it.")));
        report().status();
        assertTrue(lines().contains("set-up: stopped at: Create Mathesar's tables – It stands. Start it."));
    }

    @Test
    void aDirectoryWithoutAServerIsAProblem() {
        assertThrows(ProblemException.class,
                () -> new ServerReport(directory.resolve("other"), new PrintStream(out)));
    }

    @Test
    void aDamagedStateIsAProblemAndNoNewCode() throws Exception {
        Files.writeString(directory.resolve("setup.properties"), "state=perhaps\n");
        assertThrows(ProblemException.class, () -> report().code());
        assertThrows(ProblemException.class, () -> report().status());
    }

    private void save(SetupState state) {
        new SetupStore(data).save(state);
    }

    private ServerReport report() {
        return new ServerReport(directory, new PrintStream(out, true, StandardCharsets.UTF_8));
    }

    private List<String> lines() {
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
