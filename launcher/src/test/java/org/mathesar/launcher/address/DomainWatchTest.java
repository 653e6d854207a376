package org.mathesar.launcher.address;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mathesar.launcher.address.AddressBook.Wanted;
import org.mathesar.launcher.address.Finding.Verdict;
import org.mathesar.launcher.address.PublicAddresses.Source;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.storage.DataDirectory;

class DomainWatchTest {
    private static final DomainName NAME = new DomainName("mathesar.example.org");
    private static final DomainName NEXT = new DomainName("next.example.org");
    private static final String OURS = "127.0.0.31";
    private static final String OTHER = "127.0.0.32";
    private static final Duration QUICKLY = Duration.ofSeconds(10);

    @TempDir
    Path directory;
    private final SettableClock clock = new SettableClock();
    private final Beacon beacon = new Beacon(clock);
    private final List<String> confirmed = new ArrayList<>();
    private PublicAddresses here = addresses(OURS);
    private DataDirectory data;
    private AddressBook book;
    private NameServer dns;
    private Site site;

    @BeforeEach
    void start() throws Exception {
        data = DataDirectory.open(directory.resolve("data"), false);
        book = new AddressBook(data, clock);
        dns = new NameServer();
        site = Site.empty().http(OURS, Site.beacon(beacon)).https(OURS, SelfMade.create(), Site.beacon(beacon));
    }

    @AfterEach
    void stop() {
        dns.close();
        site.close();
    }

    @Test
    void twoGoodChecksInARowConfirm() throws Exception {
        DomainWatch watch = watch(false);
        assertFalse(watch.turn(), "nothing is wanted");
        another().wantDomain(NAME, false);
        dns.put(NAME.ascii(), "A", OURS);
        assertTrue(watch.turn());
        assertEquals(Verdict.GOOD, watch.latest().orElseThrow().verdict());
        assertEquals(Optional.empty(), book.read().current());
        assertFalse(watch.turn(), "not before ten seconds");
        clock.advance(QUICKLY);
        assertTrue(watch.turn());
        assertEquals(Optional.of(NAME), book.read().current());
        assertEquals(Optional.of(clock.instant()), book.read().confirmedAt());
        assertEquals(List.of("mathesar.example.org"), confirmed);
    }

    @Test
    void aDnsThatFlipsDuringTheWaitStartsTheCountAnew() throws Exception {
        DomainWatch watch = watch(false);
        book.wantDomain(NAME, false);
        dns.put(NAME.ascii(), "A", OURS);
        assertTrue(watch.turn());
        for (int i = 0; i < 3; i++) {
            dns.put(NAME.ascii(), "A", OTHER);
            clock.advance(QUICKLY);
            assertTrue(watch.turn());
            assertEquals(Verdict.BAD, watch.latest().orElseThrow().verdict());
            dns.put(NAME.ascii(), "A", OURS);
            clock.advance(QUICKLY);
            assertTrue(watch.turn());
            assertEquals(List.of(), confirmed);
        }
        clock.advance(QUICKLY);
        watch.turn();
        assertEquals(List.of("mathesar.example.org"), confirmed);
    }

    @Test
    void itChecksOftenFirstAndSeldomLater() throws Exception {
        DomainWatch watch = watch(false);
        book.wantDomain(NAME, false);
        assertTrue(watch.turn());
        assertPace(watch, QUICKLY);
        clock.advance(Duration.ofMinutes(10));
        assertTrue(watch.turn());
        assertPace(watch, Duration.ofMinutes(1));
        clock.advance(Duration.ofHours(2));
        assertTrue(watch.turn());
        assertPace(watch, Duration.ofMinutes(10));
        watch.checkAgain();
        assertTrue(watch.turn());
        assertPace(watch, QUICKLY);
    }

