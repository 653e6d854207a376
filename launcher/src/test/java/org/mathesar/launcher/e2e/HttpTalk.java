package org.mathesar.launcher.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Requests over HTTP/1.1, each on a connection of its own that somebody makes. Keeps cookies, follows nothing. */
abstract class HttpTalk {
    static final int PATIENCE = 20_000;
    private static final Pattern TOKEN = Pattern.compile("name=\"csrfmiddlewaretoken\"\\s+value=\"([A-Za-z0-9]+)\"");

    private final String host;
    private final Map<String, String> always;
    private final Map<String, String> cookies = new TreeMap<>();

    /** @param headers names in lower case */
    record Reply(int status, Map<String, String> headers, String body) {
        String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    /** @param always headers of every request */
    HttpTalk(String host, Map<String, String> always) {
        this.host = host;
        this.always = always;
    }

    abstract Socket connected();

    Reply get(String path) {
        return exchange("GET " + path, "", "");
    }

    Reply post(String path, String... fields) {
        StringJoiner form = new StringJoiner("&");
        for (int i = 0; i < fields.length; i += 2) {
            form.add(fields[i] + "=" + URLEncoder.encode(fields[i + 1], StandardCharsets.UTF_8));
        }
        return exchange("POST " + path, "Origin: https://" + host
                + "\r\nContent-Type: application/x-www-form-urlencoded\r\n", form.toString());
    }

    /** Signs in through the application's own form; whether that worked. */
    boolean signIn(String username, String password) {
        Matcher token = TOKEN.matcher(get("/auth/login/").body());
        if (!token.find()) {
            throw new AssertionError("the login page has no form");
        }
        Reply answer = post("/auth/login/", "csrfmiddlewaretoken", token.group(1), "username", username, "password",
                password);
        return answer.status() == 302 && cookies.containsKey("sessionid");
    }

    private Reply exchange(String line, String headers, String body) {
        StringJoiner jar = new StringJoiner("; ");
        cookies.forEach((cookie, value) -> jar.add(cookie + "=" + value));
        StringBuilder request = new StringBuilder(line + " HTTP/1.1\r\nHost: " + host + "\r\n" + headers);
        always.forEach((name, value) -> request.append(name + ": " + value + "\r\n"));
        request.append(cookies.isEmpty() ? "" : "Cookie: " + jar + "\r\n").append("Content-Length: " + body.length()
                + "\r\nConnection: close\r\n\r\n" + body);
        try (Socket socket = connected()) {
            socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
            return parse(new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(line, e);
        }
    }

    private Reply parse(String text) throws IOException {
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            throw new IOException("no answer from " + host + ": " + text);
        }
        Map<String, String> headers = new TreeMap<>();
        text.substring(0, end).lines().skip(1).map(line -> line.split(": *", 2)).forEach(header -> {
            headers.put(header[0].toLowerCase(Locale.ROOT), header[1]);
            if (header[0].equalsIgnoreCase("Set-Cookie")) {
                String[] cookie = header[1].split("[=;]", 3);
                cookies.put(cookie[0], cookie[1]);
            }
        });
        String body = text.substring(end + 4);
        String whole = headers.getOrDefault("transfer-encoding", "").equals("chunked") ? joined(body) : body;
        return new Reply(Integer.parseInt(text.split(" ", 3)[1]), headers,
                new String(whole.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
    }

    private static String joined(String chunks) {
        StringBuilder body = new StringBuilder();
        int at = 0;
        while (true) {
            int line = chunks.indexOf("\r\n", at);
            int length = Integer.parseInt(chunks.substring(at, line).strip(), 16);
            if (length == 0) {
                return body.toString();
            }
            body.append(chunks, line + 2, line + 2 + length);
            at = line + 4 + length;
        }
    }
}
