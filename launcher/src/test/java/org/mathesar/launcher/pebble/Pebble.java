package org.mathesar.launcher.pebble;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.mathesar.launcher.storage.DataDirectory;
import org.mathesar.launcher.tls.HostCertificate;
import org.mathesar.launcher.tls.SelfSignedIssuer;

/** A real Pebble, the small certificate authority for tests, on ports of its own of 127.0.0.1. It forgets all on close. */
public final class Pebble implements AutoCloseable {
    /** How long its certificates of the profile {@code default} live. */
    public static final Duration DEFAULT_LIFETIME = Duration.ofDays(90);
    /** How long its certificates of the profile {@code shortlived} live. */
    public static final Duration SHORT_LIFETIME = Duration.ofSeconds(518_400);

    private final Path home;
    private final HostCertificate identity;
    private final SSLContext trusting;
    private final Process process;
    private final int port;
    private final int managementPort;
    private final int httpPort;
    private final int tlsPort;

    private Pebble(Builder wishes) {
        int[] ports = Programs.freePorts(4);
        port = ports[0];
        managementPort = ports[1];
        httpPort = wishes.httpPort.orElse(ports[2]);
        tlsPort = wishes.tlsPort.orElse(ports[3]);
        try {
            home = Files.createTempDirectory("pebble");
            DataDirectory data = DataDirectory.open(home.resolve("identity"), false);
            identity = new SelfSignedIssuer(data, Clock.systemUTC()).certificate(List.of("127.0.0.1"));
            Files.writeString(caFile(), pem(identity.leaf()));
            trusting = trusting(identity.leaf());
            Path config = home.resolve("config.json");
            Files.writeString(config, new ObjectMapper().writeValueAsString(configuration(wishes)));
            List<String> command = new ArrayList<>(List.of(Programs.find("PEBBLE", "pebble").toString(), "-config",
                    config.toString()));
            wishes.dnsServer.ifPresent(address -> command.addAll(List.of("-dnsserver", address)));
            ProcessBuilder builder = new ProcessBuilder(command);
            builder.environment().putAll(wishes.environment);
            process = Programs.start(builder, home.resolve("log"), List.of(port, managementPort));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, Object> configuration(Builder wishes) {
        Map<String, Object> pebble = new HashMap<>(Map.of("listenAddress", "127.0.0.1:" + port,
                "managementListenAddress", "127.0.0.1:" + managementPort, "httpPort", httpPort, "tlsPort", tlsPort,
                "keyAlgorithm", "ecdsa", "profiles", wishes.profiles, "domainBlocklist", wishes.blocked,
                "retryAfter", Map.of("authz", wishes.retryAfter.toSeconds(), "order",
                        wishes.retryAfter.toSeconds())));
        // Key and certificate are in one file.
        pebble.put("certificate", home.resolve("identity/certificates/self-signed.pem").toString());
        pebble.put("privateKey", home.resolve("identity/certificates/self-signed.pem").toString());
        pebble.put("externalAccountBindingRequired", !wishes.externalAccounts.isEmpty());
        pebble.put("externalAccountMACKeys", wishes.externalAccounts);
        return Map.of("pebble", pebble);
    }

    /** One that validates without sleeps, reuses no authorization and rejects no nonce. */
    public static Pebble start() {
        return builder().start();
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Its directory, by HTTPS with a certificate that only {@link #caFile()} vouches for. */
    public URI directory() {
        return URI.create("https://127.0.0.1:" + port + "/dir");
    }

    /** What to trust, in PEM, for talking to the directory; it is not what the issued certificates end in. */
    public Path caFile() {
        return home.resolve("ca.pem");
    }

    /** Where its http-01 validation looks for a server, instead of port 80. */
    public int httpPort() {
        return httpPort;
    }

    /** Where its tls-alpn-01 validation looks for a server, instead of port 443. */
    public int tlsPort() {
        return tlsPort;
    }

    /** The root that its certificates end in; another one at each start. */
    public X509Certificate root() {
        return certificate("/roots/0");
    }

    /** The intermediate certificate that signs. */
    public X509Certificate intermediate() {
        return certificate("/intermediates/0");
    }

    /** What it has printed so far. */
    public String log() {
        try {
            return Files.readString(home.resolve("log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A context for clients that trusts the directory's certificate, and only that. */
    public SSLContext trustingContext() {
        return trusting;
    }

    private static SSLContext trusting(X509Certificate root) {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry("pebble", root);
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What it identifies itself with; {@link FaultyDirectory} does so too. */
    HostCertificate identity() {
        return identity;
    }

    int port() {
        return port;
    }

    private X509Certificate certificate(String path) {
        URI uri = URI.create("https://127.0.0.1:" + managementPort + path);
        try (HttpClient client = HttpClient.newBuilder().sslContext(trustingContext()).build()) {
            byte[] pem = client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofByteArray())
                    .body();
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(pem));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String pem(Certificate certificate) {
        try {
            return "-----BEGIN CERTIFICATE-----\n" + Base64.getMimeEncoder(64, new byte[]{'\n'})
                    .encodeToString(certificate.getEncoded()) + "\n-----END CERTIFICATE-----\n";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        Programs.stop(process);
        try (Stream<Path> files = Files.walk(home)) {
            files.sorted((a, b) -> b.compareTo(a)).forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a Pebble shall be like. */
    public static final class Builder {
        private final Map<String, String> environment = new TreeMap<>(Map.of("PEBBLE_VA_NOSLEEP", "1",
                "PEBBLE_WFE_NONCEREJECT", "0", "PEBBLE_AUTHZREUSE", "0"));
        private final Map<String, String> externalAccounts = new TreeMap<>();
        private final Map<String, Object> profiles = new LinkedHashMap<>();
        private final List<String> blocked = new ArrayList<>();
        private Optional<Integer> httpPort = Optional.empty();
        private Optional<Integer> tlsPort = Optional.empty();
        private Optional<String> dnsServer = Optional.empty();
        private Duration retryAfter = Duration.ZERO;

        private Builder() {
            profile("default", DEFAULT_LIFETIME);
            profile("shortlived", SHORT_LIFETIME);
        }

        /** The port where http-01 validation shall look; a free one unless it is said. */
        public Builder httpPort(int port) {
            httpPort = Optional.of(port);
            return this;
        }

        /** The port where tls-alpn-01 validation shall look; a free one unless it is said. */
        public Builder tlsPort(int port) {
            tlsPort = Optional.of(port);
            return this;
        }

        /** Whom it asks for addresses; the system's resolver unless it is said. */
        public Builder dns(ChallengeDns dns) {
            dnsServer = Optional.of(dns.address());
            return this;
        }

        /** An account of its customers; from the first one on, everybody needs one (RFC 8555 §7.3.4). */
        public Builder externalAccount(String keyId, String base64UrlKey) {
            externalAccounts.put(keyId, base64UrlKey);
            return this;
        }

        /** One of Pebble's variables, e.g. {@code PEBBLE_WFE_NONCEREJECT}; an empty value takes it away. */
        public Builder environment(String name, String value) {
            environment.put(name, value);
            return this;
        }

        public Builder profile(String name, Duration lifetime) {
            profiles.put(name, Map.of("description", name, "validityPeriod", lifetime.toSeconds()));
            return this;
        }

        /** Offers no profile but those that are named from here on. */
        public Builder withoutProfiles() {
            profiles.clear();
            return this;
        }

        /** A name it never certifies. */
        public Builder blocking(String domain) {
            blocked.add(domain);
            return this;
        }

        /** What it asks clients to wait between two looks; nothing unless it is said. */
        public Builder retryAfter(Duration wait) {
            retryAfter = wait;
            return this;
        }

        public Pebble start() {
            return new Pebble(this);
        }
    }
}
