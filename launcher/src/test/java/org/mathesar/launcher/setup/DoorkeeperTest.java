package org.mathesar.launcher.setup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mathesar.launcher.mathesar.Credentials;
import org.mathesar.launcher.mathesar.HttpRpc;
import org.mathesar.launcher.setup.Databases.Entry;
import org.mathesar.launcher.storage.Secret;

class DoorkeeperTest {

    @Test
    void strangersCannotTakeEveryThreadWhileMathesarIsSlow() throws Exception {
        List<Socket> held = new ArrayList<>();
        List<Thread> strangers = new ArrayList<>();
        try (ServerSocket slow = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Doorkeeper doorkeeper = new Doorkeeper(
                    session -> new HttpRpc(new InetSocketAddress("127.0.0.1", slow.getLocalPort()),
                            new Credentials.Session(new Secret(session))));
            for (int i = 0; i < 8; i++) {
                String session = "madeup" + i;
                strangers.add(Thread.ofVirtual().start(() -> doorkeeper.entry(Optional.of(session))));
                held.add(slow.accept());
            }
            assertInstanceOf(Entry.NotRunning.class, doorkeeper.entry(Optional.of("onemore")));
            slow.setSoTimeout(1);
            assertEquals(8, held.size());
            assertTrue(strangers.stream().allMatch(Thread::isAlive), "the first eight still wait");
            for (Socket socket : held) {
                socket.close();
            }
            for (Thread stranger : strangers) {
                stranger.join();
            }
        }
    }

    @Test
    void whoHasNoSessionCostsMathesarNothing() {
        Doorkeeper doorkeeper = new Doorkeeper(session -> {
            throw new AssertionError("asked about " + session);
        });
        assertInstanceOf(Entry.NotSignedIn.class, doorkeeper.entry(Optional.empty()));
    }
}
