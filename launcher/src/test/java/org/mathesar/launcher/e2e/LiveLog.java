package org.mathesar.launcher.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What a running launcher prints, line by line as it comes; also kept as a file for whoever has to find a failure. */
public final class LiveLog {
    private static final Path FILES = Path.of("target", "e2e", "logs");

    private final List<Line> lines = new ArrayList<>();
    private final Thread reader;
    private boolean ended;

    /** A printed line and when it came. */
    public record Line(Instant at, String text) {}

    LiveLog(Process process, String name) {
        reader = Thread.ofPlatform().daemon(true).name("log-" + name).start(() -> read(process, name));
    }

    private void read(Process process, String name) {
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            Files.createDirectories(FILES);
            try (Writer copy = Files.newBufferedWriter(Files.createTempFile(FILES, name + "-", ".log"))) {
                for (String text = output.readLine(); text != null; text = output.readLine()) {
                    copy.write(text + "\n");
                    copy.flush();
                    add(text);
                }
            }
        } catch (IOException e) {
            add("(the output cannot be read any more: " + e.getMessage() + ")");
        } finally {
            end();
        }
    }

    private synchronized void add(String text) {
        lines.add(new Line(Instant.now(), text));
        notifyAll();
    }

    private synchronized void end() {
        ended = true;
        notifyAll();
    }

    /** The first line with this text, waiting for it if need be; fails when the program ends before. */
    public Line await(String text, Duration limit) {
        return awaitAfter(0, text, limit);
    }

    /** As {@link #await}, leaving out what was printed up to {@link #size} lines ago. */
    synchronized Line awaitAfter(int seen, String text, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        int next = seen;
        while (true) {
            for (; next < lines.size(); next++) {
                if (lines.get(next).text().contains(text)) {
                    return lines.get(next);
                }
            }
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (ended || left <= 0) {
                throw new AssertionError((ended ? "the program ended" : limit.toSeconds() + " s passed")
                        + " without the line “" + text + "”; it printed:\n" + text());
            }
            pause(left);
        }
    }

    private void pause(long milliseconds) {
        try {
            wait(milliseconds);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    synchronized int size() {
        return lines.size();
    }

    synchronized List<Line> find(Predicate<String> wanted) {
        return lines.stream().filter(line -> wanted.test(line.text())).toList();
    }

    public boolean contains(String text) {
        return !find(line -> line.contains(text)).isEmpty();
    }

    /** Everything so far; all of it once the program has ended and {@link #awaitEnd} returned. */
    public synchronized String text() {
        return lines.stream().map(Line::text).collect(Collectors.joining("\n"));
    }

    void awaitEnd() {
        try {
            reader.join(Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
