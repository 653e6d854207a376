package org.mathesar.launcher.wizard;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.StringJoiner;

/** A browser that keeps its cookies and follows no redirect. */
final class Visitor {
    private final HttpClient client = HttpClient.newHttpClient();
    private final WizardServer server;
    private final Map<String, String> cookies = new HashMap<>();

    Visitor(WizardServer server) {
        this.server = server;
    }

    Visitor with(String cookie, String value) {
        cookies.put(cookie, value);
        return this;
    }

    HttpResponse<String> get(String page, String... headers) {
        return send(request(page, headers).GET());
    }

    HttpResponse<String> post(String page, String... fields) {
        return send(request(page).header("Origin", origin()).header("Content-Type",
                "application/x-www-form-urlencoded; charset=UTF-8").POST(BodyPublishers.ofString(form(fields))));
    }

    HttpRequest.Builder request(String page, String... headers) {
        URI url = server.url(page.startsWith("/") ? page : Page.ROOT + page);
        HttpRequest.Builder request = HttpRequest.newBuilder(url);
        StringJoiner jar = new StringJoiner("; ");
        cookies.forEach((name, value) -> jar.add(name + "=" + value));
        if (!cookies.isEmpty()) {
            request.header("Cookie", jar.toString());
        }
        return headers.length == 0 ? request : request.headers(headers);
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
            response.headers().allValues("Set-Cookie").stream().map(cookie -> cookie.split("[=;]"))
                    .forEach(parts -> cookies.put(parts[0], parts[1]));
            return response;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    HttpClient client() {
        return client;
    }

    String origin() {
        URI url = server.url("");
        return url.getScheme() + "://" + url.getAuthority();
    }

    static String form(String... fields) {
        StringJoiner body = new StringJoiner("&");
        for (int i = 0; i < fields.length; i += 2) {
            body.add(fields[i] + "=" + URLEncoder.encode(fields[i + 1], StandardCharsets.UTF_8));
        }
        return body.toString();
    }

    static String location(HttpResponse<?> response) {
        return response.headers().firstValue("Location").orElse("none, but " + response.statusCode());
    }
}
