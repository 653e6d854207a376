package org.mathesar.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The shape of the sources and of the documents. Tests run in the module's directory. */
class SourceShapeTest {
    private static final Path SOURCES = Path.of("src/main");
    private static final Path README = Path.of("../README.md");
    private static final Path SETTINGS = Path.of("../docs/settings.md");
    private static final int LONGEST_FILE = 250;
    private static final int LONGEST_README = 119;
    private static final Pattern TYPE = Pattern
            .compile("(?:\\s+public )?(?:public )?(?:(?:static|final|sealed|non-sealed|abstract) )*"
                    + "(?:class|interface|record|enum) \\w+.*");

    @Test
    void noMainFileIsLongerThan250Lines() throws IOException {
        List<String> tooLong = new ArrayList<>();
        for (Path file : files("")) {
            if (file.toString().endsWith(".css")) {
                continue;
            }
            int lines = lines(file).size();
            if (lines > LONGEST_FILE) {
                tooLong.add(file + ": " + lines);
            }
        }
        assertEquals(List.of(), tooLong, "split a file when a second noun appears");
    }

    @Test
    void everyTopLevelAndPublicTypeSaysWhatItIs() throws IOException {
        List<String> silent = new ArrayList<>();
        for (Path file : files(".java")) {
            List<String> lines = lines(file);
            for (int i = 0; i < lines.size(); i++) {
                if (TYPE.matcher(lines.get(i)).matches() && !isDescribed(lines, i)) {
                    silent.add(file + ":" + (i + 1) + " " + lines.get(i).strip());
                }
            }
        }
        assertEquals(List.of(), silent);
    }

    @Test
    void theRuleOnDescriptionsFailsWhereItShould() {
        List<String> described = List.of("import x;", "", "/** A thing. */", "@Odd(name = \"x\", more = {",
                "        1})",
                "public final class Thing {", "    public record Part() {}", "    record Inner() {}");
        assertTrue(TYPE.matcher(described.get(5)).matches() && isDescribed(described, 5));
        assertTrue(TYPE.matcher(described.get(6)).matches() && !isDescribed(described, 6));
        assertTrue(!TYPE.matcher(described.get(7)).matches());
        List<String> bare = List.of("import x;", "", "final class Thing {");
        assertTrue(TYPE.matcher(bare.get(2)).matches() && !isDescribed(bare, 2));
    }

    @Test
    void theReadmeIsShort() throws IOException {
        int lines = lines(README).size();
        assertTrue(lines <= LONGEST_README, "README.md has " + lines + " lines");
    }

    @Test
    void theDocumentedTableIsTheTableOfTheSettings() throws IOException {
        String page = Files.readString(SETTINGS);
        String begin = "<!-- settings:begin -->\n";
        assertEquals(SettingsTable.markdown(),
                page.substring(page.indexOf(begin) + begin.length(), page.indexOf("<!-- settings:end -->")));
    }

    /** Between the description and the type there are only annotations. */
    private static boolean isDescribed(List<String> lines, int type) {
        for (int i = type - 1; i >= 0; i--) {
            String line = lines.get(i).strip();
            if (line.endsWith("*/")) {
                return true;
            }
            if (line.startsWith("@")) {
                continue;
            }
            if (line.isEmpty() || line.endsWith(";") || line.endsWith("}") || line.endsWith("{")) {
                return false;
            }
        }
        return false;
    }

    private static List<Path> files(String ending) throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(Files::isRegularFile).filter(file -> file.toString().endsWith(ending)).sorted()
                    .toList();
        }
    }

    private static List<String> lines(Path file) throws IOException {
        return Files.readAllLines(file);
    }
}
