package org.mathesar.launcher.address;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * A DNS server on 127.0.0.1, UDP and TCP on one port, that answers what the test sets at any time. A name that was never
 * given a record does not exist; one that was has no data of other types.
 */
public final class NameServer implements AutoCloseable {
    private final DatagramSocket udp;
    private final ServerSocket tcp;
    private final Map<Key, List<Record>> records = new ConcurrentHashMap<>();
    private final Map<Key, Integer> failures = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final int port;
    private volatile boolean silent;
    private volatile boolean onlyTcp;
    private volatile boolean truncating;

    private record Key(String name, int type) {}

    /** Starts one on a free port. */
    public NameServer() throws IOException {
        InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
        DatagramSocket datagrams = null;
        ServerSocket connections = null;
        while (connections == null) {
            datagrams = new DatagramSocket(new InetSocketAddress(loopback, 0));
            try {
                connections = new ServerSocket(datagrams.getLocalPort(), 50, loopback);
            } catch (IOException _) {
                datagrams.close();
            }
        }
        udp = datagrams;
        tcp = connections;
        port = tcp.getLocalPort();
        Thread.ofVirtual().name("dns-udp").start(this::serveUdp);
        Thread.ofVirtual().name("dns-tcp").start(this::serveTcp);
    }

    /** As resolvers are typed, e.g. {@code 127.0.0.1:40123}. */
    public String address() {
        return "127.0.0.1:" + port;
    }

    /**
     * Replaces the records of this type at the name.
     *
     * @param type e.g. A, AAAA, CAA, CNAME
     * @param values as in a zone file, e.g. {@code 0 issue "ca.example"}; none means that the name exists without them
     */
    public NameServer put(String name, String type, String... values) {
        Name owner = Answer.name(name);
        List<Record> set = new ArrayList<>();
        for (String value : values) {
            try {
                set.add(Record.fromString(owner, Type.value(type), DClass.IN, 1, value, Name.root));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        failures.remove(key(owner, Type.value(type)));
        records.put(key(owner, Type.value(type)), set);
        return this;
    }

    /** Forgets everything about the name. */
    public NameServer remove(String name) {
        String owner = key(Answer.name(name), 0).name();
        records.keySet().removeIf(key -> key.name().equals(owner));
        failures.keySet().removeIf(key -> key.name().equals(owner));
        return this;
    }

    /** Answers with this code, e.g. SERVFAIL, when asked for the type at the name. */
    public NameServer fail(String name, String type, String code) {
        failures.put(key(Answer.name(name), Type.value(type)), Rcode.value(code));
        return this;
    }

    /** Answers nothing at all, or again. */
    public NameServer silent(boolean nothing) {
        silent = nothing;
        return this;
    }

    /** Answers nothing by UDP, as behind a firewall. */
    public NameServer onlyTcp() {
        onlyTcp = true;
        return this;
    }

    /** Answers by UDP only that it is too long for it. */
    public NameServer truncating() {
        truncating = true;
        return this;
    }

    /** The questions so far, e.g. "example.org A". */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    @Override
    public void close() {
        udp.close();
        try {
            tcp.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serveUdp() {
        byte[] buffer = new byte[4096];
        while (!udp.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                udp.receive(packet);
                if (onlyTcp) {
                    continue;
                }
                Optional<Message> answer = answer(Arrays.copyOf(packet.getData(), packet.getLength()));
                if (answer.isPresent()) {
                    Message message = answer.get();
                    if (truncating) {
                        message.removeAllRecords(Section.ANSWER);
                        message.getHeader().setFlag(Flags.TC);
                    }
                    byte[] wire = message.toWire();
                    udp.send(new DatagramPacket(wire, wire.length, packet.getSocketAddress()));
                }
            } catch (IOException _) {
                // Closed, or a broken question, which deserves no answer.
            }
        }
    }

    private void serveTcp() {
        while (!tcp.isClosed()) {
            try {
                Socket socket = tcp.accept();
                Thread.ofVirtual().start(() -> converse(socket));
            } catch (IOException _) {
                // Closed.
            }
        }
    }

    private void converse(Socket socket) {
        try (socket;
                DataInputStream in = new DataInputStream(socket.getInputStream());
                DataOutputStream out = new DataOutputStream(socket.getOutputStream())) {
            while (true) {
                Optional<Message> answer = answer(in.readNBytes(in.readUnsignedShort()));
                if (answer.isPresent()) {
                    byte[] wire = answer.get().toWire();
                    out.writeShort(wire.length);
                    out.write(wire);
                    out.flush();
                }
            }
        } catch (IOException _) {
            // The other side has heard enough.
        }
    }

    private Optional<Message> answer(byte... wire) throws IOException {
        Message question = new Message(wire);
        Record asking = question.getQuestion();
        asked.add(asking.getName().toString(true) + " " + Type.string(asking.getType()));
        if (silent) {
            return Optional.empty();
        }
        Message answer = new Message(question.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.getHeader().setFlag(Flags.RA);
        answer.addRecord(asking, Section.QUESTION);
        Name name = asking.getName();
        for (int hops = 0; hops < 8; hops++) {
            List<Record> aliases = records.getOrDefault(key(name, Type.CNAME), List.of());
            if (aliases.isEmpty() || asking.getType() == Type.CNAME) {
                break;
            }
            answer.addRecord(aliases.getFirst(), Section.ANSWER);
            name = ((CNAMERecord) aliases.getFirst()).getTarget();
        }
        Key key = key(name, asking.getType());
        records.getOrDefault(key, List.of()).forEach(record -> answer.addRecord(record, Section.ANSWER));
        answer.getHeader().setRcode(failures.getOrDefault(key, exists(key.name()) ? Rcode.NOERROR : Rcode.NXDOMAIN));
        return Optional.of(answer);
    }

    private boolean exists(String name) {
        return records.keySet().stream().anyMatch(key -> key.name().equals(name));
    }

    private static Key key(Name name, int type) {
        return new Key(name.toString(true).toLowerCase(Locale.ROOT), type);
    }
}
