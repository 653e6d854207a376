package org.mathesar.launcher.pebble;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.mathesar.launcher.tls.ServingKey;

/**
 * A certificate authority with faults: hands everything on to a Pebble, except what it is told to spoil. Pebble makes its
 * links from the Host header, which is handed on too, so that all of them lead through here.
 */
public final class FaultyDirectory implements AutoCloseable {

    /** What a client asks for. */
    public enum Step {
        DIRECTORY("/dir"),
        NEW_NONCE("/nonce-plz"),
        NEW_ACCOUNT("/sign-me-up"),
        NEW_ORDER("/order-plz"),
        ACCOUNT(
                "/my-account/"),
        ORDER("/my-order/"),
        AUTHORIZATION("/authZ/"),
        CHALLENGE("/chalZ/"),
        FINALIZE(
                "/finalize-order/"),
        CERTIFICATE("/certZ/"),
        KEY_CHANGE(
                "/rollover-account-key"),
        RENEWAL_INFO("/draft-ietf-acme-ari-03/renewalInfo");

        private final String path;

        Step(String path) {
            this.path = path;
        }

        private static Optional<Step> of(String path) {
            return Arrays.stream(values()).filter(step -> path.startsWith(step.path)).findFirst();
        }
    }

    /** What becomes of a request. */
    public sealed interface Fault {
        /** It never reaches Pebble; this is answered. */
        record Answer(int status, Map<String, String> headers, String body) implements Fault {}

        /** It never reaches Pebble; the connection is cut. */
        record Cut() implements Fault {}

        /** Pebble does what it asks for, and then the connection is cut instead of an answer. */
        record CutAfterwards() implements Fault {}

        /** Pebble's answer comes that much later. */
        record Slow(Duration delay) implements Fault {}

        /** Pebble's answer comes with another body. */
        record Rewritten(UnaryOperator<String> change) implements Fault {}

        /** A problem document (RFC 8555 §6.7). */
        static Answer problem(int status, String type, String detail) {
            return new Answer(status, Map.of("Content-Type", "application/problem+json"),
                    "{\"type\":\"urn:ietf:params:acme:error:%s\",\"detail\":\"%s\",\"status\":%d}".formatted(type,
                            detail, status));
        }

        /** "Too many orders", with a Retry-After header of this text: seconds or an HTTP date. */
        static Answer rateLimited(String retryAfter) {
            Answer problem = problem(429, "rateLimited", "too many certificates already issued");
            return new Answer(429, Map.of("Content-Type", "application/problem+json", "Retry-After", retryAfter),
                    problem.body());
        }

        /** An error without a problem document, as a load balancer answers. */
        static Answer unavailable(int status) {
            return new Answer(status, Map.of("Content-Type", "text/html"), "<h1>Unavailable</h1>");
        }
    }

    private record Answered(int status, List<String[]> headers, byte[] body) {}

    private final Pebble first;
    private volatile Pebble pebble;
    private final int port;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<Step, Fault> faults = new ConcurrentHashMap<>();
    private final Map<Step, AtomicInteger> requests = new EnumMap<>(Step.class);
    private HttpsServer server;

    private FaultyDirectory(Pebble pebble) {
        this.first = pebble;
        this.pebble = pebble;
        for (Step step : Step.values()) {
            requests.put(step, new AtomicInteger());
        }
        server = listen(0);
        port = server.getAddress().getPort();
    }

    public static FaultyDirectory before(Pebble pebble) {
        return new FaultyDirectory(pebble);
    }

    public URI directory() {
        return URI.create("https://127.0.0.1:" + port + "/dir");
    }

    /** What to trust for talking to it. */
    public Path caFile() {
        return first.caFile();
    }

    /** From now on this becomes of such requests. */
    public void spoil(Step step, Fault fault) {
        faults.put(step, fault);
    }

    /** From now on such requests go well. */
    public void heal(Step step) {
        faults.remove(step);
    }

    /** How many such requests have come, the spoilt ones too. */
    public int requests(Step step) {
        return requests.get(step).get();
    }

