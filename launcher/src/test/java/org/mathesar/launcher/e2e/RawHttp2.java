package org.mathesar.launcher.e2e;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** As much of HTTP/2 as it takes to send a path that no decent client would, one request after the other. */
final class RawHttp2 implements AutoCloseable {
    static final int CUT_OFF = 0;

    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RESET = 3;
    private static final int SETTINGS = 4;
    private static final int GO_AWAY = 7;
    private static final int WINDOW_UPDATE = 8;

    /** The statuses that have a place in HPACK's static table. */
    private static final Map<Integer, Integer> STATUSES = Map.of(0x88, 200, 0x89, 204, 0x8a, 206, 0x8b, 304, 0x8c, 400,
            0x8d, 404, 0x8e, 500);

    /** What came: -1 for a status that is not in the table. */
    record Answer(int status, String body) {}

    private record Frame(int type, int flags, int stream, byte[] payload) {}

    private final URI server;
    private SSLSocket socket;
    private DataInputStream in;
    private int stream;

    RawHttp2(URI server) {
        this.server = server;
    }

    /** Asks for a path; a server that ends the stream or the connection instead has {@link #CUT_OFF} the request. */
    Answer get(String path) {
        try {
            if (socket == null) {
                connect();
            }
            stream += 2;
            send(HEADERS, 5, stream, headers(path));
            return answer();
        } catch (EOFException _) {
            close();
            return new Answer(CUT_OFF, "");
        } catch (IOException e) {
            throw new UncheckedIOException(path, e);
        }
    }

    private void connect() throws IOException {
        socket = (SSLSocket) AnyCertificate.context().getSocketFactory().createSocket(server.getHost(),
                server.getPort());
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[]{"h2"});
        socket.setSSLParameters(parameters);
        socket.setSoTimeout(20_000);
        socket.startHandshake();
        in = new DataInputStream(socket.getInputStream());
        socket.getOutputStream().write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        send(SETTINGS, 0, 0, new byte[0]);
        send(WINDOW_UPDATE, 0, 0, ByteBuffer.allocate(4).putInt(1 << 30).array());
        stream = -1;
    }

    private byte[] headers(String path) throws IOException {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        block.write(new byte[]{(byte) 0x82, (byte) 0x87});
        literal(block, 1, server.getAuthority());
        literal(block, 4, path);
        return block.toByteArray();
    }

    private static void literal(ByteArrayOutputStream block, int name, String value) throws IOException {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        block.write(name);
        if (bytes.length < 127) {
            block.write(bytes.length);
        } else {
            int rest = bytes.length - 127;
            block.write(127);
            for (; rest > 127; rest >>= 7) {
                block.write(rest & 127 | 128);
            }
            block.write(rest);
        }
        block.write(bytes);
    }

    private Answer answer() throws IOException {
        int status = CUT_OFF;
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            Frame frame = receive();
            if (frame.type() == SETTINGS && frame.flags() == 0) {
                send(SETTINGS, 1, 0, new byte[0]);
            } else if (frame.type() == GO_AWAY) {
                close();
                return new Answer(CUT_OFF, "");
            } else if (frame.stream() == stream && frame.type() == RESET) {
                return new Answer(CUT_OFF, body.toString(StandardCharsets.UTF_8));
            } else if (frame.stream() == stream && (frame.type() == HEADERS || frame.type() == DATA)) {
                if (frame.type() == HEADERS) {
                    status = status(frame.payload());
                } else {
                    body.write(frame.payload());
                }
                if ((frame.flags() & 1) == 1) {
                    return new Answer(status, body.toString(StandardCharsets.UTF_8));
                }
            }
        }
    }

    private static int status(byte[] block) {
        int at = 0;
        while ((block[at] & 0xe0) == 0x20) {
            at++;
        }
        return STATUSES.getOrDefault(block[at] & 0xff, -1);
    }

    private Frame receive() throws IOException {
        int first = in.readInt();
        int flags = in.readUnsignedByte();
        int id = in.readInt();
        byte[] payload = new byte[first >>> 8];
        in.readFully(payload);
        return new Frame(first & 0xff, flags, id, payload);
    }

    private void send(int type, int flags, int id, byte[] payload) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(ByteBuffer.allocate(9 + payload.length).putInt(payload.length << 8 | type).put((byte) flags)
                .putInt(id).put(payload).array());
        out.flush();
    }

    @Override
    public void close() {
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (IOException _) {
            // It is gone in any case.
        }
        socket = null;
    }
}
