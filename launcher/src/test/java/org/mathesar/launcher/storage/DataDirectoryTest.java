package org.mathesar.launcher.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.problem.ProblemException;

class DataDirectoryTest {
    @TempDir
    Path parent;

    @Test
    void aMissingDirectoryIsMadeForItsOwnerAlone() throws Exception {
        Path root = parent.resolve("a/b/data");
        DataDirectory data = DataDirectory.open(root, false);
        assertEquals("rwx------", mode(root));
        assertEquals("1", Files.readString(root.resolve("layout")).strip());
        assertEquals(List.of("layout"), names(data.root()));
    }

    @Test
    void childrenOfOtherUsersMayPassThroughAndNotList() throws Exception {
        assertEquals("rwx--x--x", mode(DataDirectory.open(root(), true).root()));
    }

    @Test
    void whatIsInsideIsForTheOwnerAlone() throws Exception {
        DataDirectory data = DataDirectory.open(root(), true);
        data.write(data.path("a", "b", "file"), "text");
        assertEquals("rwx------", mode(data.directory("d", "e")));
        assertEquals("rwx------", mode(data.path("a", "b")));
        assertEquals("rw-------", mode(data.path("a", "b", "file")));
        data.write(data.path("a", "b", "file"), "changed");
        assertEquals("rw-------", mode(data.path("a", "b", "file")));
    }

    @Test
    void whatRootWritesBelongsToTheOwnerOfTheDirectory() throws Exception {
        Path root = root();
        DataDirectory data = DataDirectory.open(root, false);
        if (System.getProperty("user.name").equals("root")) {
            Files.setAttribute(root, "unix:uid", 54_321);
        }
        data.write(data.path("address.properties"), "a=1\n");
        assertEquals(Files.getAttribute(root, "unix:uid"),
                Files.getAttribute(data.path("address.properties"), "unix:uid"));
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        DataDirectory data = DataDirectory.open(root(), false);
        assertEquals(Optional.empty(), data.read(data.path("file")));
        data.write(data.path("file"), "päper\n");
        assertEquals(Optional.of("päper\n"), DataDirectory.open(root(), false).read(data.path("file")));
    }

    @Test
    void aWriteThatWasCutShortLeavesTheOldTextAndIsDoneAgain() throws Exception {
        DataDirectory data = DataDirectory.open(root(), false);
        data.write(data.path("file"), "old");
        Files.writeString(data.path("file.new"), "half of the n");
        assertEquals(Optional.of("old"), data.read(data.path("file")));

        data.write(data.path("file"), "new");
        assertEquals(Optional.of("new"), data.read(data.path("file")));
        assertFalse(Files.exists(data.path("file.new")));
    }

    @Test
    void aPlantedLinkInPlaceOfTheTemporaryFileIsNotFollowed() throws Exception {
        DataDirectory data = DataDirectory.open(root(), false);
        Path elsewhere = Files.writeString(parent.resolve("elsewhere"), "untouched");
        Files.createSymbolicLink(data.path("file.new"), elsewhere);
        data.write(data.path("file"), "text");
        assertEquals("untouched", Files.readString(elsewhere));
    }

    @Test
    void anEmptyDirectoryAndWhatFileSystemsLeaveInOneAreTaken() throws Exception {
        Files.createDirectories(root().resolve("lost+found"));
        Files.createFile(root().resolve(".DS_Store"));
        assertEquals(1, Integer.parseInt(layout(DataDirectory.open(root(), false))));
    }

    @Test
    void aFirstStartThatWasCutShortIsDoneAgain() throws Exception {
        Files.createDirectories(root());
        Files.createFile(root().resolve("layout.new"));
        assertEquals("1", layout(DataDirectory.open(root(), false)));
    }

    @Test
    void somebodyElsesDirectoryIsLeftAlone() throws Exception {
        Files.createDirectories(root());
        Files.writeString(root().resolve("holiday.jpg"), "picture");
        // Whichever of the two is listed first.
        Files.createFile(root().resolve("layout.new"));

        ProblemException refusal = assertThrows(ProblemException.class, () -> DataDirectory.open(root(), false));
        assertTrue(refusal.getMessage().contains("holiday.jpg"));
        assertFalse(Files.exists(root().resolve("layout")));
    }

    @Test
    void aNewerLayoutIsRefusedByEveryCommand() throws Exception {
        DataDirectory.open(root(), false);
        Files.writeString(root().resolve("layout"), "2\n");
        for (var open : List.<Runnable>of(() -> DataDirectory.open(root(), false),
                () -> DataDirectory.existing(root()))) {
            ProblemException refusal = assertThrows(ProblemException.class, open::run);
            assertTrue(refusal.getMessage().contains("newer launcher (layout 2)"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "one", "1.5", "99999999999"})
    void aDamagedLayoutIsRefused(String text) throws Exception {
        DataDirectory.open(root(), false);
        Files.writeString(root().resolve("layout"), text);
        ProblemException refusal = assertThrows(ProblemException.class, () -> DataDirectory.open(root(), false));
        assertTrue(refusal.getMessage().endsWith("layout is damaged."));
    }

    @Test
    void aCommandThatLooksMakesNothing() {
        ProblemException refusal = assertThrows(ProblemException.class, () -> DataDirectory.existing(root()));
        assertTrue(refusal.getMessage().startsWith("There is no launcher data in"));
        assertFalse(Files.exists(root()));
    }

    @Test
    void aFileInPlaceOfTheDirectoryIsAProblemWithARemedy() throws Exception {
        Files.createFile(root());
        Problem problem = assertThrows(ProblemException.class, () -> DataDirectory.open(root(), false)).problem();
        assertTrue(problem.summary().endsWith("cannot be written."));
        assertTrue(assertInstanceOf(Problem.Fixable.class, problem).action().contains("--data DIR"));
    }

    @Test
    void propertiesThatCannotBeReadAreAProblem() throws Exception {
        DataDirectory data = DataDirectory.open(root(), false);
        assertEquals(Optional.empty(), data.readProperties(data.path("p")));
        Files.writeString(data.path("p"), "a=ü\n");
        assertEquals(Optional.of("ü"), data.readProperties(data.path("p")).map((Properties p) -> p.getProperty("a")));
        Files.writeString(data.path("p"), "a=\\u12");
        assertThrows(ProblemException.class, () -> data.readProperties(data.path("p")));
        Files.write(data.path("p"), new byte[]{'a', '=', (byte) 0xff});
        assertThrows(ProblemException.class, () -> data.readProperties(data.path("p")));
        Files.delete(data.path("p"));
        Files.createDirectory(data.path("p"));
        assertThrows(ProblemException.class, () -> data.readProperties(data.path("p")));
    }

    private Path root() {
        return parent.resolve("data");
    }

    private static String layout(DataDirectory data) {
        return data.read(data.path("layout")).orElseThrow().strip();
    }

    private static List<String> names(Path directory) throws Exception {
        try (var entries = Files.list(directory)) {
            return entries.map(entry -> entry.getFileName().toString()).toList();
        }
    }

    private static String mode(Path file) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
