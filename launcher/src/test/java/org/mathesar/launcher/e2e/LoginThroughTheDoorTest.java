package org.mathesar.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** What the front door makes of a sign-in, row by row: forged headers change nothing, a foreign origin gets nowhere. */
@Tag("contract")
class LoginThroughTheDoorTest {
    private static final Pattern TOKEN = Pattern.compile("name=\"csrfmiddlewaretoken\"\\s+value=\"([A-Za-z0-9]+)\"");

    @TempDir(factory = OpenDirectory.class)
    private Path place;

    /** Headers of a visitor, with HOST standing for the server's own name and port. */
    private record Row(String situation, int status, List<String> headers) {
        static Row of(String situation, int status, String... headers) {
            return new Row(situation, status, List.of(headers));
        }
    }

    private static final List<Row> ROWS = List.of(
            Row.of("own Origin", 302, "Host: HOST", "Origin: https://HOST"),
            Row.of("own Referer, no Origin", 302, "Host: HOST", "Referer: https://HOST/auth/login/"),
            Row.of("neither Origin nor Referer", 403, "Host: HOST"),
            Row.of("Origin of another site", 403, "Host: HOST", "Origin: https://evil.example"),
            Row.of("Referer of another site", 403, "Host: HOST", "Referer: https://evil.example/"),
            Row.of("Origin null", 403, "Host: HOST", "Origin: null"),
            Row.of("Origin by http", 403, "Host: HOST", "Origin: http://HOST"),
            Row.of("Host without the port", 403, "Host: localhost", "Origin: https://HOST"),
            Row.of("forged X-Forwarded-Proto http", 302, "Host: HOST", "Origin: https://HOST",
                    "X-Forwarded-Proto: http"),
            Row.of("forged X-Forwarded-Proto http,https", 302, "Host: HOST", "Origin: https://HOST",
                    "X-Forwarded-Proto: http,https"),
            Row.of("forged X-Forwarded-Proto twice", 302, "Host: HOST", "Origin: https://HOST",
                    "X-Forwarded-Proto: http", "X-Forwarded-Proto: http"),
            Row.of("forged X_Forwarded_Proto", 302, "Host: HOST", "Origin: https://HOST", "X_Forwarded_Proto: http"),
            Row.of("forged X-Forwarded-Host", 302, "Host: HOST", "Origin: https://HOST",
                    "X-Forwarded-Host: evil.example"),
            Row.of("forged X-Forwarded-Host, Origin to match", 403, "Host: HOST", "Origin: https://evil.example",
                    "X-Forwarded-Host: evil.example"),
            Row.of("forged X-Forwarded-Ssl off", 302, "Host: HOST", "Origin: https://HOST", "X-Forwarded-Ssl: off"),
            Row.of("forged X-Forwarded-Protocol http", 302, "Host: HOST", "Origin: https://HOST",
                    "X-Forwarded-Protocol: http"),
            Row.of("forged Forwarded", 302, "Host: HOST", "Origin: https://HOST",
                    "Forwarded: for=6.6.6.6;proto=http;host=evil.example"),
            Row.of("unknown Host", 421, "Host: evil.example", "Origin: https://evil.example"),
            Row.of("Host with an underscore", 421, "Host: my_data.example.org", "Origin: https://HOST"),
            Row.of("two Hosts", 400, "Host: HOST", "Host: evil.example", "Origin: https://HOST"),
            Row.of("no Host", 400, "Origin: https://HOST"));

    @Test
    void theSampleApplicationIsSignedIntoOnlyFromItsOwnPages() {
        try (LaunchedServer server = Launch.sample(Installed.copyTo(place.resolve("data"))).start().awaitReady()) {
            hold("the sample application", server);
        }
    }

    @Test
    @EnabledIfEnvironmentVariable(named = "MATHESAR_HOME", matches = ".+", disabledReason = "it needs an unpacked Mathesar release in MATHESAR_HOME")
    void mathesarIsSignedIntoOnlyFromItsOwnPages() {
        Path release = place.resolve("release");
        Program.run("cp", "-a", System.getenv("MATHESAR_HOME"), release.toString()).with(0);
        try (LaunchedServer server = Launch.mathesar(place.resolve("data")).with("MATHESAR_HOME", release.toString())
                .headless().start().awaitReady()) {
            hold("MATHESAR ITSELF", server);
        }
    }

    private static void hold(String subject, LaunchedServer server) {
        List<String> table = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        for (Row row : ROWS) {
            int status = signIn(server, row.headers());
            table.add("| %-40s | %d |".formatted(row.situation(), status));
            if (status != row.status()) {
                wrong.add(row.situation() + ": " + status + " instead of " + row.status());
            }
        }
        System.out.println("\nLOGIN THROUGH THE DOOR TO " + subject + "\n" + String.join("\n", table) + "\n");
        assertEquals(List.of(), wrong);
    }

    private static int signIn(LaunchedServer server, List<String> headers) {
        try (Guest guest = server.guest()) {
            Matcher token = TOKEN.matcher(guest.get("/auth/login/").body());
            if (!token.find()) {
                throw new AssertionError("the login page has no form");
            }
            String body = "csrfmiddlewaretoken=" + token.group(1) + "&username=" + LaunchedServer.ADMIN + "&password="
                    + URLEncoder.encode(LaunchedServer.PASSWORD, StandardCharsets.UTF_8);
            String host = server.url().getAuthority();
            String request = "POST /auth/login/ HTTP/1.1\r\n"
                    + String.join("\r\n", headers.stream().map(header -> header.replace("HOST", host)).toList())
                    + "\r\nCookie: csrftoken=" + guest.cookie("csrftoken")
                    + "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: " + body.length()
                    + "\r\nConnection: close\r\n\r\n" + body;
            return status(server, request);
        }
    }

    private static int status(LaunchedServer server, String request) {
        try (Socket socket = AnyCertificate.context().getSocketFactory().createSocket("localhost",
                server.url().getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return Integer.parseInt(answer.split(" ", 3)[1]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
