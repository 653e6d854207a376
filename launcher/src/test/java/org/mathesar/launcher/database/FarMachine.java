package org.mathesar.launcher.database;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.opentest4j.TestAbortedException;

/**
 * A machine at the other end of a cable, with a firewall: a network namespace that lasts as long as a test. Its ports
 * are closed, apart from those that the firewall treats otherwise.
 */
final class FarMachine implements AutoCloseable {
    /** Packets to this port vanish. */
    static final int DROPPED = 5001;
    /** The firewall says that it is forbidden (ICMP, RFC 1812 §5.2.7.1). */
    static final int PROHIBITED = 5002;
    /** The firewall pretends that nothing listens. */
    static final int RESET = 5003;
    /** Nothing listens. */
    static final int CLOSED = 5004;

    private static final String FIREWALL = """
            table inet faults {
              chain input {
                type filter hook input priority 0; policy accept;
                tcp dport %d drop
                tcp dport %d reject with icmpx type admin-prohibited
                tcp dport %d reject with tcp reset
              }
            }
            """.formatted(DROPPED, PROHIBITED, RESET);

    private final String id = Integer.toHexString(ThreadLocalRandom.current().nextInt(0x10000, 0xfffff));
    private final String name = "far-" + id;
    private final String cable = "cable-" + id;
    private final String network = "198.18." + ThreadLocalRandom.current().nextInt(1, 255) + ".";
    private final String network6 = "fd5a:" + id.substring(0, 4) + "::";
    private final List<List<String>> undo = new ArrayList<>();

    private FarMachine() throws IOException, InterruptedException {
        make(List.of("ip", "netns", "delete", name), "ip", "netns", "add", name);
        make(List.of("ip", "link", "delete", cable), "ip", "link", "add", cable, "type", "veth", "peer", "name", "far",
                "netns", name);
        run("", "ip", "address", "add", network + "1/28", "dev", cable);
        run("", "ip", "-6", "address", "add", network6 + "1/64", "dev", cable, "nodad");
        run("", "ip", "link", "set", cable, "up");
        run("", "ip", "-n", name, "address", "add", network + "2/28", "dev", "far");
        run("", "ip", "-n", name, "-6", "address", "add", network6 + "2/64", "dev", "far", "nodad");
        run("", "ip", "-n", name, "link", "set", "far", "up");
        run("", "ip", "-n", name, "link", "set", "lo", "up");
        run(FIREWALL, "ip", "netns", "exec", name, "nft", "-f", "-");
        make(List.of("ip", "route", "delete", forbidden()), "ip", "route", "add", "prohibit", forbidden());
        make(List.of("ip", "route", "delete", withoutRoute()), "ip", "route", "add", "throw", withoutRoute());
    }

    /** A machine for this test; without the right to make one the test is reported as skipped, with the reason. */
    static FarMachine make() throws InterruptedException {
        try {
            return new FarMachine();
        } catch (IOException e) {
            throw new TestAbortedException("No network namespace can be made here, which takes root, iproute2 and"
                    + " nftables: " + e.getMessage());
        }
    }

    InetAddress ipv4() {
        return InetAddress.ofLiteral(network + "2");
    }

    InetAddress ipv6() {
        return InetAddress.ofLiteral(network6 + "2");
    }

    /** An address beside it that nobody has. */
    String nobody() {
        return network + "9";
    }

    /** An address to which a rule of this machine forbids to connect. */
    String forbidden() {
        return network.replaceFirst("18", "19") + "1";
    }

    /** An address to which this machine knows no way. */
    String withoutRoute() {
        return network.replaceFirst("18", "19") + "2";
    }

    private void make(List<String> inverse, String... command) throws IOException, InterruptedException {
        try {
            run("", command);
        } catch (IOException e) {
            close();
            throw e;
        }
        undo.add(inverse);
    }

    private static void run(String input, String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().close();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (!process.waitFor(20, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException(String.join(" ", command) + ": " + printed);
        }
    }

    @Override
    public void close() {
        // The namespace takes its end of the cable along, and so the other one.
        for (List<String> command : undo.reversed()) {
            try {
                run("", command.toArray(String[]::new));
            } catch (IOException _) {
                // Gone already.
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
