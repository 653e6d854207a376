package org.mathesar.launcher.mathesar;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.problem.ProblemException;

/** Speaks to Mathesar over loopback: is it well, has it an administrator, and its own first-run form. */
public final class MathesarClient implements AutoCloseable {
    private static final Pattern TOKEN = Pattern.compile("name=\"csrfmiddlewaretoken\"\\s+value=\"([A-Za-z0-9]+)\"");
    private static final Pattern ERROR = Pattern.compile(
            "<div[^>]*class=\"[^\"]*\\bhelp\\b[^\"]*\\berror\\b[^\"]*\"[^>]*>(.*?)</div>", Pattern.DOTALL);
    private static final Pattern MARKUP = Pattern.compile("<[^>]*>");

    private final URI base;
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2)).followRedirects(HttpClient.Redirect.NEVER).build();

    public MathesarClient(InetSocketAddress address) {
        this.base = URI.create("http://" + address.getHostString() + ":" + address.getPort());
    }

    /** How the attempt to create the first user ended. */
    public sealed interface Creation {
        /** {@code session} is Mathesar's session cookie of the new user, where it gave one. */
        record Created(Optional<String> session) implements Creation {}

        /** Mathesar refused the name or password, in its own words. */
        record Refused(List<String> messages) implements Creation {}

        record AlreadyThere() implements Creation {}
    }

    /** The first user as Mathesar's form wants it. */
    public record FirstUser(String username, String password, String language, boolean confirmInstallation,
            boolean shareUsage) {
        /** Without the password. */
        @Override
        public String toString() {
            return "FirstUser[" + username + "]";
        }
    }

    /** Whether it serves at all; needs no database. */
    public boolean answers() {
        return status("/static/staticfiles.json") == 200;
    }

    /** Whether it can do its work, database included. */
    public boolean isReady() {
        int status = status("/auth/login/");
        return status == 200 || status == 302;
    }

    /** Whether a first user exists; while none does, Mathesar sends everyone to its first-run form. */
    public boolean hasOwner() {
        HttpResponse<String> login = send(get("/auth/login/"));
        boolean toFirstRun = login.statusCode() == 302
                && login.headers().firstValue("location").orElse("").contains("complete_installation");
        if (login.statusCode() != 200 && login.statusCode() != 302) {
            throw unexpected("its login page answered " + login.statusCode());
        }
        return !toFirstRun;
    }

    /** Fills in Mathesar's own first-run form, so that its own rules and messages apply. */
    public Creation create(FirstUser user) {
        HttpResponse<String> form = send(
                form(user).GET());
        if (form.statusCode() == 302) {
            return new Creation.AlreadyThere();
        }
        Matcher token = TOKEN.matcher(form.body());
        Optional<String> cookie = cookie(form, "csrftoken");
        if (form.statusCode() != 200 || !token.find() || cookie.isEmpty()) {
            throw unexpected("its first-run form answered " + form.statusCode());
        }
        HttpResponse<String> answer = send(form(user).header("Cookie", "csrftoken=" + cookie.get())
                .header("Content-Type", "application/x-www-form-urlencoded").timeout(Duration.ofSeconds(60))
                .POST(HttpRequest.BodyPublishers.ofString(fields(user, token.group(1)))));
        return switch (answer.statusCode()) {
            case 302 -> new Creation.Created(cookie(answer, "sessionid"));
            case 200 -> new Creation.Refused(messages(answer.body()));
            default -> throw unexpected("its first-run form answered " + answer.statusCode());
        };
    }

    private HttpRequest.Builder form(FirstUser user) {
        // What a browser sends is not always what a header may hold.
        String language = user.language().matches("[ -~]+") ? user.language() : "en";
        return request("/complete_installation/").header("Accept-Language", language);
    }

    private static String fields(FirstUser user, String token) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("csrfmiddlewaretoken", token);
        fields.put("username", user.username());
        fields.put("password1", user.password());
        fields.put("password2", user.password());
        if (user.confirmInstallation()) {
            fields.put("one_time_installation_confirmation", "on");
        }
        if (user.shareUsage()) {
            fields.put("usage_stats", "on");
        }
        return fields.entrySet().stream().map(field -> field.getKey() + "="
                + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8)).collect(Collectors.joining("&"));
    }

    private static List<String> messages(String html) {
        List<String> messages = ERROR.matcher(html).results()
                .map(error -> unescape(MARKUP.matcher(error.group(1)).replaceAll(" ")).strip().replaceAll("\\s+", " "))
                .filter(message -> !message.isEmpty()).toList();
        return messages.isEmpty() ? List.of("Mathesar did not accept this name and password.") : messages;
    }

    private static String unescape(String html) {
        return html.replace("&#x27;", "'").replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">")
                .replace("&#39;", "'").replace("&amp;", "&");
    }

    private static Optional<String> cookie(HttpResponse<String> response, String name) {
        return response.headers().allValues("set-cookie").stream().filter(cookie -> cookie.startsWith(name + "="))
                .map(cookie -> cookie.substring(name.length() + 1).split(";", 2)[0]).findFirst();
    }

    private int status(String path) {
        try {
            return client.send(get(path).build(), HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException _) {
            return -1;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw unexpected("it did not answer: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking Mathesar", e);
        }
    }

    private HttpRequest.Builder get(String path) {
        return request(path).timeout(Duration.ofSeconds(4)).GET();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path)).timeout(Duration.ofSeconds(20));
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
