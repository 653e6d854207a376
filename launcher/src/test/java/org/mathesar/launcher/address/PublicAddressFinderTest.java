package org.mathesar.launcher.address;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mathesar.launcher.address.PublicAddresses.Source;
import org.mathesar.launcher.storage.DataDirectory;

class PublicAddressFinderTest {
    private static final String ONE = "9.9.9.1";
    private static final String TWO = "9.9.9.2";
    private static final String THREE = "9.9.9.3";
    private static final String FOUR = "9.9.9.4";
    private static final String IPV6 = "2600::1";

    @TempDir
    Path directory;
    private final SettableClock clock = new SettableClock();
    private List<InetAddress> metadata = List.of();
    private List<InetAddress> interfaces = List.of();
    private AddressBook book;

    @BeforeEach
    void open() {
        book = new AddressBook(DataDirectory.open(directory.resolve("data"), false), clock);
    }

    @Test
    void theSettingComesBeforeTheOwnerBeforeTheCloudBeforeTheInterfaces() {
        interfaces = list(FOUR);
        assertFound(finder(false), Source.INTERFACES, FOUR);
        metadata = list(THREE);
        assertFound(finder(false), Source.METADATA, THREE);
        book.typeAddresses(list(TWO));
        assertFound(finder(false), Source.OWNER, TWO);
        assertFound(finder(false, ONE), Source.SETTING, ONE);
    }

    @Test
    void onlyPublicAddressesOfTheInterfacesCount() {
        interfaces = list("127.0.0.1", "10.0.0.5", "172.17.0.1", ONE, "::1", "fe80::1", "fd00::1", IPV6);
        PublicAddresses found = finder(false).find();
        assertEquals(list(ONE, IPV6), found.all());
        assertEquals(Optional.empty(), found.whyNone());
    }

