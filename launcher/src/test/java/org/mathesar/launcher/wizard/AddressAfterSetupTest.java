package org.mathesar.launcher.wizard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mathesar.launcher.wizard.Visitor.location;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mathesar.launcher.setup.Addresses.Mode;
import org.mathesar.launcher.setup.SetupState;

/** The address page outside its step: live, during the installation, after set-up, and for strangers. */
@Timeout(30)
class AddressAfterSetupTest {
    private final WizardServer server = WizardServer.start();
    private final Visitor owner = server.owner();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void anOpenPageHearsEveryChangeAndNothingElse() throws Exception {
        server.addresses.be(Scenes.checked(Scenes.NO_RECORD));
        try (InputStream events = events(owner)) {
            until(events, "has no address in the DNS yet");
            server.addresses.be(Scenes.rehearsing());
            String heard = until(events, "tried out once");
            assertTrue(heard.contains("data-live=\"reached\"") && heard.contains("data-live=\"checks\""), heard);
            assertFalse(heard.contains("<textarea") || heard.contains("type=\"text\""), heard);
        }
    }

    @Test
    void anEndedSessionHearsNothingMore() throws Exception {
        try (InputStream events = events(owner)) {
            until(events, "data-live=\"checks\"");
            server.gate.endSessions();
            until(events, "event:moved");
        }
    }

    @Test
    void pagesThatDoNotChangeHaveNoStream() {
        for (String page : List.of("claim/events", "administrator/events", "done/events", "databases/events",
                "nonsense/events")) {
            assertEquals(404, owner.get(page).statusCode(), page);
        }
    }

    @Test
    void theOwnerMayComeBackDuringTheInstallationAndAfterIt() {
        server.firstBoot.be(WizardServer.installing());
        String installing = owner.get("address").body();
        assertTrue(installing.contains("Back to the installation"), installing);
        server.firstBoot.be(new SetupState.Ready(WizardServer.PLAN));
        String ready = owner.get("address").body();
        assertTrue(ready.contains("Back to Mathesar") && ready.contains("name=\"domain\""), ready);
        assertFalse(ready.contains("Step 2 of 5") || ready.contains("id=\"continue\""), ready);
        assertEquals("/-/setup/address#name",
                location(owner.post("address", "choice", "domain", "domain", "a.example")));
        assertEquals(List.of("domain a.example"), server.addresses.calls());
    }

    @Test
    void strangersSeeNothingOfItAndChangeNothing() {
        Visitor stranger = server.visitor();
        assertEquals("/-/setup/claim", location(stranger.get("address")));
        server.firstBoot.be(new SetupState.Ready(WizardServer.PLAN));
        assertEquals("/", location(stranger.get("address")));
        assertEquals(403, stranger.get("address/events").statusCode());
        for (String choice : List.of("domain", "vouch", "check", "forget-domain", "public-address", "certificate",
                "forget-certificate", "continue")) {
            assertEquals(403, stranger.post("address", "choice", choice, "domain", "a.example").statusCode(), choice);
        }
        assertEquals(List.of(), server.addresses.calls());
    }

    @Test
    void aFormFromElsewhereChangesNothing() {
        HttpResponse<String> foreign = owner.send(owner.request("address").header("Origin", "https://evil.example")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(java.net.http.HttpRequest.BodyPublishers.ofString("choice=forget-domain")));
        assertEquals(403, foreign.statusCode());
        assertEquals(List.of(), server.addresses.calls());
    }

    @Test
    void theLastPageShowsTheBestAddressAndTheWayToAnother() {
        server.firstBoot.be(new SetupState.Ready(WizardServer.PLAN));
        server.addresses.be(Scenes.IP_SERVED);
        String ip = owner.get("done").body();
        assertTrue(ip.contains("<p class=\"address\">https://203.0.113.10/</p>"), ip);
        assertTrue(ip.contains("href=\"/-/setup/address\""), ip);
        server.addresses.be(Scenes.served());
        String domain = owner.get("done").body();
        assertTrue(domain.contains("class=\"button\" href=\"https://" + Scenes.NAME + "/\""), domain);
        assertTrue(domain.contains("Sign in there with the name and password you chose."), domain);
        server.addresses.be(Scenes.mode(Mode.PLATFORM, Optional.empty(), Optional.empty()));
        String platform = owner.get("done").body();
        assertTrue(platform.contains("class=\"button\" href=\"/\""), platform);
        assertFalse(platform.contains("/-/setup/address"), platform);
    }

    private static InputStream events(Visitor visitor) throws Exception {
        return visitor.client().send(visitor.request("address/events").build(), BodyHandlers.ofInputStream()).body();
    }

    private static String until(InputStream events, String text) throws IOException {
        StringBuilder heard = new StringBuilder();
        while (heard.indexOf(text) < 0) {
            int next = events.read();
            if (next < 0) {
                throw new AssertionError("no " + text + " in " + heard);
            }
            heard.append((char) next);
        }
        return heard.toString();
    }
}
