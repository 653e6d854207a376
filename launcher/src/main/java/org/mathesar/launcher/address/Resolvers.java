package org.mathesar.launcher.address;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;
import org.xbill.DNS.config.ResolvConfResolverConfigProvider;

/** Several resolvers that are asked at the same time, since a change in the DNS reaches them at different times. */
public final class Resolvers {
    private static final List<String> KNOWN = List.of("1.1.1.1", "8.8.8.8", "9.9.9.9");

    private final Supplier<List<Resolver>> resolvers;

    private Resolvers(Supplier<List<Resolver>> resolvers) {
        this.resolvers = resolvers;
    }

    /** This server's own resolver, read from its configuration each time, and three public ones. */
    public static Resolvers standard() {
        return new Resolvers(() -> Stream.concat(system(), KNOWN.stream().map(Resolver::typed)).toList());
    }

    /**
     * Only these.
     *
     * @param typed each an IP address, with a port behind a colon if it is not 53 (an IPv6 address in brackets then)
     * @throws IllegalArgumentException when one is something else; the message is a sentence for the owner
     */
    public static Resolvers of(List<String> typed) {
        List<Resolver> fixed = typed.stream().map(Resolver::typed).toList();
        return new Resolvers(() -> fixed);
    }

    private static Stream<Resolver> system() {
        ResolvConfResolverConfigProvider configured = new ResolvConfResolverConfigProvider();
        configured.initialize();
        return configured.servers().stream().limit(1).map(Resolver::ours);
    }

    /** What a resolver says about a name's addresses. */
    record Said(Resolver resolver, Answer ipv4, Answer ipv6) {

        List<InetAddress> addresses() {
            return Stream.of(ipv4, ipv6).flatMap(Said::addresses).distinct().toList();
        }

        /** Whether its word counts: it told an address, or left neither question open. */
        boolean counts() {
            return !addresses().isEmpty() || ipv4 instanceof Answer.NoSuchName || ipv6 instanceof Answer.NoSuchName
                    || !ipv4.isNoWord() && !ipv6.isNoWord();
        }

        /** Whether it failed to find out, as it does when the domain's own servers or its DNSSEC are broken. */
        boolean failed() {
            return addresses().isEmpty() && (ipv4 instanceof Answer.Failure || ipv6 instanceof Answer.Failure);
        }

        Optional<String> alias() {
            return switch (ipv4) {
                case Answer.Records(_, var alias) -> alias;
                case Answer.NoData(var alias) -> alias;
                case Answer.NoSuchName(var alias) -> alias;
                case Answer.Failure _,Answer.Silence _ -> Optional.empty();
            };
        }

        /** One line for the owner, e.g. "1.1.1.1 says: 203.0.113.10". */
        String line() {
            List<InetAddress> addresses = addresses();
            if (!addresses.isEmpty()) {
                String list = String.join(", ", addresses.stream().map(PublicAddresses::text).toList());
                return resolver.label() + " says: " + list
                        + alias().map(to -> " (through its alias " + to + ")").orElse("");
            }
            return switch (ipv4) {
                case Answer.NoSuchName(var alias) when alias.isPresent() ->
                    resolver.label() + " says: an alias of " + alias.get() + ", which does not exist";
                case Answer.NoSuchName _ -> resolver.label() + " says: no such name";
                case Answer.Failure(String code) -> resolver.label() + " could not find out (" + code + ")";
                case Answer.Silence _ -> resolver.label() + " gives no answer";
                case Answer.NoData _,Answer.Records _ -> resolver.label() + " says: no address for this name";
            };
        }

        private static Stream<InetAddress> addresses(Answer answer) {
            return answer instanceof Answer.Records(var records, _) ? records.stream().map(Said::address) : Stream.of();
        }

        private static InetAddress address(Record each) {
            return each instanceof ARecord ipv4 ? ipv4.getAddress() : ((AAAARecord) each).getAddress();
        }
    }

    /** Asks all for the addresses of a name, in the order of their declaration. */
    List<Said> addresses(DomainName name) throws InterruptedException {
        return askAll(resolver -> {
            List<Answer> answers = Together.each(List.of(Type.A, Type.AAAA), type -> resolver.ask(name.ascii(), type));
            return new Said(resolver, answers.get(0), answers.get(1));
        });
    }

    /** Asks all at the same time, and waits for all. */
    <T> List<T> askAll(Together.Question<Resolver, T> question) throws InterruptedException {
        return Together.each(resolvers.get(), question);
    }

    /** Those whose word counts: the public ones that answered, or else this server's own. */
    static List<Said> voices(List<Said> said) {
        List<Said> voices = said.stream().filter(Said::counts).toList();
        List<Said> outside = voices.stream().filter(each -> !each.resolver().ours()).toList();
        return outside.isEmpty() ? voices : outside;
    }

    static List<InetAddress> union(List<Said> said) {
        TreeSet<InetAddress> sorted = new TreeSet<>(Comparator
                .<InetAddress>comparingInt(address -> address.getAddress().length)
                .thenComparing(InetAddress::getAddress, Arrays::compareUnsigned));
        said.forEach(each -> sorted.addAll(each.addresses()));
        return List.copyOf(sorted);
    }
}
