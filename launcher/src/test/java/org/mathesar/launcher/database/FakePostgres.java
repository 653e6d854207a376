package org.mathesar.launcher.database;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Speaks just enough of PostgreSQL's protocol for a login that ends as the test wants it. */
public final class FakePostgres implements AutoCloseable {
    private final ServerSocket socket;
    private final Behaviour behaviour;

    /** What it does once a client has introduced itself. */
    @FunctionalInterface
    interface Behaviour {
        void answer(DataInputStream input, OutputStream output) throws IOException;
    }

    FakePostgres(Behaviour behaviour) throws IOException {
        this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.behaviour = behaviour;
        Thread.ofVirtual().start(this::accept);
    }

    /** Lets everyone in as a server of that version, and answers no question with any row. */
    static FakePostgres ofVersion(String version) throws IOException {
        return new FakePostgres((input, output) -> {
            message(output, 'R', ByteBuffer.allocate(4).putInt(0).array());
            for (String parameter : new String[]{"server_version\0" + version, "client_encoding\0UTF8",
                    "standard_conforming_strings\0on", "integer_datetimes\0on", "DateStyle\0ISO"}) {
                message(output, 'S', (parameter + "\0").getBytes(StandardCharsets.UTF_8));
            }
            message(output, 'Z', new byte[]{'I'});
            for (int type = input.read(); type == 'Q'; type = input.read()) {
                input.readNBytes(input.readInt() - 4);
                message(output, 'C', "SET\0".getBytes(StandardCharsets.UTF_8));
                message(output, 'Z', new byte[]{'I'});
            }
        });
    }

    /** Refuses everyone with that code and text. */
    public static FakePostgres refusing(String sqlState, String text) throws IOException {
        return new FakePostgres((_, output) -> message(output, 'E',
                ("SFATAL\0VFATAL\0C" + sqlState + "\0M" + text + "\0\0").getBytes(StandardCharsets.UTF_8)));
    }

    /** Lets everyone in and then answers no question. */
    static FakePostgres silentInside() throws IOException {
        return new FakePostgres((input, output) -> {
            message(output, 'R', ByteBuffer.allocate(4).putInt(0).array());
            for (String parameter : new String[]{"server_version\00016.4", "client_encoding\0UTF8",
                    "standard_conforming_strings\0on", "integer_datetimes\0on", "DateStyle\0ISO"}) {
                message(output, 'S', (parameter + "\0").getBytes(StandardCharsets.UTF_8));
            }
            message(output, 'Z', new byte[]{'I'});
            while (input.read() == 'Q' && isSetting(input.readNBytes(input.readInt() - 4))) {
                message(output, 'C', "SET\0".getBytes(StandardCharsets.UTF_8));
                message(output, 'Z', new byte[]{'I'});
            }
            input.transferTo(OutputStream.nullOutputStream());
        });
    }

    /** The driver's own, with which it ends the login. */
    private static boolean isSetting(byte[] query) {
        return new String(query, StandardCharsets.UTF_8).startsWith("SET extra_float_digits")
                || new String(query, StandardCharsets.UTF_8).startsWith("SET application_name");
    }

    /** Takes the introduction and then says nothing more. */
    static FakePostgres hanging() throws IOException {
        return new FakePostgres((input, _) -> input.read());
    }

    /** Its port on loopback. */
    public int port() {
        return socket.getLocalPort();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException _) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            DataInputStream input = new DataInputStream(client.getInputStream());
            byte[] first = input.readNBytes(input.readInt() - 4);
            if (ByteBuffer.wrap(first).getInt() == 80877103) {
                client.getOutputStream().write('N');
                input.readNBytes(input.readInt() - 4);
            }
            behaviour.answer(input, client.getOutputStream());
        } catch (IOException _) {
            return;
        }
    }

    private static void message(OutputStream output, char type, byte[] body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(type);
        bytes.writeBytes(ByteBuffer.allocate(4).putInt(body.length + 4).array());
        bytes.writeBytes(body);
        output.write(bytes.toByteArray());
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
