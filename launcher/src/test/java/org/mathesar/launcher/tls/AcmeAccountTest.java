package org.mathesar.launcher.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mathesar.launcher.tls.AcmeDesk.addresses;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mathesar.launcher.pebble.FaultyDirectory;
import org.mathesar.launcher.pebble.FaultyDirectory.Fault;
import org.mathesar.launcher.pebble.FaultyDirectory.Step;
import org.mathesar.launcher.pebble.Pebble;
import org.mathesar.launcher.storage.Secret;
import org.mathesar.launcher.tls.IssueFailed.Kind;
import org.shredzone.acme4j.AccountBuilder;

/** Our account with a real Pebble. */
@Tag("certificates")
class AcmeAccountTest {
    private static final String KEY = "zWNDZM6eQGHWpSRTPal5eIUYFTu7EajVIoguysqZ9wG44nMEtx3MUAsUDkMTQ12W";
    private static final String ANOTHER_KEY = "b10lLJs8l1GPIzsLP0s6pMt8O0XVGnfTaCeROxQM0BIt2XrJMDHJZBM5NuQmQJQH";
    private static final Subject SUBJECT = addresses("127.0.0.1");

    private Pebble pebble;
    private FaultyDirectory directory;
    private AcmeDesk desk;
    private ValidationFront front;

    @BeforeEach
    void sitDown(@TempDir Path place) {
        pebble = Pebble.start();
        directory = FaultyDirectory.before(pebble);
        desk = new AcmeDesk(place, pebble);
        front = ValidationFront.open(pebble, desk.challenges, "127.0.0.1");
    }

    @AfterEach
    void standUp() {
        front.close();
        directory.close();
        pebble.close();
    }

