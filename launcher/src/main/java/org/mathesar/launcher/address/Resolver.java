package org.mathesar.launcher.address;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
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
        return new Resolver("This server's resolver " + address.getAddress().getHostAddress(), address, true);
    }

    /** Asks and waits, three seconds at most. */
    Answer ask(String name, int type) throws InterruptedException {
        Name asked = Answer.name(name);
        try {
            return Answer.of(send(asked, type, false), asked, type);
        } catch (InterruptedIOException e) {
            throw interrupted(e);
        } catch (IOException _) {
            return askByTcp(asked, type);
        }
    }

    private Answer askByTcp(Name asked, int type) throws InterruptedException {
        try {
            return Answer.of(send(asked, type, true), asked, type);
        } catch (InterruptedIOException e) {
            throw interrupted(e);
        } catch (IOException _) {
            return new Answer.Silence();
        }
    }

    private Message send(Name asked, int type, boolean tcp) throws IOException {
        SimpleResolver resolver = new SimpleResolver(address);
        resolver.setTimeout(PATIENCE);
        resolver.setTCP(tcp);
        return resolver.send(Message.newQuery(Record.newRecord(asked, type, DClass.IN)));
    }

    private static InterruptedException interrupted(InterruptedIOException cause) {
        InterruptedException interruption = new InterruptedException();
        interruption.initCause(cause);
        return interruption;
    }
}
