package org.mathesar.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mathesar.launcher.address.AddressBook;
import org.mathesar.launcher.address.DomainName;
import org.mathesar.launcher.problem.ExitStatus;
import org.mathesar.launcher.setup.Addresses;
import org.mathesar.launcher.storage.DataDirectory;
import org.mathesar.launcher.storage.Lease;

class DomainCommandTest {
    private static final DomainName NAME = new DomainName("a.example.org");

    @TempDir
    Path directory;
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
    private DataDirectory data;
    private AddressBook book;

    @BeforeEach
    void open() {
        data = DataDirectory.open(directory.resolve("data"), false);
        book = new AddressBook(data, InstantSource.system());
    }

    @Test
    void whatASettingOfTheRunningLauncherNamesCannotBeForgotten() {
        book.wantDomain(NAME, false);
        running("domain.fixed=a.example.org\n");
        try (Lease _ = Lease.take(data)) {
            assertEquals(ExitStatus.USAGE.code(), domain("--forget"));
            assertEquals(ExitStatus.USAGE.code(), domain("b.example.org"));
        }
        assertTrue(errors.toString(StandardCharsets.UTF_8).contains("MATHESAR_LAUNCHER_DOMAIN"), errors::toString);
        assertTrue(book.read().names(NAME));
        assertEquals(ExitStatus.CLEAN.code(), domain("--forget"));
    }

    @Test
    void nobodyWaitsForALauncherThatOrdersNothing() {
        running("tls=SELF_SIGNED\n");
        try (Lease _ = Lease.take(data)) {
            assertEquals(ExitStatus.USAGE.code(), domain(NAME.ascii()));
        }
        assertTrue(errors.toString(StandardCharsets.UTF_8).contains("MATHESAR_LAUNCHER_TLS=auto"), errors::toString);
        assertEquals(Optional.empty(), book.read().wanted());
    }

    @Test
    void theStoryOfAForgottenDomainIsNotToldAgain() {
        Addresses.Domain domain = new Addresses.Domain(NAME, Optional.empty(), false, Optional.empty(),
                "https://a.example.org/", false);
        List<Addresses.Domain> wanted = new ArrayList<>(List.of(domain));
        StoryTeller teller = new StoryTeller(data, () -> wanted.stream().findFirst());
        teller.tell();
        assertEquals(Optional.of(DomainStory.of(domain)), DomainStory.read(data));
        wanted.clear();
        teller.tell();
        assertEquals(Optional.empty(), DomainStory.read(data));
    }

    @Test
    void theStoryOfAFormerProcessIsNotToldAgain() {
        new DomainStory(NAME.unicode(), DomainStory.Stage.SERVED, List.of("✓ ready")).write(data);
        new StoryTeller(data, Optional::empty).tell();
        assertEquals(Optional.empty(), DomainStory.read(data));
    }

    private void running(String facts) {
        data.write(data.path("run", "status.properties"), facts);
    }

    private int domain(String argument) {
        return Main.execute(new String[]{"domain", "--data", data.root().toString(), argument},
                new PrintStream(errors, true, StandardCharsets.UTF_8));
    }
}
