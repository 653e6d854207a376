package org.mathesar.launcher;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What each kind of place gives a launcher. One row a place; nothing else asks where we are. */
public enum Platform {
    /** Somebody's own machine, tried from a terminal. */
    LOCAL("local", 8443, 8080, false, Duration.ofSeconds(30)),
    /** A virtual or real server of its own, run by its init system. */
    MACHINE("machine", 443, 80, true, Duration.ofSeconds(90)),
    /** A container of no particular platform; its runtime publishes the ports and kills after ten seconds. */
    CONTAINER("container", 8443, 8080, true, Duration.ofSeconds(9));

    private final String id;
    private final int httpsPort;
    private final int httpPort;
    private final boolean portsAreFixed;
    private final Duration stopGrace;

    Platform(String id, int httpsPort, int httpPort, boolean portsAreFixed, Duration stopGrace) {
        this.id = id;
        this.httpsPort = httpsPort;
        this.httpPort = httpPort;
        this.portsAreFixed = portsAreFixed;
        this.stopGrace = stopGrace;
    }

    /** Recognises the place from its own marks. */
    static Platform detect(Map<String, String> environment) {
        return detect(environment, Path.of("/"));
    }

    static Platform detect(Map<String, String> environment, Path root) {
        if (Files.exists(root.resolve(".dockerenv")) || Files.exists(root.resolve("run/.containerenv"))) {
            return CONTAINER;
        }
        // systemd gives every unit an invocation id; a terminal has none of its own.
        return environment.containsKey("INVOCATION_ID") && !environment.containsKey("TERM") ? MACHINE : LOCAL;
    }

    static Optional<Platform> named(String id) {
        return Arrays.stream(values()).filter(platform -> platform.id.equals(id)).findFirst();
    }

    static String names() {
        return Arrays.stream(values()).map(Platform::id).collect(Collectors.joining(", "));
    }

    public String id() {
        return id;
    }

    public int httpsPort() {
        return httpsPort;
    }

    public int httpPort() {
        return httpPort;
    }

    /** Whether somebody else relies on the port numbers, so that another port would not be found. */
    public boolean portsAreFixed() {
        return portsAreFixed;
    }

    /** How long the place lets a program stop before it kills it. */
    public Duration stopGrace() {
        return stopGrace;
    }
}
