package org.mathesar.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Somebody outside with connections of their own: trusts the server's certificate, keeps cookies, follows nothing. */
public final class Guest implements AutoCloseable {
    private static final Pattern TOKEN = Pattern.compile("name=\"csrfmiddlewaretoken\"\\s+value=\"([A-Za-z0-9]+)\"");

    private final URI base;
    private final HttpClient client;
    private final Map<String, String> cookies = new ConcurrentHashMap<>();

    public Guest(URI base, HttpClient.Version version) {
        this.base = base;
        this.client = HttpClient.newBuilder().version(version).sslContext(AnyCertificate.context())
                .connectTimeout(Duration.ofSeconds(10)).build();
    }

    public Guest(URI base) {
        this(base, HttpClient.Version.HTTP_1_1);
    }

    public HttpResponse<String> get(String path) {
        return send(request(path).GET());
    }

    /** The status, or -1 when there is no answer within the limit. */
    int status(String path, Duration limit) {
        try {
            return client.send(request(path).timeout(limit).GET().build(), BodyHandlers.discarding()).statusCode();
        } catch (IOException _) {
            return -1;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public HttpResponse<String> post(String path, String... fields) {
        return send(request(path).header("Origin", origin()).header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form(fields))));
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        return send(request, BodyHandlers.ofString());
    }

    <T> HttpResponse<T> send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> body) {
        try {
            HttpResponse<T> response = client.send(request.build(), body);
            response.headers().allValues("Set-Cookie").stream().map(cookie -> cookie.split("[=;]", 3))
                    .forEach(parts -> cookies.put(parts[0], parts[1]));
            return response;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path));
        StringJoiner jar = new StringJoiner("; ");
        cookies.forEach((name, value) -> jar.add(name + "=" + value));
        return cookies.isEmpty() ? request : request.header("Cookie", jar.toString());
    }

    /** Signs in through the application's own form; whether that worked. */
    public boolean signIn(String username, String password) {
        Matcher token = TOKEN.matcher(get("/auth/login/").body());
        if (!token.find()) {
            throw new AssertionError("the login page has no form");
        }
        HttpResponse<String> answer = post("/auth/login/", "csrfmiddlewaretoken", token.group(1), "username", username,
                "password", password);
        return answer.statusCode() == 302 && cookies.containsKey("sessionid");
    }

    /** Calls the application's RPC as this user. */
    public String rpc(String username, String password, String method, String parameters) {
        String credentials = Base64.getEncoder()
                .encodeToString((username + ":" + password).getBytes(StandardCharsets.UTF_8));
        HttpResponse<String> answer = send(HttpRequest.newBuilder(base.resolve("/api/rpc/v0/"))
                .header("Authorization", "Basic " + credentials).header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method
                        + "\",\"params\":" + parameters + "}")));
        assertEquals(200, answer.statusCode(), answer.body());
        return answer.body();
    }

    String cookie(String name) {
        return cookies.getOrDefault(name, "");
    }

    void keep(String cookie, String value) {
        cookies.put(cookie, value);
    }

    String origin() {
        return base.getScheme() + "://" + base.getAuthority();
    }

    private static String form(String... fields) {
        StringJoiner body = new StringJoiner("&");
        for (int i = 0; i < fields.length; i += 2) {
            body.add(fields[i] + "=" + URLEncoder.encode(fields[i + 1], StandardCharsets.UTF_8));
        }
        return body.toString();
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
