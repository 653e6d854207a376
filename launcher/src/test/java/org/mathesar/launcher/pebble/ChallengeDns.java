package org.mathesar.launcher.pebble;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A real DNS server (UDP and TCP, pebble-challtestsrv) that knows only what it is told; no name has an address at first. */
public final class ChallengeDns implements AutoCloseable {
    private final Path log;
    private final int port;
    private final int managementPort;
    private final Process process;
    private final HttpClient client = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();

    private ChallengeDns() throws IOException {
        int[] ports = Programs.freePorts(2);
        port = ports[0];
        managementPort = ports[1];
        log = Files.createTempFile("challenge-dns", ".log");
        String program = Programs.find("PEBBLE_CHALLTESTSRV", "pebble-challtestsrv").toString();
        process = Programs.start(new ProcessBuilder(program, "-dnsserver", address(), "-management",
                "127.0.0.1:" + managementPort, "-http01", "", "-https01", "", "-tlsalpn01", "", "-doh", "",
                "-defaultIPv4", "", "-defaultIPv6", ""), log, List.of(port, managementPort));
    }

    public static ChallengeDns start() {
        try {
            return new ChallengeDns();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it listens, as {@code 127.0.0.1:port}. */
    public String address() {
        return "127.0.0.1:" + port;
    }

    /** The port of 127.0.0.1 where it listens, for UDP and TCP. */
    public int port() {
        return port;
    }

    /** The name has these IPv4 addresses and no others. */
    public void setA(String name, String... addresses) {
        clearA(name);
        tell("add-a", Map.of("host", name, "addresses", List.of(addresses)));
    }

    public void clearA(String name) {
        tell("clear-a", Map.of("host", name));
    }

    /** The name has these IPv6 addresses and no others. */
    public void setAaaa(String name, String... addresses) {
        clearAaaa(name);
        tell("add-aaaa", Map.of("host", name, "addresses", List.of(addresses)));
    }

    public void clearAaaa(String name) {
        tell("clear-aaaa", Map.of("host", name));
    }

    /** The name has one CAA record (RFC 8659), e.g. {@code issue}, {@code letsencrypt.org}. Pebble itself asks for none. */
    public void setCaa(String name, String tag, String value) {
        clearCaa(name);
        tell("add-caa", Map.of("host", name, "policies", List.of(Map.of("tag", tag, "value", value))));
    }

    public void clearCaa(String name) {
        tell("clear-caa", Map.of("host", name));
    }

    public void setCname(String name, String target) {
        tell("set-cname", Map.of("host", name, "target", target));
    }

    public void clearCname(String name) {
        tell("clear-cname", Map.of("host", name));
    }

    /** Every question about the name ends in SERVFAIL. */
    public void setServfail(String name) {
        tell("set-servfail", Map.of("host", name));
    }

    public void clearServfail(String name) {
        tell("clear-servfail", Map.of("host", name));
    }

    private void tell(String command, Map<String, Object> what) {
        URI uri = URI.create("http://127.0.0.1:" + managementPort + "/" + command);
        try {
            HttpRequest request = HttpRequest.newBuilder(uri)
                    .POST(HttpRequest.BodyPublishers.ofString(json.writeValueAsString(what))).build();
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(command + " " + what + ": " + answer.statusCode() + " "
                        + answer.body());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
        Programs.stop(process);
        log.toFile().delete();
    }
}
