package org.mathesar.launcher.mathesar;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.problem.ProblemException;
import org.mathesar.launcher.storage.Secret;

/** Sends calls to Mathesar over loopback; what it is told to keep secret is in no exception. */
final class JsonRpc implements AutoCloseable {
    /** Mathesar's own code for whoever may not call a method. */
    static final int NOT_ALLOWED = -32603;
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Pattern SESSION = Pattern.compile("[A-Za-z0-9_-]{1,200}");
    private static final Pattern PAGE_DATA = Pattern
            .compile("<script id=\"common-data\" type=\"application/json\">(.*?)</script>", Pattern.DOTALL);
    private static final int SHORT = 4;

    private final URI base;
    private final Credentials credentials;
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2)).followRedirects(HttpClient.Redirect.NEVER).build();

    JsonRpc(InetSocketAddress address, Credentials credentials) {
        this.base = URI.create("http://" + address.getHostString() + ":" + address.getPort());
        this.credentials = credentials;
    }

    /**
     * The result of a call.
     *
     * @param limit how long Mathesar may take
     * @param secrets what its answer must not carry on
     * @throws RpcException when Mathesar refuses
     * @throws ProblemException when it does not answer, or not in its language
     */
    JsonNode call(String method, Map<String, ?> parameters, Duration limit, List<Secret> secrets) {
        JsonNode answer = parsed(method, send(method, request("/api/rpc/v0/", limit)
                .header("Content-Type", "application/json").POST(body(method, parameters)).build()));
        JsonNode error = answer.path("error");
        if (error.isObject()) {
            throw new RpcException(method, error.path("code").asInt(),
                    masked(error.path("message").asText().strip(), secrets));
        }
        return answer.path("result");
    }

    /** What Mathesar's pages are given to show, for whoever is signed in; missing where nobody is. */
    JsonNode pageData() {
        HttpResponse<String> page = send("its start page", request("/", Duration.ofSeconds(20)).GET().build());
        Matcher data = PAGE_DATA.matcher(page.body());
        return page.statusCode() == 200 && data.find()
                ? read("its start page", data.group(1))
                : MissingNode.getInstance();
    }

    private static HttpRequest.BodyPublisher body(String method, Map<String, ?> parameters) {
        try {
            return HttpRequest.BodyPublishers.ofByteArray(MAPPER.writeValueAsBytes(
                    Map.of("jsonrpc", "2.0", "id", 1, "method", method, "params", parameters)));
        } catch (JsonProcessingException e) {
            e.clearLocation(); // which may quote what was to be sent
            throw new IllegalArgumentException(method + " cannot be written as JSON", e);
        }
    }

    private static JsonNode parsed(String method, HttpResponse<String> answer) {
        if (answer.statusCode() == 302) {
            throw new RpcException(method, NOT_ALLOWED, "This user has to set a new password first.");
        }
        if (answer.statusCode() != 200) {
            throw unexpected(method + " answered " + answer.statusCode());
        }
        return read(method, answer.body());
    }

    private static JsonNode read(String source, String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException _) {
            throw unexpected(source + " did not answer in JSON");
        }
    }

    private HttpRequest.Builder request(String path, Duration limit) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path)).timeout(limit);
        authorization().ifPresent(header -> request.header(header.getKey(), header.getValue()));
        return request;
    }

    /** Empty for a cookie that cannot be Mathesar's: it came from a browser and must not add headers of its own. */
    private Optional<Map.Entry<String, String>> authorization() {
        return switch (credentials) {
            case Credentials.Session(Secret cookie) -> Optional.of(cookie.reveal())
                    .filter(value -> SESSION.matcher(value).matches())
                    .map(value -> Map.entry("Cookie", "sessionid=" + value));
            case Credentials.Basic(String username, Secret password) -> Optional.of(Map.entry("Authorization",
                    "Basic " + Base64.getEncoder().encodeToString(
                            (username + ":" + password.reveal()).getBytes(StandardCharsets.UTF_8))));
        };
    }

    private HttpResponse<String> send(String what, HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (HttpTimeoutException e) {
            throw new ProblemException(new Problem.Fixable("Mathesar did not finish " + what + " within "
                    + request.timeout().orElseThrow().toSeconds() + " seconds.",
                    "It may still be at it: wait a little, then try again."), e);
        } catch (IOException e) {
            throw new ProblemException(new Problem.Fixable("Mathesar does not answer.",
                    "Wait until it runs again, then try once more.", what + ": " + e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking Mathesar", e);
        }
    }

    /** A very short secret is only masked as a word of its own; elsewhere the stars would tell its letters. */
    private static String masked(String text, List<Secret> secrets) {
        String masked = text;
        for (Secret secret : secrets) {
            if (!secret.isEmpty()) {
                String quoted = Pattern.quote(secret.reveal());
                masked = masked.replaceAll(secret.reveal().length() < SHORT ? "\\b" + quoted + "\\b" : quoted, "***");
            }
        }
        return masked;
    }

    private static ProblemException unexpected(String what) {
        return new ProblemException(new Problem.Fixable("Mathesar is not as it should be: " + what + ".",
                "Look at Mathesar's own lines in the log, then try again."));
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
