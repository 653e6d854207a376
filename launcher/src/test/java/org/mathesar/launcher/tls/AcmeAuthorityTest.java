package org.mathesar.launcher.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mathesar.launcher.problem.ProblemException;
import org.mathesar.launcher.storage.Secret;

/** What the settings may say about an authority. */
class AcmeAuthorityTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "dGVzdA", "not base64url!aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
            "zWNDZM6eQGHWpSRTPal5eIUYFTu7EajVIoguysqZ9wG44nMEtx3MUAsUDkMTQ1+/"})
    void aKeyThatIsNoneIsRefusedWithoutShowingIt(String text) {
        ProblemException refused = assertThrows(ProblemException.class,
                () -> new ExternalAccount("kid", new Secret(text)));
        assertTrue(refused.problem().summary().contains("MATHESAR_LAUNCHER_ACME_EAB_KEY"));
        assertFalse(!text.isEmpty() && refused.problem().toString().contains(text));
    }

    @Test
    void aKeyMayHavePaddingAndSpaceAround() {
        String text = "zWNDZM6eQGHWpSRTPal5eIUYFTu7EajVIoguysqZ9wE=\n";
        assertEquals(32, new ExternalAccount("kid", new Secret(text)).hmacKey().length);
    }

    @Test
    void anExternalAccountPrintsNoKey() {
        String text = "zWNDZM6eQGHWpSRTPal5eIUYFTu7EajVIoguysqZ9wE";
        assertFalse(new ExternalAccount("kid", new Secret(text)).toString().contains(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://ca.example/directory", "ca.example/directory", "https:///directory"})
    void aDirectoryIsAnHttpsAddress(String address) {
        assertThrows(ProblemException.class,
                () -> new AcmeAuthority(URI.create(address), Optional.empty(), Optional.empty()));
    }

    @Test
    void whatWeKeepAboutTwoDirectoriesOfOneHostIsKeptApart() {
        assertNotEquals(authority("https://ca.example/a").fileName(), authority("https://ca.example/b").fileName());
        assertTrue(authority("https://ca.example/a").fileName().startsWith("ca.example-"));
    }

    @Test
    void onlyListedProfilesAreAskedFor() {
        Subject address = new Subject(Rung.ADDRESS, List.of("192.0.2.1"));
        Subject domain = new Subject(Rung.DOMAIN, List.of("here.example"));
        Set<String> letsEncrypt = Set.of("classic", "shortlived", "tlsclient", "tlsserver");
        assertEquals(Optional.of("shortlived"), AcmeOrders.profile(letsEncrypt, address));
        assertEquals(Optional.of("classic"), AcmeOrders.profile(letsEncrypt, domain));
        assertEquals(Optional.of("default"), AcmeOrders.profile(Set.of("default", "shortlived"), domain));
        assertEquals(Optional.of("internal"), AcmeOrders.profile(Set.of("internal"), address));
        assertEquals(Optional.of("shortlived"), AcmeOrders.profile(Set.of("shortlived"), domain));
        assertEquals(Optional.empty(), AcmeOrders.profile(Set.of(), address));
    }

    private static AcmeAuthority authority(String address) {
        return new AcmeAuthority(URI.create(address), Optional.empty(), Optional.empty());
    }
}
