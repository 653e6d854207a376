package org.mathesar.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mathesar.launcher.pebble.FaultyDirectory.Step;

/** The owner's own certificate, and a platform that speaks TLS itself: no authority is asked in either. */
@Tag("certificates")
class OtherCertificateModesTest {
    private static final String ADDRESS = "127.77.5.1";
    private static final String PROXY = "127.77.5.2";
    private static final String NEIGHBOUR = "127.77.5.3";
    private static final Duration SOON = Duration.ofSeconds(40);

    @TempDir(factory = OpenDirectory.class)
    private Path place;
    private SmallInternet internet;

    @BeforeEach
    void open() {
        internet = new SmallInternet(ADDRESS);
    }

    @AfterEach
    void close() {
        assertEquals(0, internet.orders().requests(Step.DIRECTORY));
        internet.close();
    }

    @Test
    void theOwnersCertificateIsServedAndReplacedWhileVisitorsStay() throws IOException {
        OpenSslPair pair = OpenSslPair.in(place.resolve("own"), ADDRESS);
        Launch launch = pair.given(internet.doorOnly(place.resolve("data")));
        try (LaunchedServer server = launch.start().awaitDoor();
                Crowd crowd = Crowd.of(20, ADDRESS, List.of("/-/healthy"), this::anyhow)) {
            String first = internet.stranger().looksAtCertificate().fingerprint();
            OpenSslPair.in(place.resolve("next"), ADDRESS).replace(pair);
            Rungs.await("the next certificate", server,
                    () -> !internet.stranger().looksAtCertificate().fingerprint().equals(first));
            crowd.leave();
            System.out.println("own certificate replaced: " + crowd);
            assertEquals(List.of(), crowd.failures());
            Rungs.awaitStatus("certificate: your own for " + ADDRESS, launch, server);
        }
    }

    private javax.net.ssl.SSLSocket anyhow() {
        return internet.stranger().connectAnyhow();
    }

    @Test
    void anEncryptedKeyAndTheKeyOfAnotherAreRefusedWithASentence() {
        Path data = place.resolve("data");
        OpenSslPair encrypted = OpenSslPair.encryptedIn(place.resolve("encrypted"), ADDRESS);
        encrypted.given(internet.doorOnly(data)).end().with(64, "MATHESAR_LAUNCHER_KEY_FILE", "encrypted");
        OpenSslPair other = OpenSslPair.in(place.resolve("other"), ADDRESS);
        new OpenSslPair(encrypted.certificate(), other.key()).given(internet.doorOnly(data)).end().with(64,
                "MATHESAR_LAUNCHER_KEY_FILE", "does not belong");
    }

    @Test
    void behindAPlatformItsVisitorsSignInAndNobodyElseComesIn() {
        Launch launch = internet.home(Launch.sample(Installed.copyTo(place.resolve("data"))))
                .without("MATHESAR_LAUNCHER_PUBLIC_ADDRESS").without("MATHESAR_LAUNCHER_HTTPS_PORT")
                .with("MATHESAR_LAUNCHER_TLS", "platform").with("MATHESAR_LAUNCHER_TRUSTED_PROXIES", PROXY + "/32")
                .with("MATHESAR_LAUNCHER_HOSTS", SmallInternet.DOMAIN);
        try (LaunchedServer server = launch.start().awaitDoor()) {
            PlatformProxy proxy = new PlatformProxy(ADDRESS, PROXY, SmallInternet.DOMAIN);
            Rungs.await("it is ready", server, () -> proxy.get("/-/ready").status() == 200);
            assertTrue(proxy.signIn(LaunchedServer.ADMIN, LaunchedServer.PASSWORD));
            PlatformProxy neighbour = new PlatformProxy(ADDRESS, NEIGHBOUR, SmallInternet.DOMAIN);
            assertEquals(403, neighbour.get("/auth/login/").status());
            assertEquals(200, neighbour.get("/-/healthy").status());
            assertEquals(200, neighbour.get("/-/ready").status());
            assertEquals(0, server.stop(), server.log().text());
        }
    }
}
