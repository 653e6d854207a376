package org.mathesar.launcher.wizard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mathesar.launcher.wizard.Visitor.form;

import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestRulesTest {
    private static final String FORM = "application/x-www-form-urlencoded";

    private final WizardServer server = WizardServer.start();

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "claim", "address", "nonsense", "progress/events", "assets/style.css", "assets/no.css"})
    void everyResponseCarriesTheSafetyHeaders(String page) {
        HttpResponse<String> response = server.visitor().get(page);
        assertEquals("default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:;"
                + " connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
                header(response, "Content-Security-Policy"));
        assertEquals("nosniff", header(response, "X-Content-Type-Options"));
        assertEquals("no-referrer", header(response, "Referrer-Policy"));
        assertEquals("same-origin", header(response, "Cross-Origin-Opener-Policy"));
        assertEquals(page.equals("assets/style.css") ? "public, max-age=300" : "no-store",
                header(response, "Cache-Control"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example", "http://localhost", "http://localhost:1", "https://localhost:PORT",
            "http://localhost.evil.example:PORT", "not an origin"})
    void aFormFromAnotherOriginIsRefused(String origin) {
        String other = origin.replace("PORT", Integer.toString(server.url("").getPort()));
        assertEquals(403, claim("Origin", other).statusCode());
        assertEquals(403, claim("Origin", other, "Sec-Fetch-Site", "same-origin").statusCode());
        assertEquals(0, server.gate.attempts());
    }

    @ParameterizedTest
    @CsvSource({"Sec-Fetch-Site, same-origin, 303", "Sec-Fetch-Site, same-site, 403", "Sec-Fetch-Site, cross-site, 403",
            "Sec-Fetch-Site, none, 403", "Referer, http://localhost:PORT/-/setup/claim, 303",
            "Referer, https://evil.example/, 403", "X-Nothing, nothing, 403"})
    void withoutAnOriginOnlyWhatPagesCannotForgeCounts(String header, String value, int status) {
        String here = value.replace("PORT", Integer.toString(server.url("").getPort()));
        assertEquals(status, claim(header, here).statusCode());
    }

    @Test
    void theNullOriginOfPagesWithoutReferrerNeedsTheBrowsersWord() {
        assertEquals(403, claim("Origin", "null").statusCode());
        assertEquals(403, claim("Origin", "null", "Sec-Fetch-Site", "cross-site").statusCode());
        assertEquals(303, claim("Origin", "null", "Sec-Fetch-Site", "same-origin").statusCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/json", "multipart/form-data; boundary=x",
            "application/x-www-form-urlencoded-not"})
    void onlyFormsAreAccepted(String type) {
        Visitor visitor = server.visitor();
        assertEquals(415, visitor.send(post(visitor, type, form("code", FakeClaimGate.CODE))).statusCode());
        assertEquals(0, server.gate.attempts());
    }

    @ParameterizedTest
    @ValueSource(ints = {17_000, 3_000_000})
    void aLargeBodyIsRefusedWhetherAnnouncedOrNot(int size) {
        Visitor visitor = server.visitor();
        byte[] body = ("code=" + "x".repeat(size)).getBytes(StandardCharsets.UTF_8);
        assertEquals(413, unlessCut(() -> visitor.send(post(visitor, FORM, new String(body, StandardCharsets.UTF_8)))));
        HttpRequest.Builder chunked = visitor.request("claim").header("Origin", visitor.origin())
                .header("Content-Type", FORM)
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)));
        assertEquals(413, unlessCut(() -> visitor.send(chunked)));
        assertEquals(0, server.gate.attempts());
    }

    /** A server that closes before the whole body came may cut the visitor off before the answer is read; once more then. */
    private static int unlessCut(Supplier<HttpResponse<String>> request) {
        for (int attempt = 1;; attempt++) {
            try {
                return request.get().statusCode();
            } catch (UncheckedIOException e) {
                if (attempt == 5) {
                    throw e;
                }
            }
        }
    }

    @Test
    void aLargeFormWithinTheLimitIsRead() {
        assertEquals(422, server.visitor().post("claim", "code", "x".repeat(16_000)).statusCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"code=%", "code=%zz", "%=1"})
    void brokenEscapesAreRefused(String body) {
        Visitor visitor = server.visitor();
        assertEquals(400, visitor.send(post(visitor, FORM, body)).statusCode());
    }

    @Test
    void oddBodiesAreFormsWithoutFields() {
        Visitor visitor = server.visitor();
        for (String body : List.of("", "&&&", "=", "code", "=x", "\u0000=\u0000")) {
            assertEquals(422, visitor.send(post(visitor, FORM, body)).statusCode(), body);
        }
    }

    @ParameterizedTest
    @CsvSource({"PUT, claim, 'GET, HEAD, POST'", "DELETE, database, 'GET, HEAD, POST'", "POST, done, 'GET, HEAD'",
            "POST, '', 'GET, HEAD'", "OPTIONS, progress, 'GET, HEAD, POST'", "POST, assets/style.css, 'GET, HEAD'",
            "HEAD, progress/events, GET", "POST, progress/events, GET"})
    void otherMethodsAreRefusedWithThoseThatWork(String method, String page, String allowed) {
        Visitor visitor = server.visitor();
        HttpResponse<String> response = visitor.send(visitor.request(page).method(method, BodyPublishers.noBody()));
        assertEquals(405, response.statusCode());
        assertEquals(allowed, header(response, "Allow"));
    }

    @Test
    void aHeadRequestIsAGetWithoutBody() {
        Visitor visitor = server.visitor();
        HttpResponse<String> response = visitor.send(visitor.request("claim").HEAD());
        assertEquals(200, response.statusCode());
        assertEquals("", response.body());
    }

    @Test
    void manySlowFormsKeepNobodyElseWaiting() throws Exception {
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 30; i++) {
                Socket socket = new Socket("localhost", server.url("").getPort());
                slow.add(socket);
                OutputStream out = socket.getOutputStream();
                out.write(("POST /-/setup/claim HTTP/1.1\r\nHost: localhost:" + socket.getPort() + "\r\nOrigin: "
                        + "http://localhost:" + socket.getPort() + "\r\nContent-Type: " + FORM
                        + "\r\nContent-Length: 100\r\n\r\ncode=").getBytes(StandardCharsets.US_ASCII));
                out.flush();
            }
            assertEquals(200, server.visitor().get("claim").statusCode());
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void assetsMayBeCachedForEverUnderTheAddressThatPagesUse() {
        String page = server.visitor().get("claim").body();
        Matcher link = Pattern.compile("href=\"(/-/setup/assets/style\\.css\\?v=\\w+)\"").matcher(page);
        assertTrue(link.find(), page);
        HttpResponse<String> style = server.visitor().get(link.group(1));
        assertEquals("public, max-age=31536000, immutable", header(style, "Cache-Control"));
        assertEquals("text/css; charset=UTF-8", header(style, "Content-Type"));
        assertTrue(style.body().contains("prefers-color-scheme: dark"));
        assertEquals(404, server.visitor().get("assets/..%2FWizard.class").statusCode());
    }

    @Test
    void noPageHasStylesOrScriptsInline() {
        String page = server.owner().get("address").body();
        assertFalse(page.contains("style=\"") || page.contains("<style") || page.contains(" onclick"), page);
        assertFalse(Pattern.compile("<script(?! src=)").matcher(page).find(), page);
    }

    private HttpResponse<String> claim(String... headers) {
        Visitor visitor = server.visitor();
        return visitor.send(visitor.request("claim", headers).header("Content-Type", FORM)
                .POST(BodyPublishers.ofString(form("code", FakeClaimGate.CODE))));
    }

    private static HttpRequest.Builder post(Visitor visitor, String type, String body) {
        return visitor.request("claim").header("Origin", visitor.origin()).header("Content-Type", type)
                .POST(BodyPublishers.ofString(body));
    }

    private static String header(HttpResponse<?> response, String name) {
        return String.join("|", response.headers().allValues(name));
    }
}
