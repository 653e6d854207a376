package org.mathesar.launcher.database;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What a server answers to PostgreSQL's request for encryption, before any name or password is sent. */
sealed interface Greeting {
    /** PostgreSQL answers; whether it offers TLS. */
    record Answers(boolean offersTls) implements Greeting {}

    /** A connection is accepted and then nothing comes. */
    record Mute() implements Greeting {}

    /** It hangs up without a word. */
    record HangsUp() implements Greeting {}

    /**
     * What answers does not speak PostgreSQL's protocol.
     *
     * @param kind what it seems to be, as a noun with its article; empty where that cannot be told
     */
    record Foreign(Optional<String> kind) implements Greeting {}

    /** The SSLRequest of PostgreSQL's protocol, chapter "Message Formats". */
    static byte[] request() {
        return ByteBuffer.allocate(8).putInt(8).putInt(80877103).array();
    }

    /** Asks on a new connection and reads the letter that answers; nothing more is read from a PostgreSQL. */
    static Greeting exchange(Socket socket) {
        try {
            socket.getOutputStream().write(request());
            InputStream input = socket.getInputStream();
            int first = input.read();
            if (first < 0) {
                return new HangsUp();
            }
            // PostgreSQL stops after the letter; others, such as SSH, begin with the same and go on.
            byte[] rest = input.readNBytes(Math.min(input.available(), 64));
            boolean alone = rest.length == 0;
            return switch (first) {
                case 'S' -> alone ? new Answers(true) : new Foreign(kind(first, rest));
                case 'N' -> alone ? new Answers(false) : new Foreign(kind(first, rest));
                // An error message, whose length begins with zeros.
                case 'E' -> alone || rest[0] == 0 ? new Answers(false) : new Foreign(kind(first, rest));
                default -> new Foreign(kind(first, rest));
            };
        } catch (SocketTimeoutException _) {
            return new Mute();
        } catch (IOException _) {
            return new HangsUp();
        }
    }

    private static Optional<String> kind(int first, byte[] rest) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(first);
        bytes.writeBytes(rest);
        String text = bytes.toString(StandardCharsets.ISO_8859_1);
        if (text.startsWith("HTTP/") || text.startsWith("<")) {
            return Optional.of("a web server");
        }
        if (text.startsWith("SSH-")) {
            return Optional.of("an SSH server");
        }
        // A MySQL packet: three bytes of length, number 0, then version 10 of its protocol or an error.
        if (text.length() > 4 && text.charAt(3) == 0 && (text.charAt(4) == 10 || text.charAt(4) == 255)) {
            return Optional.of("a MySQL or MariaDB server");
        }
        // An alert of TLS, which comes from whoever expects encryption from the first byte on.
        if (text.charAt(0) == 0x15 && text.length() > 1 && text.charAt(1) == 3) {
            return Optional.of("a server that speaks TLS only, as web servers do");
        }
        if (text.startsWith("-ERR")) {
            return Optional.of("a Redis server");
        }
        return text.startsWith("220") ? Optional.of("a mail or file server") : Optional.empty();
    }
}
