package org.mathesar.launcher.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.shredzone.acme4j.Identifier;

/** Addresses as RFC 8738 and RFC 5952 want them written. */
class AcmeIdentifiersTest {

    @ParameterizedTest
    @CsvSource({"2001:DB8:0:0:0:0:0:1, 2001:db8::1", "2001:db8:0:1:0:0:0:1, 2001:db8:0:1::1",
            "2001:0:0:1:0:0:0:1, 2001:0:0:1::1", "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
            "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1", "0:0:0:0:0:0:0:1, ::1", "0:0:0:0:0:0:0:0, ::",
            "fe80:0:0:0:0:0:0:0, fe80::", "2001:db8:1:2:3:4:5:0010, 2001:db8:1:2:3:4:5:10", "192.0.2.7, 192.0.2.7"})
    void anAddressHasOneForm(String written, String canonical) {
        assertEquals(canonical, AcmeIdentifiers.canonical(InetAddress.ofLiteral(written)));
    }

    @Test
    void aValidationOfAnAddressComesWithItsReverseName() {
        assertEquals("7.2.0.192.in-addr.arpa", AcmeIdentifiers.serverName(Identifier.ip("192.0.2.7")));
        assertEquals("1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa",
                AcmeIdentifiers.serverName(new Identifier(Identifier.TYPE_IP, "2001:db8::1")));
        assertEquals("here.example", AcmeIdentifiers.serverName(Identifier.dns("here.example")));
    }
}
