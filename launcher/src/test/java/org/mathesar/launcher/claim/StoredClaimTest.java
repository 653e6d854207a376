package org.mathesar.launcher.claim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mathesar.launcher.claim.ClaimGate.Attempt;
import org.mathesar.launcher.problem.ProblemException;
import org.mathesar.launcher.storage.DataDirectory;
import org.mathesar.launcher.storage.Secret;

class StoredClaimTest {
    private static final InetAddress VISITOR = InetAddress.ofLiteral("192.0.2.1");
    private static final String GIVEN = "given-by-the-platform-1";

    @TempDir
    Path directory;

    private final SettableClock clock = new SettableClock();
    private DataDirectory data;

    @BeforeEach
    void openData() {
        data = DataDirectory.open(directory, false);
    }

    @Test
    void theCodeMakesTheVisitorTheOwner() {
        StoredClaim claim = opened();
        assertFalse(claim.isClaimed());
        String token = granted(claim, code(claim));

        assertTrue(claim.isClaimed());
        assertTrue(claim.isOwner(token));
        assertFalse(claim.isOwner(token + "0"));
        assertFalse(claim.isOwner(""));
        assertFalse(claim.isOwner("null"));
    }

    @Test
    void nobodyOwnsAnUnclaimedServer() {
        StoredClaim claim = opened();
        assertFalse(claim.isOwner(""));
        assertFalse(claim.isOwner("0".repeat(64)));
    }

