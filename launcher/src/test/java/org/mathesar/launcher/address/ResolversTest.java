package org.mathesar.launcher.address;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mathesar.launcher.address.Resolvers.Said;

class ResolversTest {
    private static final DomainName NAME = new DomainName("www.example.org");

    @Test
    void anAnswerThatIsCutShortIsFetchedByTcp() throws Exception {
        try (NameServer server = new NameServer().truncating().put(NAME.ascii(), "A", "192.0.2.1", "192.0.2.2")) {
            assertEquals(2, said(server).addresses().size());
        }
    }

    @Test
    void whereUdpDoesNotPassTcpIsTried() throws Exception {
        try (NameServer server = new NameServer().onlyTcp().put(NAME.ascii(), "A", "192.0.2.1")) {
            assertEquals(List.of(InetAddress.ofLiteral("192.0.2.1")), said(server).addresses());
        }
    }

    @Test
    void everyQuestionIsAskedAnew() throws Exception {
        try (NameServer server = new NameServer().put(NAME.ascii(), "A", "192.0.2.1")) {
            assertEquals(List.of(InetAddress.ofLiteral("192.0.2.1")), said(server).addresses());
            server.put(NAME.ascii(), "A", "192.0.2.2");
            assertEquals(List.of(InetAddress.ofLiteral("192.0.2.2")), said(server).addresses());
            server.remove(NAME.ascii());
            assertInstanceOf(Answer.NoSuchName.class, said(server).ipv4());
        }
    }

    @Test
    void aChainOfAliasesIsFollowedToItsEnd() throws Exception {
        try (NameServer server = new NameServer().put(NAME.ascii(), "CNAME", "a.example.net.")
                .put("a.example.net", "CNAME", "b.example.net.").put("b.example.net", "AAAA", "2001:db8::1")) {
            Said said = said(server);
            assertEquals(List.of(InetAddress.ofLiteral("2001:db8::1")), said.addresses());
            assertEquals(server.address() + " says: 2001:db8::1 (through its alias b.example.net)",
                    said.line());
        }
    }

    @Test
    void nobodyIsThere() throws Exception {
        NameServer server = new NameServer();
        server.close();
        Said said = said(server);
        assertInstanceOf(Answer.Silence.class, said.ipv4());
        assertEquals(server.address() + " gives no answer", said.line());
    }

    @Test
    void thisServersOwnResolverDoesNotOutvoteTheOthers() {
        Said own = new Said(new Resolver("own", Resolver.typed("127.0.0.53").address(), true),
                new Answer.NoSuchName(java.util.Optional.empty()), new Answer.NoSuchName(java.util.Optional.empty()));
        Said other = new Said(Resolver.typed("192.0.2.53"), new Answer.NoData(java.util.Optional.empty()),
                new Answer.NoData(java.util.Optional.empty()));
        assertEquals(List.of(other), Resolvers.voices(List.of(own, other)));
        assertEquals(List.of(own), Resolvers.voices(List.of(own)));
    }

    @Test
    void halfAnAnswerIsNoVote() {
        Answer none = new Answer.NoData(java.util.Optional.empty());
        Resolver resolver = Resolver.typed("192.0.2.53");
        assertEquals(List.of(), Resolvers.voices(List.of(new Said(resolver, new Answer.Silence(), none),
                new Said(resolver, none, new Answer.Failure("REFUSED")))));
        Said noSuchName = new Said(resolver, new Answer.NoSuchName(java.util.Optional.empty()), new Answer.Silence());
        assertEquals(List.of(noSuchName), Resolvers.voices(List.of(noSuchName)));
    }

    @Test
    void thePublicOnesAreAskedByDefault() throws Exception {
        List<String> labels = Resolvers.standard().askAll(Resolver::label);
        assertTrue(labels.containsAll(List.of("1.1.1.1", "8.8.8.8", "9.9.9.9")), labels.toString());
    }

    @ParameterizedTest
    @CsvSource({"192.0.2.53, 192.0.2.53, 53", "192.0.2.53:5353, 192.0.2.53, 5353",
            "2001:db8::53, 2001:db8:0:0:0:0:0:53, 53",
            "[2001:db8::53], 2001:db8:0:0:0:0:0:53, 53", "[2001:db8::53]:5353, 2001:db8:0:0:0:0:0:53, 5353"})
    void aResolverIsTypedWithOrWithoutPort(String typed, String host, int port) {
        Resolver resolver = Resolver.typed(typed);
        assertEquals(host, resolver.address().getAddress().getHostAddress());
        assertEquals(port, resolver.address().getPort());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "dns.example.org", "192.0.2.53:", "192.0.2.53:x", "192.0.2.53:99999", "300.0.0.1"})
    void anythingElseIsRefused(String typed) {
        String message = assertThrows(IllegalArgumentException.class, () -> Resolvers.of(List.of(typed))).getMessage();
        assertTrue(message.contains("is not the address of a resolver"), message);
    }

    private static Said said(NameServer server) throws InterruptedException {
        return Resolvers.of(List.of(server.address())).addresses(NAME).getFirst();
    }
}
