package org.mathesar.launcher.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocket;

/**
 * Visitors who stay on one connection each and ask without end, and one who connects anew each time and judges the
 * certificate. Every answer but 200, and every connection that breaks, is a failure.
 */
final class Crowd implements AutoCloseable {
    private static final Duration PACE = Duration.ofMillis(400);

    private final Supplier<SSLSocket> connect;
    private final String host;
    private final List<String> paths;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger arrived = new AtomicInteger();
    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
    private volatile boolean leaving;

    private Crowd(String host, List<String> paths, Supplier<SSLSocket> connect) {
        this.host = host;
        this.paths = paths;
        this.connect = connect;
    }

    /** Lets them come, and returns once each has been answered. */
    static Crowd of(int size, String host, List<String> paths, Supplier<SSLSocket> connect) {
        Crowd crowd = new Crowd(host, paths, connect);
        Semaphore first = new Semaphore(0);
        for (int i = 0; i < size; i++) {
            int visitor = i;
            crowd.threads.add(Thread.ofVirtual().start(() -> crowd.stay(visitor, first)));
        }
        crowd.threads.add(Thread.ofVirtual().start(crowd::comeAndGo));
        first.acquireUninterruptibly(size);
        return crowd;
    }

    private void stay(int visitor, Semaphore first) {
        try (SSLSocket socket = connect.get()) {
            for (int i = visitor; !leaving; i++) {
                ask(socket, paths.get(i % paths.size()));
                first.release();
                KillChain.pause(PACE);
            }
        } catch (IOException | RuntimeException e) {
            failures.add("a visitor who stayed: " + e + ", " + e.getCause());
        } finally {
            first.release();
        }
    }

    private void comeAndGo() {
        while (!leaving) {
            try (SSLSocket socket = connect.get()) {
                ask(socket, paths.getFirst());
                arrived.incrementAndGet();
                KillChain.pause(PACE);
            } catch (IOException | RuntimeException e) {
                failures.add("a new visitor: " + e + ", " + e.getCause());
            }
        }
    }

    private void ask(SSLSocket socket, String path) throws IOException {
        socket.getOutputStream().write(("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
        String head = head(socket.getInputStream());
        String lower = head.toLowerCase(java.util.Locale.ROOT);
        if (!head.startsWith("HTTP/1.1 200 ") || lower.contains("connection: close")) {
            failures.add(path + ": " + head.lines().findFirst().orElse(""));
        }
        skipBody(socket.getInputStream(), lower);
        answered.incrementAndGet();
    }

    private static void skipBody(InputStream in, String head) throws IOException {
        if (head.contains("transfer-encoding: chunked")) {
            int length;
            do {
                length = Integer.parseInt(line(in), 16);
                in.skipNBytes(length);
                line(in);
            } while (length > 0);
        } else {
            in.skipNBytes(Integer.parseInt(head.replaceAll("(?s).*\r\ncontent-length: *(\\d+)\r\n.*", "$1")));
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        String line;
        do {
            line = line(in);
            head.append(line).append("\r\n");
        } while (!line.isEmpty());
        return head.toString();
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("the connection ended after: " + line);
            }
            line.append((char) next);
        }
        return line.toString().stripTrailing();
    }

    /** What went wrong so far, the first few. */
    List<String> failures() {
        return failures.stream().limit(10).toList();
    }

    /** Lets them leave after the answers they wait for. */
    void leave() {
        leaving = true;
        threads.forEach(thread -> {
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Override
    public String toString() {
        return answered + " answers, " + arrived + " new connections, " + failures.size() + " failures";
    }

    @Override
    public void close() {
        leave();
    }
}
