package org.mathesar.launcher.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.mathesar.launcher.tls.IssueFailed.Kind;

class RetryTableTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    static Stream<Optional<Kind>> kinds() {
        return Stream.concat(Stream.of(Optional.empty()), Stream.of(Kind.values()).map(Optional::of));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void eachWaitIsThatOfTheTableAndAtMostAQuarterMore(Optional<Kind> kind) {
        List<Duration> waits = RetryTable.waits(kind);
        Set<Duration> seen = new HashSet<>();
        for (int count = 1; count <= waits.size() + 3; count++) {
            Duration written = waits.get(Math.min(count, waits.size()) - 1);
            for (long seed = 0; seed < 200; seed++) {
                Duration wait = wait(kind, count, Optional.empty(), Optional.empty(), seed);
                assertTrue(wait.compareTo(written) >= 0, () -> wait + " is shorter than " + written);
                assertTrue(wait.compareTo(written.multipliedBy(5).dividedBy(4)) <= 0,
                        () -> wait + " is too much for " + written);
                seen.add(wait);
            }
        }
        assertTrue(seen.size() > waits.size(), "there is jitter");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void theWaitsGrowAndEndWithADayAtMost(Optional<Kind> kind) {
        List<Duration> waits = RetryTable.waits(kind);
        assertEquals(waits.stream().sorted().toList(), waits);
        assertTrue(waits.getLast().compareTo(Duration.ofDays(1)) <= 0);
    }

    @Test
    void theSameFailureWaitsTheSameTimeWheneverItIsAsked() {
        List<Duration> waits = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            waits.add(wait(Optional.of(Kind.VALIDATION), 2, Optional.empty(), Optional.empty(), 4711));
        }
        assertEquals(1, Set.copyOf(waits).size());
    }

    @Test
    void theAuthoritysWordCountsInsteadOfTheTableWhenThereWereTooManyOrders() {
        assertBetween(Duration.ofMinutes(10), Duration.ofMinutes(11),
                wait(Optional.of(Kind.RATE_LIMITED), 4, Optional.of(NOW.plus(Duration.ofMinutes(10))), Optional.empty(),
                        1));
    }

    @ParameterizedTest
    @CsvSource({"-60", "0", "59"})
    void aWordThatIsOverAlreadyIsNone(long seconds) {
        assertBetween(Duration.ofHours(1), Duration.ofMinutes(75),
                wait(Optional.of(Kind.RATE_LIMITED), 1, Optional.of(NOW.plusSeconds(seconds)), Optional.empty(), 1));
    }

    @Test
    void aWordOfYearsIsTakenForAWeek() {
        assertBetween(Duration.ofDays(7), Duration.ofDays(8), wait(Optional.of(Kind.RATE_LIMITED), 1,
                Optional.of(NOW.plus(Duration.ofDays(4000))), Optional.empty(), 1));
    }

    @Test
    void withOtherFailuresTheLaterOfWordAndTableCounts() {
        assertEquals(Duration.ofHours(5), wait(Optional.of(Kind.UNREACHABLE), 1,
                Optional.of(NOW.plus(Duration.ofHours(5))), Optional.empty(), 1));
        assertBetween(Duration.ofHours(1), Duration.ofMinutes(75), wait(Optional.of(Kind.UNREACHABLE), 5,
                Optional.of(NOW.plus(Duration.ofMinutes(2))), Optional.empty(), 1));
    }

    @ParameterizedTest
    @CsvSource({"96, 86400, 108000", "40, 36000, 45000", "2, 1800, 2250", "0, 300, 375", "-5, 86400, 108000"})
    void theNearerTheEndOfAGoodCertificateTheSoonerButNotSoonerThanTheFirstWait(long hoursLeft, long least,
            long most) {
        assertBetween(Duration.ofSeconds(least), Duration.ofSeconds(most), wait(Optional.of(Kind.VALIDATION), 6,
                Optional.empty(), Optional.of(NOW.plus(Duration.ofHours(hoursLeft)).plusSeconds(1)), 7));
    }

    @Test
    void theEndOfTheCertificateDoesNotUndercutTheAuthority() {
        assertBetween(Duration.ofHours(5), Duration.ofHours(6), wait(Optional.of(Kind.RATE_LIMITED), 1,
                Optional.of(NOW.plus(Duration.ofHours(5))), Optional.of(NOW.plus(Duration.ofMinutes(4))), 1));
    }

    private static Duration wait(Optional<Kind> kind, int count, Optional<Instant> word, Optional<Instant> validUntil,
            long seed) {
        return Duration.between(NOW, RetryTable.next(NOW, kind, count, word, validUntil, seed));
    }

    private static void assertBetween(Duration least, Duration most, Duration wait) {
        assertTrue(wait.compareTo(least) >= 0 && wait.compareTo(most) <= 0,
                () -> wait + " is not between " + least + " and " + most);
    }
}
