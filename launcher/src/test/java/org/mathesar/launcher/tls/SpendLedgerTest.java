package org.mathesar.launcher.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mathesar.launcher.tls.LocalAuthority.failure;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.storage.DataDirectory;
import org.mathesar.launcher.tls.IssueFailed.Kind;
import org.mathesar.launcher.tls.Permission.Granted;
import org.mathesar.launcher.tls.Permission.NotBefore;

class SpendLedgerTest {
    private static final URI HERE = LocalAuthority.directory();
    private static final URI ELSEWHERE = URI.create("https://other.test/directory");
    private static final Subject DOMAIN = new Subject(Rung.DOMAIN, List.of("mathesar.example.org"));
    private static final Subject ADDRESS = new Subject(Rung.ADDRESS, List.of("203.0.113.7", "2001:db8::7"));

    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-22T12:00:00Z"));
    @TempDir
    private Path directory;
    private DataDirectory data;
    private SpendLedger ledger;

    @BeforeEach
    void open() {
        data = DataDirectory.open(directory, false);
        ledger = new SpendLedger(data, clock);
    }

    @Test
    void whoHasSpentNothingMayOrder() {
        assertGranted(DOMAIN);
    }

    @Test
    void oneCertificateFewerThanTheAuthorityAllowsForTheSameNamesIsOrderedInAWeek() throws IssueFailed {
        Instant first = clock.instant();
        for (int i = 0; i < 4; i++) {
            assertGranted(DOMAIN);
            succeed(DOMAIN);
            clock.advance(Duration.ofHours(1));
        }
        NotBefore wait = refused(DOMAIN);
        assertEquals(first.plus(Duration.ofDays(7)), wait.at());
        assertTrue(wait.why().contains("5 certificates for exactly these names"), wait.why());
        assertGranted(ADDRESS);
        clock.set(wait.at());
        assertGranted(DOMAIN);
    }

    @Test
    void theOrderOfTheNamesDoesNotMakeAnotherSet() throws IssueFailed {
        for (int i = 0; i < 4; i++) {
            succeed(ADDRESS);
        }
        refused(new Subject(Rung.ADDRESS, ADDRESS.identifiers().reversed()));
    }

    @Test
    void eachAuthorityIsCountedByItself() throws IssueFailed {
        for (int i = 0; i < 4; i++) {
            succeed(DOMAIN);
        }
        refused(DOMAIN);
        assertInstanceOf(Granted.class, ledger.permission(ELSEWHERE, DOMAIN));
    }

    @Test
    void certificatesBelowOneDomainAreLimitedTogether() throws IssueFailed {
        for (int i = 0; i < 49; i++) {
            succeed(new Subject(Rung.DOMAIN, List.of("host" + i + ".example.org")));
        }
        assertTrue(refused(DOMAIN).why().contains("50 certificates below this domain"));
        assertGranted(ADDRESS);
    }

    @Test
    void allOrdersOfTheAccountAreLimitedTogether() throws IssueFailed {
        for (int i = 0; i < 149; i++) {
            fail(new Subject(Rung.DOMAIN, List.of("host" + i + ".example" + i + ".org")), Kind.UNREACHABLE);
        }
        assertTrue(refused(DOMAIN).why().contains("300 orders in three hours"));
        clock.advance(Duration.ofHours(3));
        assertGranted(DOMAIN);
    }

    @Test
    void aNameThatFailedTwiceInAnHourWaitsForTheHourToPassWhateverItIsOrderedWith() throws IssueFailed {
        Instant first = clock.instant();
        fail(new Subject(Rung.ADDRESS, List.of("203.0.113.7")), Kind.VALIDATION);
        clock.advance(Duration.ofMinutes(10));
        fail(new Subject(Rung.ADDRESS, List.of("203.0.113.7", "203.0.113.8")), Kind.VALIDATION);
        NotBefore wait = refused(ADDRESS);
        assertEquals(first.plus(Duration.ofHours(1)), wait.at());
        assertTrue(wait.why().contains("failed checks of a name"), wait.why());
    }

