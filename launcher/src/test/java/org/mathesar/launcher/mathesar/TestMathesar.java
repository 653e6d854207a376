package org.mathesar.launcher.mathesar;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server that answers as Mathesar does as long as nobody owns it, or as it is told. */
public final class TestMathesar implements AutoCloseable {
    /** As Mathesar's own first-run page has it, shortened. */
    private static final String FORM = """
            <form method="post"><input type="hidden" name="csrfmiddlewaretoken" value="FormToken64">
            <input type="text" name="username" maxlength="63"></form>
            """;

    private final HttpServer server;
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final List<String> received = Collections.synchronizedList(new ArrayList<>());
    private volatile boolean owned;
    private volatile Optional<Answer> login = Optional.empty();
    private volatile Optional<Answer> form = Optional.empty();
    private volatile Optional<Answer> submission = Optional.empty();

    private record Answer(int status, String body) {}

    public TestMathesar() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(workers);
        server.createContext("/", this::answer);
        server.start();
    }

    public MathesarClient client() {
        return new MathesarClient(server.getAddress());
    }

    /** The bodies of the forms that were sent, after their Accept-Language and Cookie. */
    public List<String> received() {
        return List.copyOf(received);
    }

    public void withOwner() {
        owned = true;
    }

    public boolean isOwned() {
        return owned;
    }

    public void login(int status) {
        login = Optional.of(new Answer(status, ""));
    }

    public void form(int status, String body) {
        form = Optional.of(new Answer(status, body));
    }

    /** Answers the next submissions with this; an empty body for a redirect. */
    public void submission(int status, String body) {
        submission = Optional.of(new Answer(status, body));
    }

    public void willing() {
        submission = Optional.empty();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            switch (exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath()) {
                case "GET /static/staticfiles.json" -> send(exchange, new Answer(200, "{}"));
                case "GET /auth/login/" -> login(exchange);
                case "GET /complete_installation/" -> showForm(exchange);
                case "POST /complete_installation/" -> submit(exchange);
                default -> send(exchange, new Answer(404, ""));
            }
        }
    }

    private void login(HttpExchange exchange) throws IOException {
        if (login.isPresent()) {
            send(exchange, login.get());
        } else if (owned) {
            send(exchange, new Answer(200, "login"));
        } else {
            redirect(exchange, "/complete_installation/");
        }
    }

    private void showForm(HttpExchange exchange) throws IOException {
        if (form.isPresent()) {
            send(exchange, form.get());
        } else if (owned) {
            redirect(exchange, "/");
        } else {
            exchange.getResponseHeaders().add("Set-Cookie", "other=1; Path=/");
            exchange.getResponseHeaders().add("Set-Cookie", "csrftoken=CookieToken32; Path=/; SameSite=Lax");
            send(exchange, new Answer(200, FORM));
        }
    }

    private void submit(HttpExchange exchange) throws IOException {
        received.add(exchange.getRequestHeaders().getFirst("Accept-Language") + "|"
                + exchange.getRequestHeaders().getFirst("Cookie") + "|"
                + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        if (submission.isPresent()) {
            send(exchange, submission.get());
            return;
        }
        owned = true;
        exchange.getResponseHeaders().add("Set-Cookie", "sessionid=session-of-the-owner; HttpOnly; Path=/");
        redirect(exchange, "/auth/login/");
    }

    private static void redirect(HttpExchange exchange, String to) throws IOException {
        exchange.getResponseHeaders().set("Location", to);
        send(exchange, new Answer(302, ""));
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
        workers.shutdownNow();
    }
}
