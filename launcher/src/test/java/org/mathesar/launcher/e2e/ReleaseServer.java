package org.mathesar.launcher.e2e;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.Executors;

/** Publishes the sample application as if it were a release of Mathesar, and can stop in the middle. */
final class ReleaseServer implements AutoCloseable {
    private final byte[] archive;
    private final HttpServer server;
    private volatile boolean pausing;
    private volatile boolean inTheMiddle;

    private ReleaseServer(byte[] archive) throws IOException {
        this.archive = archive;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::send);
        server.start();
    }

    static ReleaseServer start(Path place) throws IOException {
        Path archive = place.resolve("release.tar.gz");
        Path bulk = Files.createDirectory(place.resolve("bulk"));
        // Unpacked last, so that there is a while in which a release is half unpacked.
        Program.run("truncate", "-s", "200M", bulk.resolve("padding").toString()).with(0);
        Program.run("tar", "-czf", archive.toString(), "-C", Program.REPOSITORY.resolve("sample-app").toString(),
                "--exclude=__pycache__", "--exclude=tests", "--exclude=static", ".", "-C", bulk.toString(), "padding")
                .with(0);
        return new ReleaseServer(Files.readAllBytes(archive));
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/mathesar.tar.gz";
    }

    String sha256() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(archive));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    void pauseInTheMiddle() {
        pausing = true;
    }

    void awaitMiddle() {
        Processes.await("half of the release is sent", Duration.ofSeconds(30), () -> inTheMiddle);
    }

    void goOn() {
        pausing = false;
    }

    private void send(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, archive.length);
        try (OutputStream body = exchange.getResponseBody()) {
            body.write(archive, 0, archive.length / 2);
            body.flush();
            inTheMiddle = true;
            while (pausing) {
                KillChain.pause(Duration.ofMillis(50));
            }
            body.write(archive, archive.length / 2, archive.length - archive.length / 2);
        }
    }

    @Override
    public void close() {
        goOn();
        server.stop(0);
    }
}