    @Test
    void aNameThatDidNotFailItselfIsNotCounted() throws IssueFailed {
        for (int i = 0; i < 2; i++) {
            ledger.attempt(HERE, ADDRESS);
            ledger.failed(HERE, ADDRESS, failure(Kind.VALIDATION, Optional.empty(), Set.of("2001:db8::7")));
        }
        assertGranted(new Subject(Rung.ADDRESS, List.of("203.0.113.7")));
        refused(new Subject(Rung.ADDRESS, List.of("2001:db8::7")));
    }

    @Test
    void aFailureIsFollowedByTheWaitOfTheTableAcrossARestart() throws IssueFailed {
        fail(DOMAIN, Kind.VALIDATION);
        NotBefore wait = refused(DOMAIN);
        assertBetween(Duration.ofMinutes(5), Duration.ofSeconds(375), wait.at());
        reopen();
        assertEquals(wait, refused(DOMAIN));
        clock.set(wait.at());
        assertGranted(DOMAIN);
    }

    @Test
    void aSuccessBeginsTheTableAnew() throws IssueFailed {
        for (int i = 0; i < 3; i++) {
            fail(DOMAIN, Kind.UNREACHABLE);
        }
        assertBetween(Duration.ofMinutes(15), Duration.ofMinutes(19), refused(DOMAIN).at());
        succeed(DOMAIN);
        assertGranted(DOMAIN);
        fail(DOMAIN, Kind.UNREACHABLE);
        assertBetween(Duration.ofMinutes(1), Duration.ofSeconds(75), refused(DOMAIN).at());
    }

    @Test
    void theAuthoritysOwnTimeIsKeptAcrossARestart() throws IssueFailed {
        Instant word = clock.instant().plus(Duration.ofHours(2));
        ledger.attempt(HERE, DOMAIN);
        ledger.failed(HERE, DOMAIN, failure(Kind.RATE_LIMITED, Optional.of(word), Set.of()));
        reopen();
        assertBetween(Duration.ofHours(2), Duration.ofMinutes(122), refused(DOMAIN).at());
        clock.set(word.minusSeconds(1));
        refused(DOMAIN);
        clock.set(word.plus(Duration.ofMinutes(2)));
        assertGranted(DOMAIN);
    }

    @Test
    void anAuthorityThatIsOverloadedIsLeftAloneWithEverything() throws IssueFailed {
        Instant word = clock.instant().plus(Duration.ofHours(2));
        ledger.attempt(HERE, DOMAIN);
        ledger.failed(HERE, DOMAIN, failure(Kind.UNREACHABLE, Optional.of(word), Set.of()));
        assertEquals(word, refused(ADDRESS).at());
        assertInstanceOf(Granted.class, ledger.permission(ELSEWHERE, ADDRESS));
    }

    @Test
    void aPersonWhoAsksDoesNotWaitForTheTableButForTheAuthority() throws IssueFailed {
        fail(DOMAIN, Kind.REFUSED);
        refused(DOMAIN);
        assertInstanceOf(Granted.class, ledger.permission(HERE, DOMAIN, Optional.empty(), true));
        ledger.attempt(HERE, DOMAIN);
        ledger.failed(HERE, DOMAIN,
                failure(Kind.RATE_LIMITED, Optional.of(clock.instant().plus(Duration.ofHours(2))), Set.of()));
        assertInstanceOf(NotBefore.class, ledger.permission(HERE, DOMAIN, Optional.empty(), true));
    }

    @Test
    void aPersonWhoAsksDoesNotGetBeyondTheLimits() throws IssueFailed {
        fail(DOMAIN, Kind.VALIDATION);
        fail(DOMAIN, Kind.VALIDATION);
        assertInstanceOf(NotBefore.class, ledger.permission(HERE, DOMAIN, Optional.empty(), true));
    }

    @Test
    void anAttemptWithoutAnOutcomeCountsAsAFailureAfterARestart() throws IssueFailed {
        ledger.attempt(HERE, DOMAIN);
        reopen();
        assertBetween(Duration.ofMinutes(1), Duration.ofSeconds(75), refused(DOMAIN).at());
    }

