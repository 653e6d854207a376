package org.mathesar.launcher.pebble;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.mathesar.launcher.pebble.FaultyDirectory.Fault;
import org.mathesar.launcher.pebble.FaultyDirectory.Step;

/** What the other tests of certificates stand on. */
@Tag("certificates")
class PebbleTest {

    @Test
    void aPebbleOffersProfilesAndRenewalInformation() throws Exception {
        try (Pebble pebble = Pebble.start(); HttpClient client = client(pebble)) {
            String directory = client.send(HttpRequest.newBuilder(pebble.directory()).build(),
                    HttpResponse.BodyHandlers.ofString()).body();
            assertTrue(directory.contains("\"shortlived\"") && directory.contains("\"renewalInfo\""), directory);
            pebble.intermediate().verify(pebble.root().getPublicKey());
        }
    }

    @Test
    void aFaultyDirectoryLeadsEverythingThroughItself() throws Exception {
        try (Pebble pebble = Pebble.start();
                FaultyDirectory faulty = FaultyDirectory.before(pebble);
                HttpClient client = client(pebble)) {
            HttpRequest request = HttpRequest.newBuilder(faulty.directory()).build();
            String directory = client.send(request, HttpResponse.BodyHandlers.ofString()).body();
            assertTrue(directory.contains("https://" + faulty.directory().getAuthority() + "/order-plz"), directory);
            faulty.spoil(Step.DIRECTORY, Fault.rateLimited("7200"));
            HttpResponse<String> spoilt = client.send(request, HttpResponse.BodyHandlers.ofString());
            assertEquals("7200", spoilt.headers().firstValue("Retry-After").orElseThrow());
            assertEquals(429, spoilt.statusCode());
            faulty.spoil(Step.DIRECTORY, new Fault.CutAfterwards());
            assertThrows(IOException.class, () -> client.send(request, HttpResponse.BodyHandlers.ofString()));
            faulty.heal(Step.DIRECTORY);
            faulty.goDown();
            assertThrows(IOException.class, () -> client.send(request, HttpResponse.BodyHandlers.ofString()));
            faulty.comeBack();
            assertEquals(directory, client.send(request, HttpResponse.BodyHandlers.ofString()).body());
        }
    }

    @Test
    void theDnsKnowsOnlyWhatItIsTold() {
        try (ChallengeDns dns = ChallengeDns.start()) {
            dns.setA("here.example", "127.0.0.5");
            dns.setAaaa("here.example", "::1");
            dns.setCaa("here.example", "issue", ";");
            dns.setCname("there.example", "here.example");
            dns.setServfail("broken.example");
            dns.clearA("here.example");
            assertTrue(dns.port() > 0);
        }
    }

    private static HttpClient client(Pebble pebble) {
        return HttpClient.newBuilder().sslContext(pebble.trustingContext()).build();
    }
}
