package org.mathesar.launcher.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mathesar.launcher.problem.ProblemException;

class SecretsTest {
    @TempDir
    Path directory;

    private Secrets secrets;

    @BeforeEach
    void openSecrets() {
        secrets = new Secrets(DataDirectory.open(directory, false));
    }

    @Test
    void aValueIsMadeOnceAndFoundAgain() {
        Secret made = secrets.madeOnce("key", Optional.empty());
        assertTrue(made.reveal().matches("[A-Za-z0-9]{50}"));
        assertEquals(made, secrets.madeOnce("key", Optional.empty()));
        assertEquals(made, secrets.madeOnce("key", Optional.of("the data")));
        assertEquals(Optional.of(made), new Secrets(DataDirectory.open(directory, false)).find("key"));
        assertNotEquals(made, secrets.madeOnce("other", Optional.empty()));
    }

    @Test
    void noValueIsMadeOverDataThatDependsOnTheLostOne() {
        ProblemException refusal = assertThrows(ProblemException.class,
                () -> secrets.madeOnce("key", Optional.of("the PostgreSQL data")));
        assertTrue(refusal.getMessage().contains("the PostgreSQL data was made with it"));
        assertEquals(Optional.empty(), secrets.find("key"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "  \n"})
    void anEmptiedFileIsNotTakenForAValue(String content) throws Exception {
        secrets.madeOnce("key", Optional.empty());
        Files.writeString(directory.resolve("secrets/key"), content);
        ProblemException refusal = assertThrows(ProblemException.class,
                () -> secrets.madeOnce("key", Optional.empty()));
        assertTrue(refusal.getMessage().contains("is empty"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", " space around ", "\ttab", "line\nbreak\n", "pâßwörd 🙂", "back\\slash=#!"})
    void aStoredValueComesBackAsItIs(String value) {
        secrets.store("password", new Secret(value));
        assertEquals(value, secrets.find("password").orElseThrow().reveal());
    }

    @Test
    void onlyTheOwnerReadsThem() throws Exception {
        secrets.madeOnce("key", Optional.empty());
        assertEquals("rwx------", mode("secrets"));
        assertEquals("rw-------", mode("secrets/key"));
    }

    private String mode(String file) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(file)));
    }
}
