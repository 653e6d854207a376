package org.mathesar.launcher.mathesar;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mathesar.launcher.problem.ProblemException;

class MathesarHomeTest {
    @TempDir
    Path directory;

    @Test
    void anUnpackedReleaseIsRecognisedWithItsVersion() throws Exception {
        TestRelease.write(directory, "0.11.0");
        assertDoesNotThrow(() -> MathesarHome.check(directory));
        assertEquals("0.11.0", MathesarHome.version(directory));
    }

    @ParameterizedTest
    @ValueSource(strings = {"manage.py", "config/wsgi.py", "mathesar/__init__.py", "mathesar/install.py",
            "requirements.txt"})
    void whatLacksAPartIsNoneAndToldWhich(String part) throws Exception {
        TestRelease.write(directory, "0.11.0");
        Files.delete(directory.resolve(part));
        ProblemException problem = assertThrows(ProblemException.class, () -> MathesarHome.check(directory));
        assertTrue(problem.getMessage().endsWith("it lacks " + part + "."), problem.getMessage());
    }

    @Test
    void aMissingDirectoryAndAFileAreNone() throws Exception {
        assertThrows(ProblemException.class, () -> MathesarHome.check(directory.resolve("missing")));
        assertThrows(ProblemException.class,
                () -> MathesarHome.check(Files.createFile(directory.resolve("mathesar.tar.gz"))));
    }

    @Test
    void aReleaseThatNamesNoVersionIsRefused() throws Exception {
        TestRelease.write(directory, "0.11.0");
        Files.writeString(directory.resolve("mathesar/__init__.py"), "version = 1\n");
        assertThrows(ProblemException.class, () -> MathesarHome.version(directory));
        Files.delete(directory.resolve("mathesar/__init__.py"));
        assertThrows(ProblemException.class, () -> MathesarHome.version(directory));
    }
}
