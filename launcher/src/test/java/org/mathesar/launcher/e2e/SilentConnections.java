package org.mathesar.launcher.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLSocket;

/** Connections as browsers open them ahead of need, on which nothing is asked; half of them have shaken hands. */
final class SilentConnections implements AutoCloseable {
    private final List<Socket> open = new ArrayList<>();

    SilentConnections(LaunchedServer server, int count) {
        try {
            for (int i = 0; i < count; i++) {
                Socket plain = new Socket(server.url().getHost(), server.url().getPort());
                open.add(plain);
                if (i % 2 == 0) {
                    SSLSocket secured = (SSLSocket) AnyCertificate.context().getSocketFactory().createSocket(plain,
                            server.url().getHost(), server.url().getPort(), true);
                    secured.startHandshake();
                }
            }
        } catch (IOException e) {
            close();
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        for (Socket connection : open) {
            try {
                connection.close();
            } catch (IOException _) {
                // The door may have been first.
            }
        }
    }
}
