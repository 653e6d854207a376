package org.mathesar.launcher.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mathesar.launcher.database.Step;

/** The page about databases explains the checks that people see. */
class ChecksTableTest {

    @Test
    void everyCheckIsExplainedInItsOrder() throws IOException {
        List<String> prose = Pages.prose(Pages.ROOT.resolve("docs/databases.md"));
        List<String> table = prose.subList(prose.indexOf("## What the checks mean"), prose.indexOf("## Encryption"));
        assertEquals(Arrays.stream(Step.values()).map(step -> step.title().replace('’', '\'')).toList(),
                table.stream().filter(line -> line.startsWith("| ")).skip(1)
                        .map(line -> line.split("\\|")[1].strip()).toList());
    }
}