    /** Hands on to another Pebble, as an authority that has lost its database: it knows no account and no order. */
    public void moveTo(Pebble other) {
        pebble = other;
    }

    /** Refuses connections. */
    public synchronized void goDown() {
        server.stop(0);
    }

    /** Listens again, at the same address. */
    public synchronized void comeBack() {
        server = listen(port);
    }

    private HttpsServer listen(int port) {
        try {
            HttpsServer listening = HttpsServer
                    .create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 0);
            listening.setHttpsConfigurator(new HttpsConfigurator(new ServingKey(first.identity()).context()));
            listening.setExecutor(executor);
            listening.createContext("/", this::handle);
            listening.start();
            return listening;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Optional<Step> step = Step.of(exchange.getRequestURI().getPath());
            step.ifPresent(known -> requests.get(known).incrementAndGet());
            Optional<Fault> fault = step.map(faults::get);
            if (fault.isEmpty()) {
                send(exchange, ask(exchange));
                return;
            }
            switch (fault.get()) {
                case Fault.Answer(int status, Map<String, String> headers, String body) -> send(exchange,
                        new Answered(status,
                                headers.entrySet().stream().map(e -> new String[]{e.getKey(), e.getValue()}).toList(),
                                body.getBytes(StandardCharsets.UTF_8)));
                case Fault.Cut _ -> exchange.getRequestBody().readAllBytes();
                case Fault.CutAfterwards _ -> ask(exchange);
                case Fault.Slow(Duration delay) -> {
                    Answered answered = ask(exchange);
                    Thread.sleep(delay);
                    send(exchange, answered);
                }
                case Fault.Rewritten(UnaryOperator<String> change) -> {
                    Answered answered = ask(exchange);
                    String body = change.apply(new String(answered.body, StandardCharsets.UTF_8));
                    send(exchange, new Answered(answered.status, answered.headers,
                            body.getBytes(StandardCharsets.UTF_8)));
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** By HTTP/1.0, where an answer simply ends with the connection. */
    private Answered ask(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        StringBuilder head = new StringBuilder(exchange.getRequestMethod() + " " + exchange.getRequestURI()
                + " HTTP/1.0\r\n");
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!List.of("connection", "upgrade", "http2-settings", "content-length", "transfer-encoding",
                    "accept-encoding").contains(name.toLowerCase(java.util.Locale.ROOT))) {
                values.forEach(value -> head.append(name).append(": ").append(value).append("\r\n"));
            }
        });
        head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
        Pebble target = pebble;
        try (Socket socket = target.trustingContext().getSocketFactory().createSocket("127.0.0.1", target.port())) {
            OutputStream out = socket.getOutputStream();
            ByteArrayOutputStream request = new ByteArrayOutputStream();
            request.writeBytes(head.toString().getBytes(StandardCharsets.ISO_8859_1));
            request.writeBytes(body);
            out.write(request.toByteArray());
            out.flush();
            return parse(socket.getInputStream().readAllBytes());
        }
    }

    private static Answered parse(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        String[] lines = text.substring(0, end).split("\r\n");
        List<String[]> headers = Arrays.stream(lines).skip(1).map(line -> line.split(": ?", 2)).toList();
        return new Answered(Integer.parseInt(lines[0].split(" ")[1]), headers,
                Arrays.copyOfRange(bytes, end + 4, bytes.length));
    }

    private static void send(HttpExchange exchange, Answered answered) throws IOException {
        answered.headers.stream()
                .filter(header -> !List.of("content-length", "connection", "transfer-encoding")
                        .contains(header[0].toLowerCase(java.util.Locale.ROOT)))
                .forEach(header -> exchange.getResponseHeaders().add(header[0], header[1]));
        boolean bodiless = exchange.getRequestMethod().equals("HEAD") || answered.status == 204;
        exchange.sendResponseHeaders(answered.status,
                bodiless || answered.body.length == 0 ? -1 : answered.body.length);
        if (!bodiless) {
            exchange.getResponseBody().write(answered.body);
        }
    }

    @Override
    public synchronized void close() {
        server.stop(0);
        executor.shutdownNow();
    }
}
