package org.mathesar.launcher.address;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the cloud for this machine's public addresses, where the machine's own description (DMI) says that it runs in one;
 * elsewhere nobody is asked. No answer is waited for longer than two seconds and no proxy is used.
 */
public final class CloudMetadata {
    private static final Logger LOG = LoggerFactory.getLogger(CloudMetadata.class);
    private static final URI BASE = URI.create("http://169.254.169.254");
    private static final Path DMI = Path.of("/sys/class/dmi/id");
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final long LONGEST_ANSWER = 4096;

    private final URI base;
    private final Path dmi;
    private final Duration patience;

    /** Asks at the usual address, if this machine is described as one of a cloud. */
    public CloudMetadata() {
        this(BASE, DMI, PATIENCE);
    }

    /** @param base where the metadata service is, e.g. {@code http://169.254.169.254} */
    CloudMetadata(URI base, Path dmi, Duration patience) {
        this.base = base;
        this.dmi = dmi;
        this.patience = patience;
    }

    private enum Cloud {
        DIGITALOCEAN,
        GOOGLE,
        AMAZON
    }

    /** The public addresses that the cloud tells, IPv4 first; empty outside of the clouds we know. */
    public List<InetAddress> addresses() {
        return cloud().map(cloud -> {
            try (HttpClient client = HttpClient.newBuilder().proxy(HttpClient.Builder.NO_PROXY)
                    .connectTimeout(patience).build()) {
                List<InetAddress> found = ask(cloud, new Questions(client));
                client.shutdownNow();
                return found;
            }
        }).orElse(List.of());
    }

    private List<InetAddress> ask(Cloud cloud, Questions questions) {
        return switch (cloud) {
            case DIGITALOCEAN -> questions.get(Map.of(), "/metadata/v1/interfaces/public/0/ipv4/address",
                    "/metadata/v1/reserved_ip/ipv4/ip_address", "/metadata/v1/interfaces/public/0/ipv6/address");
            case GOOGLE -> questions.get(Map.of("Metadata-Flavor", "Google"),
                    "/computeMetadata/v1/instance/network-interfaces/0/access-configs/0/external-ip",
                    "/computeMetadata/v1/instance/network-interfaces/0/ipv6s");
            case AMAZON -> questions.amazonToken().map(token -> questions.get(Map.of("X-aws-ec2-metadata-token", token),
                    "/latest/meta-data/public-ipv4", "/latest/meta-data/ipv6")).orElse(List.of());
        };
    }

    private Optional<Cloud> cloud() {
        String description = Stream.of("sys_vendor", "product_name", "board_vendor", "bios_vendor", "bios_version")
                .map(this::line).collect(Collectors.joining("\n")).toLowerCase(Locale.ROOT);
        if (description.contains("digitalocean")) {
            return Optional.of(Cloud.DIGITALOCEAN);
        }
        if (description.contains("google")) {
            return Optional.of(Cloud.GOOGLE);
        }
        return description.contains("amazon") ? Optional.of(Cloud.AMAZON) : Optional.empty();
    }

    private String line(String file) {
        try {
            return Files.readString(dmi.resolve(file)).strip();
        } catch (IOException _) {
            return "";
        }
    }

    /** The addresses in what a service says: one, one per line, or a JSON array, with or without a prefix length. */
    private static List<InetAddress> addressesIn(String text) {
        List<InetAddress> found = new ArrayList<>();
        for (String word : text.split("[\\s,\"\\[\\]]+")) {
            String literal = word.split("/", 2)[0];
            if (literal.indexOf('.') > 0 || literal.indexOf(':') >= 0) {
                try {
                    found.add(InetAddress.ofLiteral(literal));
                } catch (IllegalArgumentException _) {
                    LOG.debug("no address in the cloud's metadata: {}", literal);
                }
            }
        }
        return found;
    }

    /** Requests to the service; whatever goes wrong is no answer. */
    private final class Questions {
        private final HttpClient client;

        Questions(HttpClient client) {
            this.client = client;
        }

        List<InetAddress> get(Map<String, String> headers, String... paths) {
            return Arrays.stream(paths).flatMap(path -> {
                HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path)).GET();
                headers.forEach(request::setHeader);
                return send(request).stream();
            }).flatMap(text -> addressesIn(text).stream()).distinct().toList();
        }

        /** A session of the second version of the service, which the first is often switched off for. */
        Optional<String> amazonToken() {
            return send(HttpRequest.newBuilder(base.resolve("/latest/api/token"))
                    .setHeader("X-aws-ec2-metadata-token-ttl-seconds", "60")
                    .PUT(HttpRequest.BodyPublishers.noBody())).filter(token -> token.matches("[!-~]+"));
        }

        private Optional<String> send(HttpRequest.Builder request) {
            // The client's own time limit ends with the headers; this one covers the body too.
            var coming = client.sendAsync(request.timeout(patience).build(),
                    BodyHandlers.limiting(BodyHandlers.ofString(), LONGEST_ANSWER));
            try {
                var answer = coming.get(patience.toMillis(), TimeUnit.MILLISECONDS);
                return answer.statusCode() == 200 ? Optional.of(answer.body().strip()) : Optional.empty();
            } catch (ExecutionException | TimeoutException e) {
                coming.cancel(true);
                LOG.info("The cloud's metadata service gives no answer: {}", e.toString());
                return Optional.empty();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
        }
    }
}
