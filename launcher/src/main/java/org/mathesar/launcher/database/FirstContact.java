package org.mathesar.launcher.database;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What is at an address, found out before any name or password is sent. */
sealed interface FirstContact {
    /** PostgreSQL answers; whether it offers TLS. */
    record Answers(boolean offersTls) implements FirstContact {}

    record UnknownHost() implements FirstContact {}

    /** Nothing listens there. */
    record Refused() implements FirstContact {}

    /** Nothing came back, or there is no way there. */
    record Unreachable(String detail) implements FirstContact {}

    /** A connection is accepted and then nothing comes. */
    record Mute() implements FirstContact {}

    /** What answers does not speak PostgreSQL's protocol. */
    record Foreign() implements FirstContact {}

    /** Connects, asks for TLS as PostgreSQL's clients do, reads the one letter that answers and hangs up. */
    static FirstContact make(String host, int port, Duration limit) throws InterruptedException {
        Instant deadline = Instant.now().plus(limit);
        FutureTask<InetAddress[]> lookup = new FutureTask<>(() -> InetAddress.getAllByName(host));
        Thread.ofVirtual().name("lookup").start(lookup);
        FirstContact last = new UnknownHost();
        try {
            for (InetAddress address : lookup.get(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                int left = Math.toIntExact(Duration.between(Instant.now(), deadline).toMillis());
                if (left <= 0) {
                    break;
                }
                last = make(new InetSocketAddress(address, port), left);
                if (last instanceof Answers) {
                    break;
                }
            }
        } catch (ExecutionException e) {
            return e.getCause() instanceof UnknownHostException
                    ? new UnknownHost()
                    : new Unreachable(e.getCause().toString());
        } catch (TimeoutException _) {
            return new UnknownHost();
        }
        return last;
    }

    private static FirstContact make(InetSocketAddress address, int millis) {
        try (Socket socket = new Socket()) {
            try {
                socket.connect(address, millis);
            } catch (SocketTimeoutException e) {
                return new Unreachable(e.toString());
            } catch (IOException e) {
                return String.valueOf(e.getMessage()).contains("refused")
                        ? new Refused()
                        : new Unreachable(e.toString());
            }
            return askForTls(socket, millis);
        } catch (IOException e) {
            return new Unreachable(e.toString());
        }
    }

    private static FirstContact askForTls(Socket socket, int millis) {
        try {
            socket.setSoTimeout(millis);
            socket.getOutputStream().write(ByteBuffer.allocate(8).putInt(8).putInt(80877103).array());
            InputStream input = socket.getInputStream();
            return switch (input.read()) {
                case 'S' -> new Answers(true);
                case 'N', 'E' -> new Answers(false);
                default -> new Foreign();
            };
        } catch (SocketTimeoutException _) {
            return new Mute();
        } catch (IOException _) {
            return new Foreign();
        }
    }
}