    @Test
    void aGoodCheckAfterALongWaitIsRepeatedSoon() throws Exception {
        DomainWatch watch = watch(false);
        book.wantDomain(NAME, false);
        watch.turn();
        clock.advance(Duration.ofDays(2));
        dns.put(NAME.ascii(), "A", OURS);
        assertTrue(watch.turn());
        clock.advance(QUICKLY);
        assertTrue(watch.turn());
        assertEquals(1, confirmed.size());
    }

    @Test
    void aClockThatIsSetBackDoesNotStopIt() throws Exception {
        DomainWatch watch = watch(false);
        book.wantDomain(NAME, false);
        assertTrue(watch.turn());
        clock.advance(Duration.ofDays(-2));
        assertTrue(watch.turn());
        assertFalse(watch.turn());
        clock.advance(QUICKLY);
        assertTrue(watch.turn());
        clock.advance(Duration.ofDays(40));
        assertTrue(watch.turn());
    }

    @Test
    void whatCannotBeVerifiedWaitsForTheOwnersWord() throws Exception {
        here = addresses(OTHER);
        dns.put(NAME.ascii(), "A", OTHER);
        DomainWatch watch = watch(false);
        book.wantDomain(NAME, false);
        for (int i = 0; i < 3; i++) {
            assertTrue(watch.turn());
            assertEquals(Verdict.UNSURE, watch.latest().orElseThrow().verdict());
            clock.advance(QUICKLY);
        }
        assertEquals(List.of(), confirmed);
        another().vouch();
        assertTrue(watch.turn(), "at once");
        assertEquals(1, confirmed.size());
    }

    @Test
    void theOwnersWordDoesNotOutweighWhatIsSurelyBad() throws Exception {
        DomainWatch watch = watch(false);
        book.wantDomain(NAME, true);
        dns.put(NAME.ascii(), "A", OTHER);
        watch.turn();
        assertEquals(List.of(), confirmed);
        here = addresses(OTHER);
        clock.advance(QUICKLY);
        watch.turn();
        assertEquals(1, confirmed.size());
    }

    @Test
    void aSettingsDomainIsTrustedThoughNothingComesBack() throws Exception {
        here = addresses(OTHER);
        dns.put(NAME.ascii(), "A", OTHER);
        DomainWatch watch = watch(true);
        book.wantDomain(NAME, false);
        watch.turn();
        assertEquals(List.of(), confirmed);
        clock.advance(QUICKLY);
        watch.turn();
        assertEquals(1, confirmed.size());
    }

    @Test
    void aSettingsDomainWaitsAQuarterOfAnHourForItsRecords() throws Exception {
        // Refused by the resolver, which is as good as not asked.
        for (String type : List.of("A", "AAAA", "CAA")) {
            dns.fail(NAME.ascii(), type, "REFUSED");
        }
        DomainWatch watch = watch(true);
        book.wantDomain(NAME, false);
        assertTrue(watch.turn());
        assertEquals(Verdict.UNSURE, watch.latest().orElseThrow().verdict());
        clock.advance(Duration.ofMinutes(15));
        assertTrue(watch.turn());
        assertEquals(List.of(), confirmed);
        clock.advance(Duration.ofMinutes(1));
        assertTrue(watch.turn());
        clock.advance(QUICKLY);
        assertTrue(watch.turn());
        assertEquals(1, confirmed.size());
    }

    @Test
    void theOldDomainStaysInForceWhileTheNewOneIsOnItsWay() throws Exception {
        DomainWatch watch = watch(false);
        confirm(watch, NAME);
        book.wantDomain(NEXT, false);
        assertTrue(watch.turn());
        assertEquals(NEXT, watch.latest().orElseThrow().name());
        assertEquals(Optional.of(NAME), book.read().current());
        clock.advance(QUICKLY);
        confirm(watch, NEXT);
        assertEquals(List.of("mathesar.example.org", "next.example.org"), confirmed);
    }

