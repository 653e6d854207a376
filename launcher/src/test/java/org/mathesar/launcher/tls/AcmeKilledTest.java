package org.mathesar.launcher.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mathesar.launcher.tls.AcmeDesk.addresses;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mathesar.launcher.pebble.FaultyDirectory;
import org.mathesar.launcher.pebble.FaultyDirectory.Fault;
import org.mathesar.launcher.pebble.FaultyDirectory.Step;
import org.mathesar.launcher.pebble.Pebble;

/**
 * A launcher that is killed leaves what it has written, and the next one is another issuer on the same data directory. The
 * connection is cut where the kill shall be, so that nothing that follows it happens.
 */
@Tag("certificates")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AcmeKilledTest {
    private static final Subject SUBJECT = addresses("127.0.0.1");

    private Pebble pebble;
    private FaultyDirectory directory;
    private AcmeDesk desk;
    private ValidationFront front;

    @BeforeAll
    void start() {
        pebble = Pebble.start();
    }

    @AfterAll
    void stop() {
        pebble.close();
    }

    @BeforeEach
    void sitDown(@TempDir Path place) {
        directory = FaultyDirectory.before(pebble);
        desk = new AcmeDesk(place, pebble);
        front = ValidationFront.open(pebble, desk.challenges, "127.0.0.1");
    }

    @AfterEach
    void standUp() {
        front.close();
        directory.close();
    }

    @ParameterizedTest
    @EnumSource(value = Step.class, names = {"ORDER", "AUTHORIZATION", "FINALIZE", "CERTIFICATE"})
    void theSameOrderGoesOnWhereverItWasCut(Step step) throws Exception {
        for (Fault fault : new Fault[]{new Fault.Cut(), new Fault.CutAfterwards()}) {
            directory.spoil(step, fault);
            assertThrows(IssueFailed.class, () -> issuer().issue(SUBJECT, Optional.empty()));
        }
        directory.heal(step);
        issuer().issue(SUBJECT, Optional.empty());
        assertEquals(1, desk.orders.get());
        assertEquals(1, directory.requests(Step.NEW_ORDER));
    }

    /** The authority may have come to look after the launcher had gone, which spoils the order for good. */
    @Test
    void whereTheChallengeWasCutTheSameOrderGoesOnUnlessTheAuthorityHasLookedInVain() throws Exception {
        directory.spoil(Step.CHALLENGE, new Fault.Cut());
        assertThrows(IssueFailed.class, () -> issuer().issue(SUBJECT, Optional.empty()));
        assertEquals(1, desk.orders.get());
        directory.spoil(Step.CHALLENGE, new Fault.CutAfterwards());
        assertThrows(IssueFailed.class, () -> issuer().issue(SUBJECT, Optional.empty()));
        assertEquals(1, desk.orders.get());
        directory.heal(Step.CHALLENGE);
        issuer().issue(SUBJECT, Optional.empty());
        assertTrue(desk.orders.get() <= 2, "orders: " + desk.orders.get());
        assertEquals(desk.orders.get(), directory.requests(Step.NEW_ORDER));
    }

    @Test
    void aCertificateThatNobodyHasStoredIsFetchedAgainWithItsKey() throws Exception {
        HostCertificate lost = issuer().issue(SUBJECT, Optional.empty());
        HostCertificate found = issuer().issue(SUBJECT, Optional.empty());
        assertEquals(lost, found);
        assertEquals(1, desk.orders.get());
    }

    @Test
    void aSettledOrderIsOver() throws Exception {
        HostCertificate first = issuer().issue(SUBJECT, Optional.empty());
        issuer().settled(SUBJECT);
        assertNotEquals(first, issuer().issue(SUBJECT, Optional.empty()));
        assertEquals(2, desk.orders.get());
    }

    @Test
    void aRenewalNeverGetsTheCertificateThatItReplaces() throws Exception {
        HostCertificate first = issuer().issue(SUBJECT, Optional.empty());
        // Killed after it was stored and before the order was settled.
        HostCertificate second = issuer().issue(SUBJECT, Optional.of(first));
        assertNotEquals(first.leaf(), second.leaf());
        assertEquals(2, desk.orders.get());
    }

    @Test
    void anOrderForOtherAddressesIsLeftAlone() throws Exception {
        issuer().issue(SUBJECT, Optional.empty());
        try (ValidationFront _ = ValidationFront.open(pebble, desk.challenges, "127.0.0.2")) {
            issuer().issue(addresses("127.0.0.2"), Optional.empty());
        }
        assertEquals(2, desk.orders.get());
    }

    @Test
    void anOrderThatTheAuthorityHasForgottenIsPlacedAnew() throws Exception {
        issuer().issue(SUBJECT, Optional.empty());
        try (Pebble empty = Pebble.builder().httpPort(pebble.httpPort()).tlsPort(pebble.tlsPort()).start()) {
            directory.moveTo(empty);
            issuer().issue(SUBJECT, Optional.empty());
        }
        assertEquals(2, directory.requests(Step.NEW_ORDER) - 1, "one for each, and one that met a forgotten account");
    }

    @Test
    void anOrderThatHasFailedIsNotPickedUp() throws Exception {
        front.breakWhere(_ -> true);
        assertThrows(IssueFailed.class, () -> issuer().issue(SUBJECT, Optional.empty()));
        assertEquals(2, desk.orders.get());
        front.breakWhere(_ -> false);
        issuer().issue(SUBJECT, Optional.empty());
        assertEquals(3, desk.orders.get());
    }

    @Test
    void aLauncherThatIsStoppedMeanwhileStopsAtOnce() throws Exception {
        directory.spoil(Step.ORDER, new Fault.Slow(java.time.Duration.ofMinutes(1)));
        Thread caller = Thread.currentThread();
        directory.spoil(Step.NEW_ORDER, new Fault.Rewritten(body -> {
            caller.interrupt();
            return body;
        }));
        assertThrows(InterruptedException.class, () -> issuer().issue(SUBJECT, Optional.empty()));
    }

    private AcmeIssuer issuer() {
        return desk.issuer(directory.directory());
    }
}
