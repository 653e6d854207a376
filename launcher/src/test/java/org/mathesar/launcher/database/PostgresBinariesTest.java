package org.mathesar.launcher.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mathesar.launcher.problem.ProblemException;
import org.mathesar.launcher.process.Children;
import org.mathesar.launcher.process.OneShot;

class PostgresBinariesTest {
    @TempDir
    Path directory;

    @Test
    void theNewestSupportedServerIsTaken() {
        assertEquals(17, choose(OptionalInt.empty(), 13, 15, 17, 99).major());
    }

    @Test
    void anExistingClusterNeedsItsOwnVersion() {
        assertEquals(15, choose(OptionalInt.of(15), 15, 17).major());
        ProblemException missing = assertThrows(ProblemException.class, () -> choose(OptionalInt.of(14), 15, 17));
        assertEquals("The data was made by PostgreSQL 14, but no PostgreSQL 14 server was found on this machine;"
                + " there is only version 15, 17.", missing.getMessage());
        assertTrue(missing.problem().advice().startsWith("Install the package postgresql-14 "));
    }

    @Test
    void withoutAnyServerThePackageIsNamed() {
        ProblemException missing = assertThrows(ProblemException.class, () -> choose(OptionalInt.empty()));
        assertTrue(missing.problem().advice().startsWith("Install the package postgresql "));
    }

    @Test
    void aGivenDirectoryIsTheOnlyOneLookedAt() throws Exception {
        OneShot oneShot = new OneShot(new Children(directory));
        assertThrows(ProblemException.class,
                () -> PostgresBinaries.find(oneShot, Optional.of(directory), OptionalInt.empty()));
        program("initdb", "exit 1");
        program("postgres", "echo 'postgres (PostgreSQL) 16.4 (Somewhere 16.4-1)'");
        assertEquals(new PostgresBinaries(directory, 16),
                PostgresBinaries.find(oneShot, Optional.of(directory), OptionalInt.empty()));
    }

    @Test
    void theServerOfThisMachineIsFound() throws Exception {
        PostgresBinaries found = PostgresBinaries.find(new OneShot(new Children(directory)), Optional.empty(),
                OptionalInt.empty());
        assertTrue(Files.isExecutable(found.program("postgres")));
    }

    private void program(String name, String script) throws Exception {
        Path file = Files.writeString(directory.resolve(name), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static PostgresBinaries choose(OptionalInt needed, Integer... majors) {
        return PostgresBinaries.choose(
                List.of(majors).stream().map(major -> new PostgresBinaries(Path.of("/" + major), major)).toList(),
                Optional.empty(), needed);
    }
}
