package org.mathesar.launcher.e2e;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How to start a launcher, any number of times on the same data and ports.
 *
 * @param host what visitors call it
 * @param prefix a program that starts ours, for example with fewer privileges
 */
public record Launch(Path data, String host, int httpsPort, int httpPort, Map<String, String> settings,
        List<String> prefix,
        List<String> arguments) {

    public Launch {
        settings = Map.copyOf(settings);
        prefix = List.copyOf(prefix);
        arguments = List.copyOf(arguments);
    }

    /** The sample application on this data directory, on ports of its own. */
    public static Launch sample(Path data) {
        return mathesar(data).with("MATHESAR_LAUNCHER_SAMPLE", "true");
    }

    /** Mathesar itself, wherever the settings say it comes from. */
    public static Launch mathesar(Path data) {
        Program.ensureUsers();
        int https = freePort();
        int http = freePort();
        return new Launch(data, "localhost", https, http,
                Map.of("MATHESAR_LAUNCHER_PLATFORM", "local", "MATHESAR_LAUNCHER_SAMPLE_APP",
                        Program.REPOSITORY.resolve("sample-app").toString(), "MATHESAR_LAUNCHER_HTTPS_PORT",
                        Integer.toString(https), "MATHESAR_LAUNCHER_HTTP_PORT", Integer.toString(http)),
                List.of(), List.of("run", "--data", data.toString()));
    }

    /** On the usual ports of this address, as a server of its own. */
    Launch onMachine(String address) {
        return new Launch(data, address, 443, 80, settings, prefix, arguments)
                .with("MATHESAR_LAUNCHER_PLATFORM", "machine").with("MATHESAR_LAUNCHER_BIND", address)
                .with("MATHESAR_LAUNCHER_HTTPS_PORT", "443").with("MATHESAR_LAUNCHER_HTTP_PORT", "80");
    }

    public Launch with(String setting, String value) {
        Map<String, String> more = new HashMap<>(settings);
        more.put(setting, value);
        return new Launch(data, host, httpsPort, httpPort, more, prefix, arguments);
    }

    public Launch without(String setting) {
        Map<String, String> fewer = new HashMap<>(settings);
        fewer.remove(setting);
        return new Launch(data, host, httpsPort, httpPort, fewer, prefix, arguments);
    }

    /** With an administrator, so that no browser is needed. */
    public Launch headless() {
        return with("MATHESAR_LAUNCHER_ADMIN_USERNAME", LaunchedServer.ADMIN)
                .with("MATHESAR_LAUNCHER_ADMIN_PASSWORD", LaunchedServer.PASSWORD);
    }

    Launch behind(String... program) {
        return new Launch(data, host, httpsPort, httpPort, settings, List.of(program), arguments);
    }

    Launch arguments(String... more) {
        List<String> all = new ArrayList<>(arguments);
        all.addAll(List.of(more));
        return new Launch(data, host, httpsPort, httpPort, settings, prefix, all);
    }

    public URI url() {
        return URI.create("https://" + host + (httpsPort == 443 ? "" : ":" + httpsPort) + "/");
    }

    public LaunchedServer start() {
        try {
            return new LaunchedServer(this, Program.prepare(prefix, arguments, settings).start(),
                    data.getParent().getFileName() + "-" + data.getFileName());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** For a start that is expected to end by itself. */
    Program.Ended end() {
        return Program.run(prefix, settings, arguments.toArray(String[]::new));
    }

    /** A port below those that the system gives to outgoing connections, so that none takes it before we do. */
    static int freePort() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
            try (ServerSocket _ = new ServerSocket(port)) {
                return port;
            } catch (IOException _) {
                // Taken: the next one.
            }
        }
    }
}
