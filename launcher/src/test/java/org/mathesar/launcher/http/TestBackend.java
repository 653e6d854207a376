package org.mathesar.launcher.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** A server behind the gateway on plain sockets, so that it can misbehave in every way. */
final class TestBackend implements AutoCloseable {

    /** A request as it came over the wire, without its body. */
    record Request(String line, List<String> headers, Socket socket, InputStream body) {

        String header(String name) {
            List<String> values = headers(name);
            return values.isEmpty() ? "" : values.getFirst();
        }

        List<String> headers(String name) {
            String prefix = name.toLowerCase(Locale.ROOT) + ":";
            return headers.stream().filter(header -> header.toLowerCase(Locale.ROOT).startsWith(prefix))
                    .map(header -> header.substring(prefix.length()).strip()).toList();
        }

        /** Reads the whole body and counts it. */
        long drain() throws IOException {
            long total = 0;
            byte[] buffer = new byte[64 * 1024];
            if (header("Transfer-Encoding").equals("chunked")) {
                for (long size = Long.parseLong(readLine(body), 16); size > 0; size = Long
                        .parseLong(readLine(body), 16)) {
                    skip(size, buffer);
                    total += size;
                    readLine(body);
                }
                readLine(body);
            } else if (!header("Content-Length").isEmpty()) {
                total = Long.parseLong(header("Content-Length"));
                skip(total, buffer);
            }
            return total;
        }

        private void skip(long size, byte[] buffer) throws IOException {
            for (long left = size; left > 0;) {
                int read = body.read(buffer, 0, (int) Math.min(left, buffer.length));
                if (read < 0) {
                    throw new EOFException();
                }
                left -= read;
            }
        }
    }

    /** Answers on the socket; {@code false} closes the connection afterwards. */
    interface Behaviour {
        boolean answer(Request request, OutputStream out) throws Exception;
    }

    final Queue<Request> requests = new ConcurrentLinkedQueue<>();
    final AtomicInteger connections = new AtomicInteger();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ServerSocket server;
    private volatile Behaviour behaviour;

    TestBackend(Behaviour behaviour) {
        this(behaviour, 0);
    }

    TestBackend(Behaviour behaviour, int port) {
        this.behaviour = behaviour;
        try {
            server = new ServerSocket(port, 500, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    /** Says hello to everything. */
    static TestBackend polite() {
        return new TestBackend((request, out) -> {
            request.drain();
            return respond(out, "hello");
        });
    }

    static boolean respond(OutputStream out, String body, String... headers) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        write(out, "HTTP/1.1 200 OK\r\nContent-Length: " + bytes.length + "\r\n"
                + String.join("", List.of(headers).stream().map(header -> header + "\r\n").toList()) + "\r\n" + body);
        return true;
    }

    static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    void behave(Behaviour behaviour) {
        this.behaviour = behaviour;
    }

    Request last() {
        return requests.stream().reduce((_, last) -> last).orElseThrow();
    }

    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort());
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                open.add(socket);
                connections.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException _) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream(), 64 * 1024);
            boolean again = true;
            while (again) {
                Request request = new Request(readLine(in), readHeaders(in), socket, in);
                requests.add(request);
                again = behaviour.answer(request, socket.getOutputStream());
            }
        } catch (Exception _) {
            // The gateway closes idle connections; that is how most of these end.
        } finally {
            open.remove(socket);
        }
    }

    private static List<String> readHeaders(InputStream in) throws IOException {
        List<String> headers = new ArrayList<>();
        for (String line = readLine(in); !line.isEmpty(); line = readLine(in)) {
            headers.add(line);
        }
        return headers;
    }

    static String readLine(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException(line.toString(StandardCharsets.UTF_8));
            }
            if (next != '\r') {
                line.write(next);
            }
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
