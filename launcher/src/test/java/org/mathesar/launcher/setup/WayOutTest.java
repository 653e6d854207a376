package org.mathesar.launcher.setup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WayOutTest {
    private static final String HEADER = "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\n";
    private static final String LOCAL_ONLY = HEADER + "eth0\t0000A8C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\n";
    private static final String WITH_DEFAULT = LOCAL_ONLY + "eth0\t00000000\t0100A8C0\t0003\t0\t0\t0\t00000000\t0\n";
    private static final String ZEROS = "0".repeat(32);
    private static final String LINE6 = ZEROS + " 00 " + ZEROS + " 00 %s 00000400 00000001 00000000 00000003 %s\n";
    private static final InetSocketAddress NOWHERE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);

    @TempDir
    Path tables;

    @Test
    void aDefaultRouteIsAWayOut() throws Exception {
        assertTrue(exists(WITH_DEFAULT, ""));
        assertTrue(exists(LOCAL_ONLY, LINE6.formatted("fe80" + "0".repeat(27) + "1", "    eth0")));
    }

    @Test
    void aNetworkWithoutADefaultRouteIsNone() throws Exception {
        assertFalse(exists(LOCAL_ONLY, ""));
        assertFalse(exists(HEADER, ""));
        assertFalse(exists("", LINE6.formatted(ZEROS, "      lo")), "the unreachable route that every kernel has");
    }

    @Test
    void aKernelWithoutIpv6HasNoWayOutByIt() throws Exception {
        Files.writeString(tables.resolve("route"), LOCAL_ONLY);
        assertFalse(new WayOut(tables, NOWHERE).exists());
    }

    @Test
    void aSystemThatHidesItsTablesIsBelieved() {
        assertTrue(new WayOut(tables.resolve("missing"), NOWHERE).exists());
    }

    @Test
    void theReceiverOfStatisticsIsReachedOrNot() throws Exception {
        try (ServerSocket receiver = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            InetSocketAddress address = new InetSocketAddress(receiver.getInetAddress(), receiver.getLocalPort());
            assertTrue(new WayOut(tables, address).reachesTelemetry());
        }
        assertFalse(new WayOut(tables, NOWHERE).reachesTelemetry());
        assertEquals(false,
                new WayOut(tables, InetSocketAddress.createUnresolved("no.such.name.invalid", 443)).reachesTelemetry());
    }

    private boolean exists(String version4, String version6) throws Exception {
        Files.writeString(tables.resolve("route"), version4);
        Files.writeString(tables.resolve("ipv6_route"), version6);
        return new WayOut(tables, NOWHERE).exists();
    }
}
