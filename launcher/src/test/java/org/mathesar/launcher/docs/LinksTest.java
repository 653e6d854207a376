package org.mathesar.launcher.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the documents point at is there. */
class LinksTest {
    private static final Pattern LINK = Pattern.compile("\\[[^]]*]\\(([^)\\s]+)\\)");
    private static final Pattern ELSEWHERE = Pattern.compile("[a-z]+:.*");

    @TempDir
    private Path directory;

    @Test
    void everyRelativeLinkLeadsToAFileAndAHeading() throws IOException {
        List<String> broken = new ArrayList<>();
        for (Path page : Pages.all()) {
            broken.addAll(broken(page));
        }
        assertEquals(List.of(), broken);
    }

    @Test
    void everyPageOfTheDocumentationIsLinkedFromAnother() throws IOException {
        List<Path> lonely = new ArrayList<>(Pages.all());
        lonely.removeIf(page -> page.getParent().equals(Pages.ROOT));
        for (Path page : Pages.all()) {
            for (String link : links(page)) {
                Path target = page.resolveSibling(link.replaceFirst("#.*", "")).normalize();
                if (!target.equals(page)) {
                    lonely.remove(target);
                }
            }
        }
        assertEquals(List.of(), lonely);
    }

    @Test
    void aLinkToAMissingFileOrHeadingIsFound() throws IOException {
        Path page = directory.resolve("page.md");
        Files.writeString(directory.resolve("other.md"),
                "# Other\n\n```\n# Not a heading\n```\n## From a shell, `x`\n");
        Files.writeString(page, """
                # Page
                [good](other.md) [good](other.md#from-a-shell-x) [good](#page) [good](https://example.org/#x)
                [gone](missing.md) [gone](other.md#not-a-heading) [gone](#other)
                """);
        assertEquals(List.of("missing.md", "other.md#not-a-heading", "#other"),
                broken(page).stream().map(each -> each.replaceFirst(".*: ", "")).toList());
    }

    @Test
    void headingsBecomeAnchors() {
        assertEquals("full-or-no-structure-changes", Pages.anchor("Full, or no structure changes"));
        assertEquals("a-certificate-of-your-own", Pages.anchor("A certificate of your own"));
        assertEquals("from-a-shell", Pages.anchor("From a [shell](x.md)"));
    }

    @Test
    void thereArePagesToCheck() throws IOException {
        assertTrue(Pages.all().contains(Pages.ROOT.resolve("README.md")));
        assertTrue(Pages.all().contains(Pages.ROOT.resolve("docs/databases/neon.md")));
    }

    private static List<String> broken(Path page) throws IOException {
        List<String> broken = new ArrayList<>();
        for (String link : links(page)) {
            String[] parts = link.split("#", 2);
            Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
            boolean good = Files.exists(target)
                    && (parts.length == 1 || Pages.anchors(target).contains(parts[1]));
            if (!good) {
                broken.add(page + ": " + link);
            }
        }
        return broken;
    }

    private static List<String> links(Path page) throws IOException {
        return LINK.matcher(String.join("\n", Pages.prose(page))).results().map(found -> found.group(1))
                .filter(link -> !ELSEWHERE.matcher(link).matches()).toList();
    }
}