    @Test
    void attemptsThatWereKilledInARowAreOneCertificateAndFollowEachOtherMoreAndMoreSlowly() throws IssueFailed {
        Instant start = clock.instant();
        for (int i = 0; i < 8; i++) {
            ledger.attempt(HERE, DOMAIN);
            reopen();
            clock.set(refused(DOMAIN).at());
        }
        Duration took = Duration.between(start, clock.instant());
        assertTrue(took.compareTo(Duration.ofHours(88)) > 0, took.toString());
        assertTrue(took.compareTo(Duration.ofHours(111)) < 0, took.toString());
        assertGranted(DOMAIN);
    }

    @Test
    void aClockThatGoesBackMakesNothingWaitLongerThanItWasMeantTo() throws IssueFailed {
        fail(DOMAIN, Kind.VALIDATION);
        ledger.attempt(HERE, ADDRESS);
        ledger.failed(HERE, ADDRESS,
                failure(Kind.RATE_LIMITED, Optional.of(clock.instant().plus(Duration.ofHours(2))), Set.of()));
        clock.advance(Duration.ofDays(-2));
        reopen();
        assertBetween(Duration.ofMinutes(5), Duration.ofSeconds(375), refused(DOMAIN).at());
        assertBetween(Duration.ofHours(2), Duration.ofMinutes(122), refused(ADDRESS).at());
        reopen();
        clock.advance(Duration.ofSeconds(376));
        assertGranted(DOMAIN);
        clock.advance(Duration.ofHours(2));
        assertGranted(ADDRESS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gibberish\n", "", "# end\nat=now directory=x identifiers=y outcome=certificate\n# end\n",
            "at=2026-11-22T11:00:00Z directory=https://a identifiers=b outcome=strange\n# end\n",
            "at=2026-11-22T11:00:00Z directory=https://a outcome=certificate\n# end\n",
            "at=2026-11-22T11:00:00Z directory=https://a identifiers=b outcome=certificate\n", "a=1 a=2\n# end\n",
            "at\n# end\n"})
    void aDamagedFileIsPutAsideAndCountsAsOneAttemptJustNow(String text) throws IOException, IssueFailed {
        succeed(DOMAIN);
        Files.writeString(data.path("acme", "ledger"), text);
        reopen();
        assertBetween(Duration.ofMinutes(1), Duration.ofSeconds(75), refused(DOMAIN).at());
        refused(ADDRESS);
        assertEquals(text, Files.readString(data.path("acme", "ledger.damaged")));
        reopen();
        refused(DOMAIN);
        clock.advance(Duration.ofSeconds(76));
        assertGranted(DOMAIN);
        succeed(DOMAIN);
        reopen();
        assertGranted(DOMAIN);
    }

    @Test
    void aFileOfOtherBytesIsDamagedToo() throws IOException {
        Files.createDirectories(data.path("acme"));
        Files.write(data.path("acme", "ledger"), new byte[]{(byte) 0xff, (byte) 0xfe, 0, 1});
        reopen();
        refused(DOMAIN);
        assertTrue(Files.exists(data.path("acme", "ledger.damaged")));
    }

    @Test
    void nothingMayBeOrderedWhenTheAttemptCannotBeWritten() throws IOException, IssueFailed {
        // A file where the directory should be refuses the superuser too.
        Files.writeString(data.path("acme"), "");
        IssueFailed failed = assertThrows(IssueFailed.class, () -> ledger.attempt(HERE, DOMAIN));
        assertEquals(Kind.STORAGE, failed.kind());
        assertInstanceOf(Problem.Fixable.class, failed.problem());
        assertBetween(Duration.ofMinutes(1), Duration.ofSeconds(75), refused(DOMAIN).at());
        Files.delete(data.path("acme"));
        clock.advance(Duration.ofSeconds(76));
        assertGranted(DOMAIN);
        ledger.attempt(HERE, DOMAIN);
    }

