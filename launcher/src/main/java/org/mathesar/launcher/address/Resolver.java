package org.mathesar.launcher.address;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SimpleResolver;

/**
 * One server that is asked for DNS records: by UDP, by TCP when the answer is cut short or none comes. No cache of ours is
 * between.
 *
 * @param label how it is called in texts, e.g. {@code 1.1.1.1}
 * @param ours whether it is the one that this server is configured with, which may tell what nobody else is told
 */
record Resolver(String label, InetSocketAddress address, boolean ours) {
    private static final Logger LOG = LoggerFactory.getLogger(Resolver.class);
    private static final int PORT = 53;
    private static final Duration PATIENCE = Duration.ofMillis(1500);

    /**
     * @param typed an IP address, with a port behind a colon if it is not 53 (an IPv6 address in brackets then)
     * @throws IllegalArgumentException when it is something else
     */
    static Resolver typed(String typed) {
        String text = typed.strip();
        boolean bare = text.indexOf(':') < 0 || text.indexOf(':') != text.lastIndexOf(':') && !text.startsWith("[");
        int colon = bare || text.endsWith("]") ? text.length() : text.lastIndexOf(':');
        String host = text.substring(0, colon).replaceAll("^\\[|\\]$", "");
        try {
            int port = colon == text.length() ? PORT : Integer.parseInt(text.substring(colon + 1));
            return new Resolver(text, new InetSocketAddress(InetAddress.ofLiteral(host), port), false);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is not the address of a resolver; write it as 192.0.2.53 or 192.0.2.53:5353.", e);
        }
    }

    /** The one that this server is configured with. */
    static Resolver ours(InetSocketAddress address) {
        return new Resolver("This server's resolver " + PublicAddresses.text(address.getAddress()), address, true);
    }

    /** Asks and waits, three seconds at most. */
    Answer ask(String name, int type) throws InterruptedException {
        Name asked = Answer.name(name);
        Optional<Message> answer = send(asked, type, false);
        if (answer.isEmpty()) {
            answer = send(asked, type, true);
        }
        return answer.map(message -> Answer.of(message, asked, type)).orElse(new Answer.Silence());
    }

    private Optional<Message> send(Name asked, int type, boolean tcp) throws InterruptedException {
        SimpleResolver resolver = new SimpleResolver(address);
        resolver.setTimeout(PATIENCE);
        resolver.setTCP(tcp);
        Message question = Message.newQuery(Record.newRecord(asked, type, DClass.IN));
        try {
            return Optional.of(resolver.sendAsync(question).toCompletableFuture().get(PATIENCE.toMillis() * 2,
                    TimeUnit.MILLISECONDS));
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("{} about {}: {}", label, asked, e.toString());
            return Optional.empty();
        }
    }
}
