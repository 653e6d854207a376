package org.mathesar.launcher.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mathesar.launcher.database.Continuity.Key;
import org.mathesar.launcher.database.Continuity.Verdict;
import org.mathesar.launcher.problem.ProblemException;
import org.mathesar.launcher.storage.DataDirectory;
import org.mathesar.launcher.storage.Secret;

class ContinuityTest {
    private static final Key.Made KEY = new Key.Made(new Secret("the key of this installation"));
    private static final Key.Made OTHER = new Key.Made(new Secret("the key of another one"));

    @TempDir
    Path directory;
    private Continuity continuity;
    private Database.External database;

    @BeforeEach
    void open() throws Exception {
        continuity = new Continuity(DataDirectory.open(directory.resolve("here"), false));
        database = TestPostgres.shared().createDatabase("secret");
    }

    @Test
    void twoHalvesThatKnowNothingAreFresh() {
        assertEquals(new Verdict.Fresh(), continuity.check(database, new Key.None()));
        assertEquals(new Verdict.Fresh(), continuity.check(database, KEY));
    }

    @Test
    void recordedHalvesRecogniseEachOtherAsOftenAsAsked() {
        continuity.record(database, KEY);
        continuity.record(database, KEY);
        assertEquals(new Verdict.Same(), continuity.check(database, KEY));
    }

    @Test
    void checkingChangesNothing() throws Exception {
        continuity.check(database, KEY);
        assertFalse(Files.exists(file()));
        try (Connection connection = database.connect()) {
            assertTrue(InstallationNote.read(connection).isEmpty());
        }
    }

    @Test
    void aDeathBeforeTheFirstNoteLeavesThemFresh() {
        assertEquals(new Verdict.Fresh(), continuity.check(database, KEY));
        continuity.record(database, KEY);
        assertEquals(new Verdict.Same(), continuity.check(database, KEY));
    }

    @Test
    void aDeathBetweenTheNotesIsFinishedByTheNextRecord() throws Exception {
        try (Connection connection = database.connect()) {
            InstallationNote.write(connection, KEY.secret().fingerprint());
        }
        assertEquals(new Verdict.Unrecorded(), continuity.check(database, KEY));
        continuity.record(database, KEY);
        assertEquals(new Verdict.Same(), continuity.check(database, KEY));
    }

    @Test
    void ofTwoLaunchersThatInstallAtOnceOneWinsAndTheOtherKeepsItsDirectoryClean() throws Exception {
        List<Key.Made> keys = IntStream.range(0, 6).mapToObj(i -> new Key.Made(new Secret("key " + i))).toList();
        List<CompletableFuture<Boolean>> tries = keys.stream().map(key -> CompletableFuture.supplyAsync(() -> {
            Path own = directory.resolve(key.secret().fingerprint());
            try {
                new Continuity(DataDirectory.open(own, false)).record(database, key);
                return true;
            } catch (ProblemException _) {
                return Files.exists(own.resolve("continuity.properties"));
            }
        }, task -> Thread.ofVirtual().start(task))).toList();
        assertEquals(1, tries.stream().filter(CompletableFuture::join).count());
    }

    @Test
    void aDatabaseOfAnotherKeyIsRefusedAndLeftAlone() throws Exception {
        new Continuity(DataDirectory.open(directory.resolve("there"), false)).record(database, OTHER);
        assertRefused(KEY, "belongs to another installation with another SECRET_KEY");
        assertThrows(ProblemException.class, () -> continuity.record(database, KEY));
        assertFalse(Files.exists(file()));
        try (Connection connection = database.connect()) {
            assertEquals(OTHER.secret().fingerprint(), InstallationNote.read(connection).orElseThrow());
        }
    }

