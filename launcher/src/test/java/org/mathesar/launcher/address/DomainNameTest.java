package org.mathesar.launcher.address;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DomainNameTest {

    @ParameterizedTest
    @CsvSource({"example.org, example.org", "'  Example.ORG. ', example.org",
            "https://Example.org/path?x#y, example.org",
            "EXAMPLE.org:443, example.org", "http://example.org:8080, example.org",
            "bücher.example, xn--bcher-kva.example",
            "BÜCHER.example, xn--bcher-kva.example", "bu\u0308cher.example, xn--bcher-kva.example",
            "xn--bcher-kva.example, xn--bcher-kva.example", "例え。テスト, xn--r8jz45g.xn--zckzah",
            "ｅｘａｍｐｌｅ.org, example.org", "a-b.c1.example, a-b.c1.example", "mathesar.3com.com, mathesar.3com.com"})
    void whatPeoplePasteIsUnderstood(String typed, String ascii) {
        assertEquals(ascii, DomainName.typed(typed).ascii());
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.1", "http://192.0.2.1/", "192.0.2.1:443", "2001:db8::1", "[2001:db8::1]:443",
            "1.2",
            "127.1", "0x7f.1"})
    void anIpAddressIsRefused(String typed) {
        assertRefused(typed, "That is an IP address");
    }

    @Test
    void everythingElseIsRefusedWithASentence() {
        assertRefused("", "Type a domain name");
        assertRefused("https://", "Type a domain name");
        assertRefused("mathesar", "has only one part");
        assertRefused("my server.org", "has no spaces");
        assertRefused("a.org b.org", "has no spaces");
        assertRefused("owner@example.org", "That is an e-mail address");
        assertRefused("localhost", "can lead to no server");
        assertRefused("a.localhost", "can lead to no server");
        assertRefused("*.example.org", "stands for many");
        assertRefused("a_b.example.org", "cannot hold \"_\"");
        assertRefused("a..example.org", "is not a domain name");
        assertRefused("-a.example.org", "is not a domain name");
        assertRefused("straße.example", "written in two ways");
        assertRefused("😀.example", "cannot hold");
        assertRefused("a".repeat(64) + ".example", "is too long");
        assertRefused(("a".repeat(60) + ".").repeat(5) + "org", "is too long");
        assertRefused("ü".repeat(70) + ".example", "not a domain name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mathesar.local", "mathesar.internal", "mathesar.test", "a.b.lan", "x.home.arpa"})
    void aNameOfAPrivateNetworkIsForAnAuthorityOfOnesOwn(String typed) {
        assertRefused(typed, "which no public certificate authority certifies");
        assertEquals(typed, DomainName.typed(typed, false).ascii());
    }

    @Test
    void itIsShownAsPeopleReadIt() {
        assertEquals("bücher.example", DomainName.typed("Bücher.example").unicode());
    }

    private static void assertRefused(String typed, String sentence) {
        String message = assertThrows(IllegalArgumentException.class, () -> DomainName.typed(typed)).getMessage();
        assertTrue(message.contains(sentence) && message.endsWith("."), message);
    }
}