    @Test
    void aCertificateIsForOneOfEachKind() {
        interfaces = list(ONE, TWO, IPV6, "2600::2");
        PublicAddresses found = finder(false).find();
        assertEquals(list(ONE, TWO, IPV6, "2600::2"), found.all());
        assertEquals(list(ONE, IPV6), found.certifiable());
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.5, is a private one (RFC 1918)", "172.31.0.1, is a private one (RFC 1918)",
            "192.168.1.2, is a private one (RFC 1918)",
            "100.64.0.1, is shared by many customers of a provider (RFC 6598)",
            "fd12::1, is a private one (RFC 4193)", "203.0.113.9, is for documentation only",
            "2001:db8::1, is for documentation only", "198.18.0.1, is reserved"})
    void aPrivateAddressIsNotCertifiedAndOneSentenceSaysWhy(String address, String because) {
        interfaces = list("127.0.0.1", address, "fe80::1");
        PublicAddresses found = finder(true).find();
        assertEquals(List.of(), found.certifiable());
        assertEquals(list(address), found.all());
        assertEquals("No public authority certifies this server's address "
                + address
                + ", because it " + because
                + ". If this server is behind a router or firewall that passes ports 80 and 443"
                + " on to it, type the public address; otherwise use a certificate of your own or stay with the self-signed"
                + " one.", found.whyNone().orElseThrow());
    }

    @Test
    void aServerWithoutAnyAddressIsTold() {
        interfaces = list("127.0.0.1", "::1");
        PublicAddresses found = finder(false).find();
        assertEquals(List.of(), found.all());
        assertTrue(found.whyNone().orElseThrow()
                .startsWith("This server has no public address that the launcher can see"));
    }

    @Test
    void anAuthorityOfOnesOwnCertifiesPrivateAddressesThatAreNamed() {
        assertEquals(list("127.0.0.77"), finder(true, "127.0.0.77").find().certifiable());
        assertEquals(List.of(), finder(false, "127.0.0.77").find().certifiable());
        book.typeAddresses(list("10.0.0.5"));
        assertEquals(list("10.0.0.5"), finder(true).find().certifiable());
        assertEquals(List.of(), finder(false).find().certifiable());
    }

    @Test
    void aPrivateAddressFromTheCloudIsPassedOver() {
        metadata = list("10.0.0.5");
        interfaces = list(ONE);
        assertFound(finder(false), Source.INTERFACES, ONE);
    }

    @Test
    void anAddressThatMovedIsNoticedAfterTenMinutesOrOnDemand() {
        PublicAddressFinder finder = finder(false);
        metadata = list(ONE);
        assertFound(finder, Source.METADATA, ONE);
        metadata = list(TWO);
        clock.advance(Duration.ofSeconds(599));
        assertFound(finder, Source.METADATA, ONE);
        clock.advance(Duration.ofSeconds(1));
        assertFound(finder, Source.METADATA, TWO);
        metadata = list(THREE);
        assertEquals(list(THREE), finder.findAnew().all());
    }

    @Test
    void whatTheOwnerTypesCountsAtOnce() {
        PublicAddressFinder finder = finder(false);
        interfaces = list(ONE);
        assertFound(finder, Source.INTERFACES, ONE);
        book.typeAddresses(list(TWO));
        assertFound(finder, Source.OWNER, TWO);
        book.typeAddresses(List.of());
        assertFound(finder, Source.INTERFACES, ONE);
    }

    @Test
    void lastingIpv6AddressesComeBeforeTemporaryOnes() throws Exception {
        Path table = Files.writeString(directory.resolve("if_inet6"), """
                26000000000000000000000000000001 02 40 00 01     eth0
                26000000000000000000000000000002 02 40 00 00     eth0
                26000000000000000000000000000003 02 40 00 80     eth0
                damaged
                """);
        Map<InetAddress, Integer> flags = Interfaces.flags(table);
        assertEquals(list(ONE, "2600::3", "2600::2", "2600::1"),
                Interfaces.inOrder(list("2600::1", "2600::2", "2600::3", ONE), flags));
    }

    @ParameterizedTest
    @CsvSource({"192.0.2.10, 192.0.2.10", "0:0:0:0:0:0:0:1, ::1", "0:0:0:0:0:0:0:0, ::",
            "2001:db8:0:0:0:0:0:1, 2001:db8::1",
            "2001:db8:0:0:1:0:0:0, 2001:db8:0:0:1::", "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
            "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1", "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8",
            "1:0:2:0:3:0:4:0, 1:0:2:0:3:0:4:0",
            "10:0:0:20:30:40:50:60, 10::20:30:40:50:60"})
    void addressesAreWrittenShort(String address, String written) {
        assertEquals(written, PublicAddresses.text(InetAddress.ofLiteral(address)));
    }

    @Test
    void addressesAreTyped() {
        assertEquals(list(ONE, IPV6), PublicAddresses.typed(" 9.9.9.1, [2600::1]\n9.9.9.1 ", false));
        assertEquals(list("127.0.0.5", "fd00::1"), PublicAddresses.typed("127.0.0.5 fd00::1", true));
    }

    @ParameterizedTest
    @CsvSource({"'', Type the IP address", "example.org, is not an IP address", "9.9.9.1:443, is not an IP address",
            "256.1.1.1, is not an IP address", "10.0.0.5, The address 10.0.0.5 is a private one (RFC 1918);",
            "::1, The address ::1 leads only to the computer that asks;"})
    void whatIsNoPublicAddressIsRefused(String typed, String sentence) {
        String message = assertThrows(IllegalArgumentException.class, () -> PublicAddresses.typed(typed, false))
                .getMessage();
        assertTrue(message.contains(sentence) && message.endsWith("."), message);
    }

    @Test
    void theUnspecifiedAddressIsNobodys() {
        assertThrows(IllegalArgumentException.class, () -> PublicAddresses.typed("0.0.0.0", true));
    }

    @Test
    void theInterfacesOfThisMachineHaveLoopback() {
        assertTrue(Interfaces.addresses().contains(InetAddress.ofLiteral("127.0.0.1")));
    }

    private PublicAddressFinder finder(boolean allowPrivate, String... setting) {
        return new PublicAddressFinder(list(setting), book, () -> metadata, () -> interfaces, allowPrivate, clock);
    }

    private static void assertFound(PublicAddressFinder finder, Source source, String... addresses) {
        assertEquals(new PublicAddresses(list(addresses), source, Optional.empty()), finder.find());
    }

    private static List<InetAddress> list(String... addresses) {
        return Arrays.stream(addresses).map(InetAddress::ofLiteral).toList();
    }
}
