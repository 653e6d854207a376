package org.mathesar.launcher.address;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mathesar.launcher.address.AddressBook.Entry;
import org.mathesar.launcher.address.AddressBook.Wanted;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.problem.ProblemException;
import org.mathesar.launcher.storage.DataDirectory;

class AddressBookTest {
    private static final DomainName A = new DomainName("a.example.org");
    private static final DomainName B = new DomainName("b.example.org");
    private static final List<InetAddress> ADDRESSES = List.of(InetAddress.ofLiteral("192.0.2.1"),
            InetAddress.ofLiteral("2001:db8::1"));

    @TempDir
    Path directory;
    private final SettableClock clock = new SettableClock();
    private DataDirectory data;
    private AddressBook book;

    @BeforeEach
    void open() {
        data = DataDirectory.open(directory.resolve("data"), false);
        book = new AddressBook(data, clock);
    }

    @Test
    void aNewBookIsEmpty() {
        assertEquals(new Entry(Optional.empty(), Optional.empty(), Optional.empty(), List.of()), book.read());
    }

    @Test
    void aDomainIsWantedThenConfirmedThenForgotten() {
        Instant start = clock.instant();
        assertEquals(Optional.of(new Wanted(A, start, false)), book.wantDomain(A, false).wanted());
        clock.advance(Duration.ofMinutes(1));
        book.confirm(A);
        assertEquals(new Entry(Optional.of(A), Optional.of(start.plusSeconds(60)), Optional.empty(), List.of()),
                another().read());
        book.forgetDomain();
        assertEquals(Entry.EMPTY, another().read());
    }

    @Test
    void theOldDomainStaysUntilTheNewOneIsConfirmed() {
        book.wantDomain(A, false);
        book.confirm(A);
        book.wantDomain(B, false);
        assertEquals(Optional.of(A), book.read().current());
        book.confirm(B);
        assertEquals(Optional.of(B), book.read().current());
        assertEquals(Optional.empty(), book.read().wanted());
    }

    @Test
    void aDomainThatIsNoLongerWantedIsNotConfirmed() {
        book.wantDomain(A, false);
        book.wantDomain(B, false);
        Entry entry = book.confirm(A);
        assertEquals(Optional.empty(), entry.current());
        assertEquals(Optional.of(B), entry.wanted().map(Wanted::name));
    }

    @Test
    void wantingTheCurrentDomainGivesUpTheOtherOne() {
        book.wantDomain(A, false);
        book.confirm(A);
        book.wantDomain(B, false);
        Entry entry = book.wantDomain(A, false);
        assertEquals(Optional.of(A), entry.current());
        assertEquals(Optional.empty(), entry.wanted());
    }

    @Test
    void wantingItAgainKeepsTheTimeAndTheOwnersWord() {
        Instant start = clock.instant();
        book.wantDomain(A, false);
        book.vouch();
        clock.advance(Duration.ofHours(1));
        assertEquals(Optional.of(new Wanted(A, start, true)), book.wantDomain(A, false).wanted());
        assertFalse(book.wantDomain(B, false).wanted().orElseThrow().vouched());
        assertTrue(book.wantDomain(B, true).wanted().orElseThrow().vouched());
    }

    @Test
    void typedAddressesAreKeptBesideTheDomain() {
        book.wantDomain(A, false);
        book.typeAddresses(ADDRESSES);
        assertEquals(ADDRESSES, another().read().typed());
        assertEquals(ADDRESSES, another().forgetDomain().typed());
        assertEquals(List.of(), another().typeAddresses(List.of()).typed());
    }

    @Test
    void whatAnotherProcessWritesIsSeenAtOnce() {
        assertEquals(Optional.empty(), book.read().wanted());
        another().wantDomain(A, false);
        assertEquals(Optional.of(A), book.read().wanted().map(Wanted::name));
    }

