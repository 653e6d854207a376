package org.mathesar.launcher.pebble;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Finds and starts Pebble's programs. */
final class Programs {
    private static final Path UNPACKED = Path.of("../.launch/pebble");
    private static final Duration STARTS_WITHIN = Duration.ofSeconds(30);

    private Programs() {}

    /** The program that the variable names (./check sets it), else the one ./check has unpacked, else the system's. */
    static Path find(String variable, String name) {
        Optional<Path> named = Optional.ofNullable(System.getenv(variable)).filter(text -> !text.isEmpty())
                .map(Path::of);
        return named.or(() -> Stream.of(UNPACKED.resolve("usr/bin"), UNPACKED.resolve("bin"), Path.of("/usr/bin"))
                .map(directory -> directory.resolve(name)).filter(Files::isExecutable).findFirst())
                .orElseThrow(() -> new IllegalStateException("There is no " + name + "; `./check certificates` fetches"
                        + " it, or the environment names it: " + variable));
    }

    /** Starts the program and waits until it listens on all of these ports of 127.0.0.1. */
    static Process start(ProcessBuilder builder, Path log, List<Integer> ports) {
        try {
            Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
            long deadline = System.nanoTime() + STARTS_WITHIN.toNanos();
            for (int port : ports) {
                while (!listens(port)) {
                    if (process.waitFor(20, TimeUnit.MILLISECONDS) || System.nanoTime() > deadline) {
                        process.destroyForcibly();
                        throw new IllegalStateException(builder.command() + " does not listen on " + port + ":\n"
                                + Files.readString(log));
                    }
                }
            }
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Ports that nobody listens on now, below those that the system gives to outgoing connections. */
    static int[] freePorts(int count) {
        return ThreadLocalRandom.current().ints(10_000, 20_000).filter(Programs::isFree).distinct().limit(count)
                .toArray();
    }

    private static boolean isFree(int port) {
        try (ServerSocket _ = new ServerSocket(port)) {
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private static boolean listens(int port) {
        try (var socket = new java.net.Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 1000);
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    static void stop(Process process) {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