    @Test
    void aLostDataDirectoryIsNamedAsTheMissingHalf() {
        continuity.record(database, KEY);
        continuity = new Continuity(DataDirectory.open(directory.resolve("empty"), false));
        assertRefused(new Key.None(), "whose SECRET_KEY is missing here (fingerprint " + KEY.secret().fingerprint());
        assertRefused(OTHER, "belongs to another installation");
    }

    @Test
    void aChangedKeyIsNamed() {
        continuity.record(database, KEY);
        assertRefused(OTHER, "This SECRET_KEY is not the one");
    }

    @Test
    void anotherDatabaseIsNamedWithTheOneThatIsExpected() throws Exception {
        continuity.record(database, KEY);
        Database.External expected = database;
        database = TestPostgres.shared().createDatabase("secret");
        assertRefused(KEY, "it was installed with " + expected.display() + ", not with " + database.display());
    }

    @Test
    void aRestoredCopyIsRefusedUntilTheOwnerSaysSo() throws Exception {
        continuity.record(database, KEY);
        database = TestPostgres.shared().createDatabase("secret");
        try (Connection connection = database.connect()) {
            InstallationNote.write(connection, KEY.secret().fingerprint());
        }
        assertRefused(KEY, "belongs to another database");
        Files.delete(file());
        assertEquals(new Verdict.Unrecorded(), continuity.check(database, KEY));
    }

    @Test
    void anEmptiedDatabaseIsNamedAsTheMissingHalf() throws Exception {
        continuity.record(database, KEY);
        try (Connection connection = database.connect()) {
            Sql.execute(connection, "DROP SCHEMA mathesar_launcher CASCADE");
        }
        assertRefused(KEY, "is missing or was replaced");
    }

    @Test
    void aMathesarOfUnknownOriginNeedsItsKey() throws Exception {
        for (String table : List.of("django_migrations", "mathesar_user")) {
            database = TestPostgres.shared().createDatabase("secret");
            try (Connection connection = database.connect()) {
                Sql.execute(connection, "CREATE TABLE " + table + " ()");
            }
            assertRefused(KEY, "already holds a Mathesar");
            assertRefused(new Key.None(), "SECRET_KEY is missing here");
            assertEquals(new Verdict.Unrecorded(), continuity.check(database, new Key.Given(KEY.secret())));
        }
    }

    @Test
    void tablesOfOtherProgramsAreNoMathesar() throws Exception {
        try (Connection connection = database.connect()) {
            Sql.execute(connection, "CREATE TABLE customers ()", "CREATE TABLE djangoxmigrations ()");
        }
        assertEquals(new Verdict.Fresh(), continuity.check(database, KEY));
    }

    @Test
    void anotherDatabaseMayBeChosenBeforeTheInstallationIsFinished() throws Exception {
        continuity.record(database, KEY);
        database = TestPostgres.shared().createDatabase("secret");
        continuity.forget();
        assertEquals(new Verdict.Fresh(), continuity.check(database, KEY));
    }

    @Test
    void aDamagedNoteIsNeverTakenForNone() throws Exception {
        continuity.record(database, KEY);
        for (String line : List.of("key-fingerprint", "system-identifier", "database-oid")) {
            List<String> lines = Files.readAllLines(file());
            Files.write(file(), lines.stream().filter(it -> !it.startsWith(line)).toList());
            assertThrows(ProblemException.class, () -> continuity.check(database, KEY));
            Files.write(file(), lines);
        }
    }

    @Test
    void noNoteHoldsTheKey() throws Exception {
        continuity.record(database, KEY);
        try (Stream<String> lines = Files.lines(file())) {
            assertTrue(lines.noneMatch(line -> line.contains(KEY.secret().reveal())));
        }
    }

    private void assertRefused(Key key, String part) {
        Verdict.Refused refused = assertInstanceOf(Verdict.Refused.class, continuity.check(database, key));
        assertTrue(refused.problem().summary().contains(part), refused.problem().summary());
    }

    private Path file() {
        return directory.resolve("here/continuity.properties");
    }
}