    @Test
    void aConfirmedDomainIsCheckedDailyAndKept() throws Exception {
        DomainWatch watch = watch(false);
        confirm(watch, NAME);
        dns.remove(NAME.ascii());
        clock.advance(Duration.ofHours(23));
        assertFalse(watch.turn());
        clock.advance(Duration.ofHours(1));
        assertTrue(watch.turn());
        assertEquals(Verdict.BAD, watch.latest().orElseThrow().verdict());
        assertEquals(Optional.of(NAME), book.read().current());
        assertEquals(1, confirmed.size());
    }

    @Test
    void aForgottenDomainIsForgottenHereToo() throws Exception {
        DomainWatch watch = watch(false);
        confirm(watch, NAME);
        another().forgetDomain();
        assertFalse(watch.turn());
        assertEquals(Optional.empty(), watch.latest());
    }

    @Test
    void aDamagedBookIsAProblemAndTheNextGoodOneEndsIt() throws Exception {
        DomainWatch watch = watch(false);
        Files.writeString(data.path("address.properties"), "nonsense");
        assertFalse(watch.turn());
        assertInstanceOf(Problem.Fixable.class, watch.problem().orElseThrow());
        Files.delete(data.path("address.properties"));
        assertFalse(watch.turn());
        assertEquals(Optional.empty(), watch.problem());
    }

    @Test
    void eachFindingIsShownAsSoonAsThereIsOne() throws Exception {
        DomainWatch watch = watch(false);
        List<Integer> seen = new ArrayList<>();
        watch.onChange(() -> watch.underWay().ifPresent(report -> seen.add(report.findings().size())));
        book.wantDomain(NAME, false);
        dns.put(NAME.ascii(), "A", OURS);
        watch.turn();
        assertEquals(List.of(1, 2, 3), seen);
        assertEquals(Optional.empty(), watch.underWay());
    }

    @Test
    void theLoopNoticesWhatAnotherProcessWritesAndEndsWhenClosed() throws Exception {
        CountDownLatch checked = new CountDownLatch(1);
        dns.put(NAME.ascii(), "A", OURS);
        DomainWatch watch = watch(false);
        watch.onChange(() -> watch.latest().ifPresent(_ -> checked.countDown()));
        watch.start();
        another().wantDomain(NAME, false);
        assertTrue(checked.await(60, TimeUnit.SECONDS));
        watch.close();
        assertTrue(watch.join(Duration.ofSeconds(60)));
        assertEquals(Optional.of(NAME), book.read().wanted().map(Wanted::name));
    }

    @Test
    void closingEndsACheckThatIsUnderWay() throws Exception {
        dns.silent(true);
        DomainWatch watch = watch(false);
        book.wantDomain(NAME, false);
        watch.start();
        while (dns.asked().isEmpty()) {
            Thread.onSpinWait();
        }
        watch.close();
        assertTrue(watch.join(Duration.ofSeconds(60)));
        assertEquals(Optional.empty(), watch.latest());
    }

    private void confirm(DomainWatch watch, DomainName name) throws InterruptedException {
        dns.put(name.ascii(), "A", OURS);
        book.wantDomain(name, false);
        watch.turn();
        clock.advance(QUICKLY);
        watch.turn();
        assertEquals(Optional.of(name), book.read().current());
    }

    private void assertPace(DomainWatch watch, Duration pace) throws InterruptedException {
        clock.advance(pace.minusSeconds(1));
        assertFalse(watch.turn());
        clock.advance(Duration.ofSeconds(1));
        assertTrue(watch.turn());
    }

    private DomainWatch watch(boolean trusting) {
        DomainCheck check = new DomainCheck(Resolvers.of(List.of(dns.address())),
                new Reachability(beacon, Set::of, site.ports()), new DomainCheck.Authority(List.of("ca.example"), true),
                clock);
        return new DomainWatch(book, check, () -> here, clock, trusting,
                () -> confirmed.add(book.read().current().orElseThrow().ascii()));
    }

    private AddressBook another() {
        return new AddressBook(data, clock);
    }

    private static PublicAddresses addresses(String address) {
        return new PublicAddresses(List.of(InetAddress.ofLiteral(address)), Source.SETTING, Optional.empty());
    }
}
