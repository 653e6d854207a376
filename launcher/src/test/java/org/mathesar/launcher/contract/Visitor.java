package org.mathesar.launcher.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Somebody who speaks HTTP by hand: keeps the cookies, follows nothing, and sends exactly the header lines asked for,
 * Host included.
 */
final class Visitor {
    static final String FORM = "Content-Type: application/x-www-form-urlencoded";
    static final String JSON = "Content-Type: application/json";
    private static final int PIECES = 12;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final int port;
    private final Map<String, String> cookies = new LinkedHashMap<>();

    Visitor(int port) {
        this.port = port;
    }

    Answer get(String path, String... headers) {
        return send("GET", path, new byte[0], headers);
    }

    Answer post(String path, Map<String, String> fields, String... headers) {
        String form = fields.entrySet().stream().map(field -> field.getKey() + "="
                + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8)).collect(Collectors.joining("&"));
        return send("POST", path, form.getBytes(StandardCharsets.UTF_8), with(headers, FORM));
    }

    /** Gets the page first, for its cookie and token; these headers are of the second request. */
    Answer submit(String path, Map<String, String> fields, String... headers) {
        Map<String, String> complete = new HashMap<>(fields);
        complete.put("csrfmiddlewaretoken", get(path).token());
        return post(path, complete, headers);
    }

    Answer signIn(String username, String password, String... headers) {
        return submit("/auth/login/", Map.of("username", username, "password", password), headers);
    }

    Answer send(String method, String path, byte[] body, String... headers) {
        return send(method, path, body, Duration.ZERO, headers);
    }

    /** Sends the body little by little, over this time. */
    Answer send(String method, String path, byte[] body, Duration time, String... headers) {
        return exchange(head(method, path, body.length, headers), body, time);
    }

    /** Announces a body of this length and waits for the answer instead of sending it. */
    Answer announce(String path, int length, String... headers) {
        return exchange(head("POST", path, length, headers), new byte[0], Duration.ZERO);
    }

    private Answer exchange(String head, byte[] body, Duration time) {
        try (Socket connection = connect()) {
            write(head.getBytes(StandardCharsets.ISO_8859_1), body, time, connection.getOutputStream());
            Answer answer = Answer.read(connection.getInputStream());
            answer.all("Set-Cookie").forEach(this::keep);
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(head, e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void write(byte[] head, byte[] body, Duration time, OutputStream out)
            throws IOException, InterruptedException {
        if (time.isZero()) {
            // In one piece: a server that answers without reading the body may not find unread bytes when it closes.
            out.write(ByteBuffer.allocate(head.length + body.length).put(head).put(body).array());
            return;
        }
        out.write(head);
        int size = Math.ceilDiv(body.length, PIECES);
        for (int start = 0; start < body.length; start += size) {
            Thread.sleep(time.dividedBy(PIECES));
            out.write(body, start, Math.min(size, body.length - start));
        }
    }

    /** Opens a connection and says nothing, as browsers do in advance. */
    Socket connect() throws IOException {
        Socket connection = new Socket(InetAddress.getLoopbackAddress(), port);
        connection.setSoTimeout(30_000);
        return connection;
    }

    private String head(String method, String path, int length, String... headers) {
        Stream.Builder<String> lines = Stream.builder();
        lines.add(method + " " + path + " HTTP/1.1");
        if (Stream.of(headers).noneMatch(header -> header.startsWith("Host:"))) {
            lines.add("Host: 127.0.0.1:" + port);
        }
        Stream.of(headers).forEach(lines::add);
        if (!cookies.isEmpty()) {
            lines.add(cookies.entrySet().stream().map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                    .collect(Collectors.joining("; ", "Cookie: ", "")));
        }
        if (!method.equals("GET")) {
            lines.add("Content-Length: " + length);
        }
        lines.add("Connection: close");
        return lines.build().collect(Collectors.joining("\r\n", "", "\r\n\r\n"));
    }

    private void keep(String cookie) {
        String[] parts = cookie.split("[=;]", 3);
        if (cookie.contains("Max-Age=0;")) {
            cookies.remove(parts[0]);
        } else {
            cookies.put(parts[0], parts[1]);
        }
    }

    Optional<String> cookie(String name) {
        return Optional.ofNullable(cookies.get(name));
    }

    /** The result of a call, which must succeed. */
    JsonNode result(String method, Map<String, ?> parameters, String... headers) {
        JsonNode answer = call(method, parameters, headers);
        if (!answer.has("result")) {
            throw new AssertionError(method + " answered " + answer);
        }
        return answer.get("result");
    }

    /** The error of a call, which must fail. */
    JsonNode error(String method, Map<String, ?> parameters, String... headers) {
        JsonNode answer = call(method, parameters, headers);
        if (!answer.has("error")) {
            throw new AssertionError(method + " answered " + answer);
        }
        return answer.get("error");
    }

    /** The whole answer to a call, be it a result or an error. */
    JsonNode answer(String method, Map<String, ?> parameters) {
        return call(method, parameters);
    }

    private JsonNode call(String method, Map<String, ?> parameters, String... headers) {
        try {
            byte[] call = MAPPER.writeValueAsBytes(
                    Map.of("jsonrpc", "2.0", "id", 1, "method", method, "params", parameters));
            Answer answer = send("POST", "/api/rpc/v0/", call, with(headers, JSON));
            assertEquals(200, answer.status(), answer::toString);
            return MAPPER.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The header that signs one request in. */
    static String basic(String username, String password) {
        return "Authorization: Basic "
                + Base64.getEncoder().encodeToString((username + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    private static String[] with(String[] headers, String another) {
        String[] more = Arrays.copyOf(headers, headers.length + 1);
        more[headers.length] = another;
        return more;
    }
}