    @Test
    void theFileIsForTheOwnerAloneAndReadable() throws Exception {
        book.wantDomain(A, false);
        Path file = data.path("address.properties");
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals("version=1\nwanted=a.example.org\nwanted.since=2026-01-01T00:00:00Z\nwanted.vouched=false\n",
                Files.readString(file));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "domain=a.example.org\n", "version=2\n", "version=1\ndomain=a.example.org\n",
            "version=1\nwanted=a.example.org\n", "version=1\nwanted=no name\nwanted.since=2026-01-01T00:00:00Z\n",
            "version=1\npublic-addresses=x\n", "version=1\nunknown=x\n", "version=1\ndomain=\\u00\n",
            "version=1\nwanted=a.example.org\nwanted.since=2026-01-01T00:00:00Z\nwanted.vouched=maybe\n"})
    void aDamagedFileIsAProblemAndIsLeftAlone(String text) throws Exception {
        Path file = data.path("address.properties");
        Files.writeString(file, text);
        Problem problem = assertThrows(ProblemException.class, book::read).problem();
        assertInstanceOf(Problem.Fixable.class, problem);
        assertThrows(ProblemException.class, () -> book.wantDomain(A, false));
        assertEquals(text, Files.readString(file));
    }

    @Test
    void twoWritersLoseNothing() throws Exception {
        int rounds = 40;
        AtomicInteger lost = new AtomicInteger();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> writers = new ArrayList<>();
            writers.add(threads.submit(writer(rounds, i -> {
                DomainName name = new DomainName("n" + i + ".example.org");
                another().wantDomain(name, false);
                if (!another().read().wanted().map(Wanted::name).equals(Optional.of(name))) {
                    lost.incrementAndGet();
                }
            })));
            writers.add(threads.submit(writer(rounds, i -> {
                List<InetAddress> typed = List.of(InetAddress.ofLiteral("192.0.2." + i));
                another().typeAddresses(typed);
                if (!another().read().typed().equals(typed)) {
                    lost.incrementAndGet();
                }
            })));
            for (Future<?> writer : writers) {
                writer.get();
            }
        }
        assertEquals(0, lost.get());
        Entry entry = book.read();
        assertEquals(Optional.of("n39.example.org"), entry.wanted().map(wanted -> wanted.name().ascii()));
        assertEquals(List.of(InetAddress.ofLiteral("192.0.2.39")), entry.typed());
    }

    @Test
    void twoProcessesLoseNothing() throws Exception {
        Process other = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-cp",
                System.getProperty("java.class.path"), OtherWriter.class.getName(), data.root().toString())
                .redirectErrorStream(true).start();
        int turn = 0;
        do {
            turn++;
            DomainName name = new DomainName("n" + turn + ".example.org");
            book.wantDomain(name, false);
            assertEquals(Optional.of(name), book.read().wanted().map(Wanted::name));
        } while (other.isAlive());
        assertEquals("done", new String(other.getInputStream().readAllBytes()).strip());
        assertEquals(0, other.waitFor());
    }

    /** Types addresses again and again and reads each back. */
    static final class OtherWriter {
        private OtherWriter() {}

        public static void main(String... arguments) {
            AddressBook book = new AddressBook(DataDirectory.existing(Path.of(arguments[0])), InstantSource.system());
            for (int i = 1; i <= 50; i++) {
                List<InetAddress> typed = List.of(InetAddress.ofLiteral("192.0.2." + i));
                book.typeAddresses(typed);
                if (!book.read().typed().equals(typed)) {
                    System.out.println("lost " + typed + ", found " + book.read());
                    return;
                }
            }
            System.out.println("done");
        }
    }

    private interface Turn {
        void take(int number);
    }

    private static Callable<Void> writer(int rounds, Turn turn) {
        return () -> {
            for (int i = 0; i < rounds; i++) {
                turn.take(i);
            }
            return null;
        };
    }

    private AddressBook another() {
        return new AddressBook(data, clock);
    }

    @Test
    void whatWasKnownStaysKnownWhileTheFileIsDamaged() throws Exception {
        Entry before = book.wantDomain(A, true);
        Files.writeString(data.path("address.properties"), "version=1\nwanted=");
        assertThrows(ProblemException.class, book::read);
        assertEquals(before, book.known());
        assertEquals(Optional.empty(), new AddressBook(data, clock).known().wanted());
    }
}
