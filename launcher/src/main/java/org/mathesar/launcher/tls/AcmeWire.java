package org.mathesar.launcher.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.connector.Connection;
import org.shredzone.acme4j.connector.DefaultConnection;
import org.shredzone.acme4j.connector.HttpConnector;
import org.shredzone.acme4j.connector.NetworkSettings;
import org.shredzone.acme4j.provider.GenericAcmeProvider;

/**
 * How we talk to one authority: every answer is complete within a time limit and of bounded size, an answer that is no
 * ACME keeps its status, and what {@code Retry-After} says is remembered.
 */
final class AcmeWire extends GenericAcmeProvider {
    private static final Duration CONNECTS_WITHIN = Duration.ofSeconds(15);
    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(30);
    private static final long LARGEST_ANSWER = 1 << 20;
    private static final Duration LONGEST_WAIT = Duration.ofDays(7);

    private final HttpClient client;
    private final String userAgent;
    private final Duration answersWithin;
    private final Session session;
    private volatile Duration retryAfter = Duration.ZERO;
    private volatile Optional<Instant> date = Optional.empty();

    AcmeWire(AcmeAuthority authority, String userAgent, Duration answersWithin) {
        this.userAgent = userAgent;
        this.answersWithin = answersWithin;
        // The default selector knows the JDK's properties https.proxyHost, https.proxyPort and http.nonProxyHosts.
        client = HttpClient.newBuilder().connectTimeout(CONNECTS_WITHIN).followRedirects(HttpClient.Redirect.NORMAL)
                .proxy(ProxySelector.getDefault()).sslContext(AddedRoots.context(authority.caFile())).build();
        session = new Session(authority.directory(), this);
        session.setLocale(Locale.ENGLISH);
    }

    AcmeWire(AcmeAuthority authority, String userAgent) {
        this(authority, userAgent, ANSWERS_WITHIN);
    }

    Session session() {
        return session;
    }

    /** How long the last answer asked us to wait; zero when it did not. */
    Duration retryAfter() {
        return retryAfter;
    }

    /** What the authority's clock said with its last answer. */
    Optional<Instant> date() {
        return date;
    }

    @Override
    public HttpClient createHttpClient(NetworkSettings settings) {
        return client;
    }

    @Override
    public Connection connect(URI server, NetworkSettings settings, HttpClient ours) {
        return new LimitedConnection(createHttpConnector(settings, ours));
    }

    @Override
    protected HttpConnector createHttpConnector(NetworkSettings settings, HttpClient ours) {
        return new HttpConnector(settings, ours) {
            @Override
            public HttpRequest.Builder createRequestBuilder(URL url) {
                return super.createRequestBuilder(url).setHeader("User-Agent", userAgent);
            }
        };
    }

    /** The authority, or something before it, answered with an error that is no ACME problem. */
    static final class PlainError extends IOException {
        private static final long serialVersionUID = 1L;
        private final int status;

        PlainError(int status) {
            super("HTTP " + status);
            this.status = status;
        }

        int status() {
            return status;
        }
    }

    private final class LimitedConnection extends DefaultConnection {

        LimitedConnection(HttpConnector connector) {
            super(connector);
        }

        @Override
        protected void sendRequest(Session session, URL url, Consumer<HttpRequest.Builder> body) throws IOException {
            HttpRequest.Builder builder = httpConnector.createRequestBuilder(url).header("Accept-Language", "en");
            body.accept(builder);
            retryAfter = Duration.ZERO;
            HttpResponse<InputStream> response = complete(builder.build());
            date = dateOf(response.headers());
            retryAfter = asked(response.headers());
            boolean explained = response.headers().firstValue("Content-Type").filter(type -> type.contains("json"))
                    .isPresent();
            if (response.statusCode() >= 400 && !explained) {
                throw new PlainError(response.statusCode());
            }
            lastResponse = response;
        }

        /** The library would stumble over nonsense here, and compare the authority's clock with ours. */
        @Override
        public Optional<Instant> getRetryAfter() {
            return retryAfter.isZero() ? Optional.empty() : Optional.of(Instant.now().plus(retryAfter));
        }

        /** The client's own time limit ends with the headers; this one covers the body too. */
        private HttpResponse<InputStream> complete(HttpRequest request) throws IOException {
            HttpResponse.BodyHandler<byte[]> whole = HttpResponse.BodyHandlers
                    .limiting(HttpResponse.BodyHandlers.ofByteArray(), LARGEST_ANSWER);
            CompletableFuture<HttpResponse<InputStream>> answer = httpClient.sendAsync(request,
                    info -> HttpResponse.BodySubscribers.mapping(whole.apply(info), ByteArrayInputStream::new));
            try {
                return answer.get(answersWithin.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                answer.cancel(true);
                Thread.currentThread().interrupt();
                throw (IOException) new InterruptedIOException("interrupted").initCause(e);
            } catch (TimeoutException e) {
                answer.cancel(true);
                throw new IOException("no answer within " + answersWithin.toSeconds() + " seconds", e);
            } catch (ExecutionException e) {
                throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
            }
        }
    }

    /** Seconds, or a date that is read by the authority's own clock (RFC 9110 §10.2.3); nonsense counts as nothing. */
    private static Duration asked(HttpHeaders headers) {
        Optional<String> text = headers.firstValue("Retry-After").map(String::strip);
        try {
            Optional<Duration> wait = text.filter(each -> each.matches("\\d{1,9}"))
                    .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)));
            if (wait.isEmpty() && text.isPresent()) {
                Instant now = dateOf(headers).orElseGet(Instant::now);
                wait = Optional.of(Duration.between(now, date(text.get())));
            }
            return wait.filter(Duration::isPositive).map(each -> each.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : each)
                    .orElse(Duration.ZERO);
        } catch (DateTimeException _) {
            return Duration.ZERO;
        }
    }

    private static Optional<Instant> dateOf(HttpHeaders headers) {
        try {
            return headers.firstValue("Date").map(AcmeWire::date);
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    private static Instant date(String text) {
        return ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
    }
}
