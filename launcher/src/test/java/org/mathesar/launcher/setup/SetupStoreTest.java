package org.mathesar.launcher.setup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.problem.ProblemException;
import org.mathesar.launcher.setup.Plan.Address;
import org.mathesar.launcher.setup.Plan.DatabaseChoice;
import org.mathesar.launcher.storage.DataDirectory;

class SetupStoreTest {
    private static final Plan BUNDLED = new Plan(new Address.AsReached(), new DatabaseChoice.Bundled());
    private static final Plan EXTERNAL = new Plan(new Address.AsReached(),
            new DatabaseChoice.External("db.example.org", 5433, "mathesar", "owner", "verify-full"));
    private static final List<String> ODD_TEXTS = List.of("", " ", " leading and trailing ", "\ttab", "\fform feed",
            "\nline\nbreaks\n", "\r\n", "a=b:c#d!e", "# no comment", "! neither", "C:\\new\\u0041", "\\",
            "ends with \\",
            "Größe — “quoted” 'x' \"y\"", "🙂 \u0000\u001b[31m\u0085\u2028", "=", ":");

    @TempDir
    Path directory;

    private SetupStore store;

    @BeforeEach
    void openStore() {
        store = new SetupStore(DataDirectory.open(directory, false));
    }

    static Stream<SetupState> everyState() {
        Stream<SetupState> plain = Stream.of(new SetupState.Unclaimed(), new SetupState.Asking(Plan.Draft.EMPTY),
                new SetupState.Asking(Plan.Draft.EMPTY.with(new Address.AsReached())),
                new SetupState.Asking(Plan.Draft.EMPTY.with(EXTERNAL.database())), new SetupState.NeedsOwner(BUNDLED),
                new SetupState.NeedsOwner(EXTERNAL), new SetupState.Ready(BUNDLED), new SetupState.Ready(EXTERNAL));
        Stream<SetupState> working = Stream.of(Task.values()).map(task -> new SetupState.Installing(EXTERNAL, task));
        Stream<SetupState> blocked = ODD_TEXTS.stream().flatMap(text -> Stream.of(
                new Problem.Fixable(text, text, text), new Problem.Passing(text, Instant.MAX, text),
                new Problem.Passing(text, Instant.parse("2026-01-01T00:00:00.123456789Z"), text),
                new Problem.Unexpected(text, text, text)))
                .map(problem -> new SetupState.Blocked(BUNDLED, Task.MIGRATE, problem));
        Stream<SetupState> names = ODD_TEXTS.stream().map(text -> new SetupState.Ready(
                new Plan(new Address.AsReached(), new DatabaseChoice.External(text, 1, text, text, text))));
        return Stream.of(plain, working, blocked, names).flatMap(states -> states);
    }

    @ParameterizedTest
    @MethodSource("everyState")
    void everyStateComesBackAsItWasSaved(SetupState state) {
        store.save(state);
        assertEquals(Optional.of(state), new SetupStore(DataDirectory.existing(directory)).load());
    }

    @Test
    void aStateReplacesTheOneBeforeWhole() {
        store.save(new SetupState.Blocked(EXTERNAL, Task.MIGRATE, new Problem.Fixable("s", "a", "d")));
        store.save(new SetupState.Unclaimed());
        assertEquals(Optional.of(new SetupState.Unclaimed()), store.load());
    }

    @Test
    void withoutAFileNothingWasStored() {
        assertEquals(Optional.empty(), store.load());
    }

    @Test
    void theFileIsReadableByAPerson() throws Exception {
        store.save(new SetupState.Installing(EXTERNAL, Task.MIGRATE));
        assertEquals("""
                state=installing
                task=MIGRATE
                address=as-reached
                database=external
                database.host=db.example.org
                database.port=5433
                database.name=mathesar
                database.user=owner
                database.sslmode=verify-full
                """, Files.readString(directory.resolve("setup.properties")));
    }

    @Test
    void aFileFromBeforePublicCertificatesIsUnderstood() throws Exception {
        Files.writeString(directory.resolve("setup.properties"),
                "state=ready\naddress=self-signed\ndatabase=bundled\n");
        assertEquals(Optional.of(new SetupState.Ready(BUNDLED)), store.load());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "nonsense", "state=", "state=claimed", "state=Ready", "state=ready",
            "state=ready\naddress=as-reached", "state=ready\naddress=acme\ndatabase=bundled",
            "state=ready\naddress=as-reached\ndatabase=mysql", "state=ready\naddress=as-reached\ndatabase=external",
            "state=installing\naddress=as-reached\ndatabase=bundled",
            "state=installing\ntask=DANCE\naddress=as-reached\ndatabase=bundled",
            "state=blocked\ntask=MIGRATE\naddress=as-reached\ndatabase=bundled",
            "state=blocked\ntask=MIGRATE\naddress=as-reached\ndatabase=bundled\nproblem=x",
            "state=blocked\ntask=MIGRATE\naddress=as-reached\ndatabase=bundled\nproblem=x\nproblem.retry-at=soon",
            "state=asking\ndatabase=external\ndatabase.host=h\ndatabase.port=many", "state=\\uXYZ"})
    void aFileThatCannotBeUnderstoodIsAProblemAndNeverAFreshStart(String content) throws Exception {
        Files.writeString(directory.resolve("setup.properties"), content);
        assertThrows(ProblemException.class, store::load);
        assertThrows(ProblemException.class, () -> new Setup(store, new SetupState.Unclaimed()));
        assertEquals(content, Files.readString(directory.resolve("setup.properties")), "left as it was");
    }

    @Test
    void bytesThatAreNoTextAreAProblem() throws Exception {
        Files.write(directory.resolve("setup.properties"), new byte[]{'s', '=', (byte) 0xc3, (byte) 0x28});
        assertThrows(ProblemException.class, store::load);
    }

    @Test
    void aDirectoryInItsPlaceIsAProblem() throws Exception {
        Files.createDirectory(directory.resolve("setup.properties"));
        assertThrows(ProblemException.class, store::load);
    }

    @Test
    void noStateHoldsAPassword() throws Exception {
        for (SetupState state : everyState().toList()) {
            store.save(state);
            String file = Files.readString(directory.resolve("setup.properties"));
            assertFalse(file.contains("password"), file);
            assertTrue(file.startsWith("state="));
        }
    }
}