    @Test
    void ofAHundredClaimsAtOnceOneIsGranted() throws Exception {
        StoredClaim claim = opened();
        String code = code(claim);
        CountDownLatch start = new CountDownLatch(1);
        List<Future<Attempt>> attempts = new ArrayList<>();
        try (ExecutorService visitors = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 100; i++) {
                InetAddress visitor = InetAddress.ofLiteral("198.51.100." + i);
                attempts.add(visitors.submit(() -> {
                    start.await();
                    return claim.claim(code, visitor);
                }));
            }
            start.countDown();
        }
        List<Attempt> ends = new ArrayList<>();
        for (Future<Attempt> attempt : attempts) {
            ends.add(attempt.get());
        }
        assertEquals(1, ends.stream().filter(Attempt.Granted.class::isInstance).count());
        assertEquals(99, ends.stream().filter(Attempt.AlreadyClaimed.class::isInstance).count());
    }

    @Test
    void aUsedCodeIsWorthNothing() {
        StoredClaim claim = opened();
        String code = code(claim);
        granted(claim, code);
        assertEquals(Optional.empty(), claim.code());
        assertInstanceOf(Attempt.AlreadyClaimed.class, claim.claim(code, VISITOR));
        assertInstanceOf(Attempt.AlreadyClaimed.class, restarted().claim(code, VISITOR));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "----", "AAAA-BBBB-CCCC-DDDD", "\0", "🙂"})
    void aWrongCodeGrantsNothing(String typed) {
        StoredClaim claim = opened();
        assertInstanceOf(Attempt.WrongCode.class, claim.claim(typed, VISITOR));
        assertFalse(claim.isClaimed());
        assertFalse(Files.exists(directory.resolve("claim/owner.properties")));
    }

    @Test
    void wrongCodesAreThrottledAndTheRightOneIsTakenAfterTheWait() {
        StoredClaim claim = opened();
        for (int i = 0; i < 10; i++) {
            assertInstanceOf(Attempt.WrongCode.class, claim.claim("AAAABBBBCCCCDDDD", VISITOR));
        }
        Attempt eleventh = claim.claim(code(claim), VISITOR);
        Duration wait = assertInstanceOf(Attempt.Throttled.class, eleventh).retryAfter();
        clock.advance(wait);
        assertInstanceOf(Attempt.Granted.class, claim.claim(code(claim), VISITOR));
    }

    @Test
    void tenThousandWrongCodesFromEverywhereDoNotSucceed() throws Exception {
        StoredClaim claim = opened();
        int looked = 0;
        for (int i = 0; i < 10_000; i++) {
            InetAddress visitor = InetAddress.getByAddress(new byte[]{10, 0, (byte) (i >> 8), (byte) i});
            looked += claim.claim("WRONG-CODE-" + i, visitor) instanceof Attempt.WrongCode ? 1 : 0;
        }
        assertEquals(200, looked, "codes that were compared at all");
        assertFalse(claim.isClaimed());
    }

    @Test
    void theCodeStaysTheSameOverRestarts() {
        assertEquals(code(opened()), code(opened()));
    }

    @Test
    void aGivenCodeTakesThePlaceOfAMadeOne() {
        String made = code(opened());
        StoredClaim claim = restarted();
        claim.open(Optional.of(new Secret(GIVEN)));
        assertInstanceOf(Attempt.WrongCode.class, claim.claim(made, VISITOR));
        granted(claim, GIVEN.toUpperCase(java.util.Locale.ROOT));
    }

    @Test
    void aUsedGivenCodeStaysUsedAfterARestart() {
        granted(given(), GIVEN);
        StoredClaim restarted = given();
        assertEquals(Optional.empty(), restarted.code());
        assertInstanceOf(Attempt.AlreadyClaimed.class, restarted.claim(GIVEN, VISITOR));
    }

    @Test
    void aUsedGivenCodeStaysUsedWhenTheOwnerHasTakenANewOneSince() {
        StoredClaim claim = given();
        granted(claim, GIVEN);
        String owner = granted(claim, claim.renewedCode().reveal());

        StoredClaim restarted = given();
        assertInstanceOf(Attempt.AlreadyClaimed.class, restarted.claim(GIVEN, VISITOR));
        assertTrue(restarted.isOwner(owner));
    }

    @Test
    void theOwnerIsKnownAfterARestart() {
        String token = granted(opened(), code(opened()));
        assertTrue(restarted().isClaimed());
        assertTrue(restarted().isOwner(token));
    }

    @Test
    void theOwnersCookieExpiresAndTheServerStaysClaimed() {
        StoredClaim claim = opened();
        String token = granted(claim, code(claim));
        clock.advance(StoredClaim.SESSION.minusSeconds(1));
        assertTrue(claim.isOwner(token));
        clock.advance(Duration.ofSeconds(1));
        assertFalse(claim.isOwner(token));
        assertTrue(claim.isClaimed());
    }

    @Test
    void aRenewedCodeMakesANewOwnerAndTheOldCookieWorthless() {
        StoredClaim claim = opened();
        String first = granted(claim, code(claim));
        // The command runs in a process of its own.
        String renewed = restarted().renewedCode().reveal();
        assertTrue(claim.isOwner(first), "until it is used");

        String second = granted(claim, renewed);
        assertNotEquals(first, second);
        assertFalse(claim.isOwner(first));
        assertTrue(claim.isOwner(second));
    }

    @Test
    void anUnusedCodeIsShownAgainAndNotReplaced() {
        StoredClaim claim = opened();
        String code = code(claim);
        assertEquals(code, claim.renewedCode().reveal());
        granted(claim, code);
        String renewed = claim.renewedCode().reveal();
        assertEquals(renewed, claim.renewedCode().reveal());
    }

    @Test
    void aStartOfAClaimedServerMakesNoCode() {
        granted(opened(), code(opened()));
        assertEquals(Optional.empty(), opened().code());
    }

    @Test
    void killedBeforeTheOwnerWasWrittenTheCodeCountsStill() throws Exception {
        String code = code(opened());
        Files.writeString(directory.resolve("claim/owner.properties.new"), "token-sha256=12");

        StoredClaim restarted = opened();
        assertFalse(restarted.isClaimed());
        granted(restarted, code);
    }

    @Test
    void killedAfterTheOwnerWasWrittenTheCodeIsUsedThoughItsFileIsThere() throws Exception {
        StoredClaim claim = opened();
        String code = code(claim);
        String token = granted(claim, code);
        Files.writeString(directory.resolve("claim/code"), code + "\n");

        StoredClaim restarted = opened();
        assertEquals(Optional.empty(), restarted.code());
        assertInstanceOf(Attempt.AlreadyClaimed.class, restarted.claim(code, VISITOR));
        assertTrue(restarted.isOwner(token));
        assertNotEquals(code, restarted.renewedCode().reveal());
    }

    @Test
    void killedWhileARenewedCodeWasUsedTheOldOwnerOrTheNewOneHolds() throws Exception {
        StoredClaim claim = opened();
        String first = granted(claim, code(claim));
        String ownerBefore = Files.readString(directory.resolve("claim/owner.properties"));
        String renewed = claim.renewedCode().reveal();
        granted(claim, renewed);

        Files.writeString(directory.resolve("claim/owner.properties"), ownerBefore);
        Files.writeString(directory.resolve("claim/code"), renewed + "\n");
        StoredClaim restarted = opened();
        assertTrue(restarted.isOwner(first));
        granted(restarted, renewed);
        assertFalse(restarted.isOwner(first));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "token-sha256=1\n", "expires=2099-01-01T00:00:00Z\n", "\\u00zz", "code-sha256=\n",
            "token-sha256=\ncode-sha256=\nexpires=2099-01-01T00:00:00Z\n"})
    void aDamagedOwnerFileOpensNothing(String damaged) throws Exception {
        StoredClaim claim = opened();
        String code = code(claim);
        String token = granted(claim, code);
        Files.writeString(directory.resolve("claim/owner.properties"), damaged);
        Files.writeString(directory.resolve("claim/code"), code + "\n");

        assertThrows(ProblemException.class, () -> opened());
        assertThrows(ProblemException.class, () -> restarted().claim(code, VISITOR));
        assertThrows(ProblemException.class, () -> restarted().isOwner(token));
        assertThrows(ProblemException.class, () -> restarted().isClaimed());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "---\n", "short\n"})
    void aDamagedCodeFileIsNoCode(String damaged) throws Exception {
        StoredClaim claim = opened();
        Files.writeString(directory.resolve("claim/code"), damaged);

        assertInstanceOf(Attempt.AlreadyClaimed.class, claim.claim(damaged, VISITOR));
        assertFalse(claim.isClaimed());
        granted(opened(), code(opened()));
    }

    @Test
    void theFilesHoldNeitherTheCookieNorAUsedCode() throws Exception {
        StoredClaim claim = opened();
        String code = code(claim);
        String token = granted(claim, code);
        try (var files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String text = Files.readString(file);
                assertFalse(text.contains(token) || text.contains(code), file.toString());
            }
        }
    }

    private StoredClaim restarted() {
        return new StoredClaim(data, clock);
    }

    private StoredClaim opened() {
        StoredClaim claim = restarted();
        claim.open(Optional.empty());
        return claim;
    }

    private StoredClaim given() {
        StoredClaim claim = restarted();
        claim.open(Optional.of(new Secret(GIVEN)));
        return claim;
    }

    private static String code(StoredClaim claim) {
        return claim.code().orElseThrow().reveal();
    }

    private static String granted(StoredClaim claim, String code) {
        return assertInstanceOf(Attempt.Granted.class, claim.claim(code, VISITOR)).token();
    }
}