    @Test
    void theFileIsReadableAndHoldsWhatTheOwnerWasTold() throws IOException, IssueFailed {
        ledger.attempt(HERE, DOMAIN);
        ledger.failed(HERE, DOMAIN, new IssueFailed(Kind.VALIDATION,
                new Problem.Fixable("Port 80 does\nnot answer | ever = bad.", "Open it."), Optional.empty(), Set.of(),
                null));
        String text = Files.readString(data.path("acme", "ledger"));
        assertTrue(text.contains("at=2026-11-22T12:00:00Z directory=https://authority.test/directory"
                + " identifiers=mathesar.example.org outcome=VALIDATION"), text);
        reopen();
        Problem told = ledger.lastFailure(HERE, DOMAIN).orElseThrow().problem();
        assertEquals("Port 80 does not answer ever = bad.", told.summary());
        assertEquals("Open it.", told.advice());
        succeed(DOMAIN);
        assertEquals(Optional.empty(), ledger.lastFailure(HERE, DOMAIN));
    }

    @Test
    void oldLinesGoButTheLastSuccessStays() throws IOException, IssueFailed {
        succeed(DOMAIN);
        clock.advance(Duration.ofMinutes(1));
        Instant last = clock.instant();
        succeed(DOMAIN);
        fail(DOMAIN, Kind.UNREACHABLE);
        clock.advance(Duration.ofDays(9));
        reopen();
        assertEquals(Optional.of(last), ledger.lastSuccess(HERE, DOMAIN));
        assertEquals(1, Files.readAllLines(data.path("acme", "ledger")).stream().filter(line -> line.startsWith("at="))
                .count());
    }

    @Test
    void aRenewalInGoodTimeIsCountedButNotHeldBackByTheWeek() throws IssueFailed {
        LocalAuthority authority = new LocalAuthority(clock).lifetime(Duration.ofHours(24));
        HostCertificate held = authority.certificate(DOMAIN);
        for (int i = 0; i < 4; i++) {
            succeed(DOMAIN);
        }
        assertInstanceOf(NotBefore.class, ledger.permission(HERE, DOMAIN, Optional.of(held), false));
        clock.advance(Duration.ofHours(16));
        assertInstanceOf(Granted.class, ledger.permission(HERE, DOMAIN, Optional.of(held), false));
        clock.advance(Duration.ofHours(16));
        assertInstanceOf(NotBefore.class, ledger.permission(HERE, DOMAIN, Optional.of(held), false));
    }

    @Test
    void nearTheEndOfTheCertificateFailuresAreTriedAgainSooner() throws IssueFailed {
        HostCertificate held = new LocalAuthority(clock).lifetime(Duration.ofHours(9)).certificate(DOMAIN);
        fail(DOMAIN, Kind.UNEXPECTED);
        fail(DOMAIN, Kind.UNEXPECTED);
        NotBefore far = refused(DOMAIN);
        NotBefore near = (NotBefore) ledger.permission(HERE, DOMAIN, Optional.of(held), false);
        assertBetween(Duration.ofHours(6), Duration.ofMinutes(450), far.at());
        assertBetween(Duration.ofHours(2), Duration.ofMinutes(150), near.at());
    }

    private void reopen() {
        ledger = new SpendLedger(data, clock);
    }

    private void succeed(Subject subject) throws IssueFailed {
        ledger.attempt(HERE, subject);
        ledger.succeeded(HERE, subject);
    }

    private void fail(Subject subject, Kind kind) throws IssueFailed {
        ledger.attempt(HERE, subject);
        ledger.failed(HERE, subject, failure(kind, Optional.empty(), Set.of()));
    }

    private void assertGranted(Subject subject) {
        assertEquals(new Granted(), ledger.permission(HERE, subject));
    }

    private NotBefore refused(Subject subject) {
        return assertInstanceOf(NotBefore.class, ledger.permission(HERE, subject));
    }

    private void assertBetween(Duration least, Duration most, Instant at) {
        Duration wait = Duration.between(clock.instant(), at);
        assertFalse(wait.compareTo(least) < 0 || wait.compareTo(most) > 0,
                wait + " is not between " + least + " and " + most);
    }
}
