package org.mathesar.launcher.e2e;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Requests over HTTP/1.1 and TLS whose target is written as it is given, whatever it is. */
final class RawHttp1 implements AutoCloseable {
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3}) ");
    private static final Pattern LENGTH = Pattern.compile("(?i)\r\nContent-Length: *(\\d+)\r\n");

    private final URI server;
    private Socket socket;
    private InputStream in;

    /** An answer with its head. */
    record Answer(int status, String text) {}

    RawHttp1(URI server) {
        this.server = server;
    }

    Answer ask(String method, String target) {
        try {
            if (socket == null) {
                socket = AnyCertificate.context().getSocketFactory().createSocket(server.getHost(), server.getPort());
                socket.setSoTimeout(20_000);
                in = new BufferedInputStream(socket.getInputStream());
            }
            socket.getOutputStream().write((method + " " + target + " HTTP/1.1\r\nHost: " + server.getAuthority()
                    + "\r\nAccept: text/html\r\nContent-Length: 0\r\n\r\n").getBytes(StandardCharsets.UTF_8));
            return answer(method);
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + target, e);
        }
    }

    private Answer answer(String method) throws IOException {
        String head = head();
        Matcher status = STATUS.matcher(head);
        Matcher length = LENGTH.matcher(head);
        boolean hasLength = length.find();
        String body = "";
        if (!method.equals("HEAD")) {
            byte[] bytes = hasLength ? in.readNBytes(Integer.parseInt(length.group(1))) : in.readAllBytes();
            body = new String(bytes, StandardCharsets.UTF_8);
        }
        if (!hasLength || head.contains("\r\nConnection: close\r\n")) {
            close();
        }
        return new Answer(status.lookingAt() ? Integer.parseInt(status.group(1)) : -1, head + body);
    }

    private String head() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.length() < 4 || head.indexOf("\r\n\r\n", head.length() - 4) < 0) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("the connection ended after: " + head);
            }
            head.append((char) next);
        }
        return head.toString();
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
