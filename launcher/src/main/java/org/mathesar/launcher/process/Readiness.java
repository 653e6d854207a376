package org.mathesar.launcher.process;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/** Answers whether a child does its work right now; may take a few seconds, never throws. */
@FunctionalInterface
public interface Readiness {

    boolean isReady();

    /** Ready as soon as the address accepts a connection. */
    static Readiness tcp(InetSocketAddress address, Duration timeout) {
        return () -> {
            try (Socket socket = new Socket()) {
                socket.connect(address, Math.toIntExact(timeout.toMillis()));
                return true;
            } catch (IOException _) {
                return false;
            }
        };
    }
}
