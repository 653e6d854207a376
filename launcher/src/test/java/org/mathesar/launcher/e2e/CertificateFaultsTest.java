package org.mathesar.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mathesar.launcher.pebble.FaultyDirectory.Fault;
import org.mathesar.launcher.pebble.FaultyDirectory.Step;

/** Whatever the authority, the disk and the clock do, the server serves and says what is wrong. */
@Tag("certificates")
class CertificateFaultsTest {
    private static final Duration SOON = Duration.ofSeconds(40);
    private static final Duration BEYOND_FIRST_RETRY = Duration.ofMinutes(2);

    @TempDir(factory = OpenDirectory.class)
    private Path place;
    private SmallInternet internet;
    private Launch launch;

    @BeforeEach
    void open() {
        internet = new SmallInternet("127.77.3.1");
        launch = internet.doorOnly(place.resolve("data"));
    }

    @AfterEach
    void close() {
        internet.close();
    }

    @Test
    void withoutTheAuthorityItServesItsOwnCertificateAtOnceAndGetsOneLater() {
        internet.orders().goDown();
        try (LaunchedServer server = launch.start().awaitDoor(); Guest guest = server.guest()) {
            assertTrue(internet.stranger().looksAtCertificate().isSelfSigned());
            server.log().await("No certificate for " + internet.address(), SOON);
            Rungs.awaitStatus("reach", launch, server);
            assertTrue(guest.get("/-/ready").body().contains(internet.address()), guest.get("/-/ready").body());
        }
        internet.orders().comeBack();
        try (LaunchedServer server = OtherTime.of(launch, BEYOND_FIRST_RETRY).start().awaitDoor();
                Guest guest = server.guest()) {
            Rungs.awaitAddress(internet, server);
            Rungs.await("the failure is forgotten", server, () -> !guest.get("/-/ready").body().contains("reach"));
        }
        assertEquals(List.of(1, 0), internet.ordered());
    }

    @Test
    void withoutTheAuthorityItServesTheCertificateFromTheDisk() {
        Rungs before = certified();
        internet.orders().goDown();
        try (LaunchedServer server = launch.start().awaitDoor()) {
            Rungs.awaitAddress(internet, server).isSame(before);
        }
    }

    @Test
    void aFullDiskIsToldTheCertificateIsServedAllTheSameAndStoredLater() throws IOException {
        launch.with("MATHESAR_LAUNCHER_TLS", "self-signed").start().awaitDoor().close();
        Path certificates = launch.data().resolve("certificates");
        Path aside = place.resolve("aside");
        Program.run("cp", "-a", certificates.toString(), aside.toString()).with(0);
        Program.run("mount", "-t", "tmpfs", "-o", "size=64k,mode=700", "tmpfs", certificates.toString()).with(0);
        try {
            Program.run("cp", "-a", aside + "/.", certificates.toString()).with(0);
            Path filler = certificates.resolve("filler");
            Program.run("dd", "if=/dev/zero", "of=" + filler, "bs=4k", "count=100").with(1, "No space");
            Rungs served;
            try (LaunchedServer server = launch.start().awaitDoor()) {
                served = Rungs.awaitAddress(internet, server);
                server.log().await("could not be stored", SOON);
                Rungs.awaitStatus("could not be stored", launch, server);
                assertFalse(Files.exists(certificates.resolve("address.pem")));
                Files.delete(filler);
                server.log().await("could be stored now", SOON);
                Rungs.now(internet).isSame(served);
                server.kill();
            }
            try (LaunchedServer server = launch.start().awaitDoor()) {
                Rungs.awaitAddress(internet, server).isSame(served);
            }
            assertEquals(List.of(1, 0), internet.ordered());
        } finally {
            Program.run("umount", certificates.toString()).with(0);
        }
    }

    @Test
    void aSpoiltCertificateFileMakesRoomForANewOneWithoutAnOutage() throws IOException {
        Rungs before = certified();
        Path file = launch.data().resolve("certificates/address.pem");
        Files.writeString(file, Files.readString(file).replaceFirst("(?s)(-----BEGIN CERTIFICATE-----\n).{200}", "$1"));
        recoversFrom(before);
    }

    @Test
    void theKeyOfAnotherCertificateMakesRoomForANewOneWithoutAnOutage() throws IOException {
        Rungs before = certified();
        Path file = launch.data().resolve("certificates/address.pem");
        String other = Files.readString(launch.data().resolve("certificates/self-signed.pem"));
        Files.writeString(file, key(other) + Files.readString(file).replace(key(Files.readString(file)), ""));
        recoversFrom(before);
    }

    private static String key(String pem) {
        String end = "-----END PRIVATE KEY-----\n";
        return pem.substring(pem.indexOf("-----BEGIN PRIVATE KEY-----"), pem.indexOf(end) + end.length());
    }

    private void recoversFrom(Rungs before) {
        internet.orders().spoil(Step.NEW_ORDER, new Fault.Slow(Duration.ofSeconds(3)));
        try (LaunchedServer server = launch.start().awaitDoor()) {
            assertTrue(internet.stranger().looksAtCertificate().isSelfSigned(), "the rung below serves meanwhile");
            Rungs after = Rungs.awaitAddress(internet, server);
            assertNotEquals(before.address().fingerprint(), after.address().fingerprint());
            assertTrue(Files.exists(launch.data().resolve("certificates/address.pem.damaged")));
        }
        assertEquals(List.of(2, 0), internet.ordered());
    }

    private Rungs certified() {
        try (LaunchedServer server = launch.start().awaitDoor()) {
            return Rungs.awaitAddress(internet, server);
        }
    }
}