    @Test
    void oneAccountServesAllLaunchersOfADataDirectory() throws Exception {
        issueAnew();
        String key = read("account.pem");
        issueAnew();
        assertEquals(1, directory.requests(Step.NEW_ACCOUNT));
        assertEquals(key, read("account.pem"));
        assertTrue(key.contains("PRIVATE KEY"));
        try (Stream<Path> files = Files.list(directoryOfOurs())) {
            for (Path file : files.toList()) {
                assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)),
                        file.toString());
            }
        }
    }

    @Test
    void anAuthorityWithAccountsOfItsOwnTakesTheRightKey() throws Exception {
        try (Pebble choosy = Pebble.builder().externalAccount("kid-1", KEY).start();
                ValidationFront _ = ValidationFront.open(choosy, desk.challenges, "127.0.0.1")) {
            assertEquals(1, desk.issuer(authority(choosy, Optional.of(new ExternalAccount("kid-1", new Secret(KEY)))))
                    .issue(SUBJECT, Optional.empty()).leaf().getSubjectAlternativeNames().size());
        }
    }

    @Test
    void aWrongKeyOrNoneIsRefusedBeforeAnythingIsOrdered() throws Exception {
        try (Pebble choosy = Pebble.builder().externalAccount("kid-1", KEY).start()) {
            for (Optional<ExternalAccount> account : java.util.List.of(Optional.<ExternalAccount>empty(),
                    Optional.of(new ExternalAccount("kid-1", new Secret(ANOTHER_KEY))),
                    Optional.of(new ExternalAccount("kid-9", new Secret(KEY))))) {
                IssueFailed failed = assertThrows(IssueFailed.class,
                        () -> desk.issuer(authority(choosy, account)).issue(SUBJECT, Optional.empty()));
                assertEquals(Kind.REFUSED, failed.kind());
                assertTrue(failed.problem().advice().contains("MATHESAR_LAUNCHER_ACME_EAB_KID")
                        && failed.problem().advice().contains("MATHESAR_LAUNCHER_ACME_EAB_KEY"),
                        failed.problem().toString());
            }
            assertEquals(0, desk.orders.get());
        }
    }

    @Test
    void theKeyIsRolledOverAndOrdersGoOn() throws Exception {
        issueAnew();
        String before = read("account.pem");
        String account = account();
        issuer().rollOver();
        assertNotEquals(before, read("account.pem"));
        issueAnew();
        assertEquals(account, account());
        assertEquals(1, directory.requests(Step.NEW_ACCOUNT));
    }

    @Test
    void aRollOverThatWasKilledBeforeTheAuthorityHeardOfItIsEnded() throws Exception {
        issueAnew();
        String before = read("account.pem");
        String account = account();
        directory.spoil(Step.KEY_CHANGE, new Fault.Cut());
        assertEquals(Kind.UNREACHABLE, assertThrows(IssueFailed.class, () -> issuer().rollOver()).kind());
        assertEquals(before, read("account.pem"));
        directory.heal(Step.KEY_CHANGE);
        issueAnew();
        assertNotEquals(before, read("account.pem"));
        assertEquals("", read("account-next.pem"));
        assertEquals(account, account());
    }

    @Test
    void aRollOverThatWasKilledAfterTheAuthorityHeardOfItIsEnded() throws Exception {
        issueAnew();
        String before = read("account.pem");
        String account = account();
        directory.spoil(Step.KEY_CHANGE, new Fault.CutAfterwards());
        assertEquals(Kind.UNREACHABLE, assertThrows(IssueFailed.class, () -> issuer().rollOver()).kind());
        String next = read("account-next.pem");
        directory.heal(Step.KEY_CHANGE);
        issueAnew();
        assertEquals(next, read("account.pem"));
        assertNotEquals(before, next);
        assertEquals(account, account());
    }

    @Test
    void anOrderThatIsUnderWaySurvivesARollOver() throws Exception {
        directory.spoil(Step.CHALLENGE, new Fault.Cut());
        assertThrows(IssueFailed.class, () -> issuer().issue(SUBJECT, Optional.empty()));
        directory.heal(Step.CHALLENGE);
        issuer().rollOver();
        issuer().issue(SUBJECT, Optional.empty());
        assertEquals(1, desk.orders.get());
    }

    @Test
    void anAccountThatTheAuthorityHasForgottenIsMadeAgainWithTheSameKey() throws Exception {
        issueAnew();
        String key = read("account.pem");
        try (Pebble empty = Pebble.builder().httpPort(pebble.httpPort()).tlsPort(pebble.tlsPort()).start()) {
            directory.moveTo(empty);
            issueAnew();
            assertEquals(key, read("account.pem"));
            assertEquals(2, accountsMade());
        }
    }

    @Test
    void anAccountThatTheAuthorityHasClosedIsReplaced() throws Exception {
        issueAnew();
        String key = read("account.pem");
        closeAccount();
        issueAnew();
        assertNotEquals(key, read("account.pem"));
        assertEquals(2, accountsMade());
    }

    @Test
    void accountsAreNotOpenedInALoop() throws Exception {
        for (int i = 0; i < 3; i++) {
            issueAnew();
            closeAccount();
        }
        IssueFailed failed = assertThrows(IssueFailed.class, this::issueAnew);
        assertEquals(Kind.RATE_LIMITED, failed.kind());
        assertTrue(failed.retryAt().isPresent());
        assertEquals(3, accountsMade());
    }

    private AcmeIssuer issuer() {
        return desk.issuer(directory.directory());
    }

    private void issueAnew() throws IssueFailed, InterruptedException {
        AcmeIssuer issuer = issuer();
        issuer.settled(SUBJECT);
        issuer.issue(SUBJECT, Optional.empty());
    }

    private void closeAccount() throws Exception {
        AcmeWire wire = new AcmeWire(authority(pebble, Optional.empty()), "test");
        new AccountBuilder().onlyExisting().useKeyPair(EcKeyPair.parse(read("account.pem"))).create(wire.session())
                .deactivate();
    }

    private static AcmeAuthority authority(Pebble pebble, Optional<ExternalAccount> account) {
        return new AcmeAuthority(pebble.directory(), Optional.of(pebble.caFile()), account);
    }

    private String account() throws IOException {
        return read("account.properties").lines().filter(line -> line.startsWith("account=")).findFirst()
                .orElseThrow();
    }

    private int accountsMade() throws IOException {
        return read("account.properties").lines().filter(line -> line.startsWith("made=")).findFirst().orElseThrow()
                .split(" ").length;
    }

    private String read(String file) throws IOException {
        return Files.readString(directoryOfOurs().resolve(file));
    }

    private Path directoryOfOurs() {
        return desk.data.path("acme", new AcmeAuthority(directory.directory(), Optional.empty(), Optional.empty())
                .fileName());
    }
}
