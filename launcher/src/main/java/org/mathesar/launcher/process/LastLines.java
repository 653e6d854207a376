package org.mathesar.launcher.process;

import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.commons.exec.LogOutputStream;

/** Passes on what a child prints, line by line, and keeps the last lines for the Problem that may follow. */
final class LastLines {
    private static final int KEPT = 40;
    private static final int LONGEST = 2_000;

    private final Deque<String> lines = new ArrayDeque<>();
    private final Consumer<String> next;

    LastLines(Consumer<String> next) {
        this.next = next;
    }

    /** A new stream for one of the child's two outputs; each is read on a thread of its own. */
    OutputStream stream() {
        return new LogOutputStream() {
            @Override
            protected void processLine(String line, int level) {
                add(line.length() > LONGEST ? line.substring(0, LONGEST) : line);
            }
        };
    }

    private void add(String line) {
        synchronized (lines) {
            if (lines.size() == KEPT) {
                lines.removeFirst();
            }
            lines.addLast(line);
            next.accept(line);
        }
    }

    String text() {
        synchronized (lines) {
            return lines.stream().collect(Collectors.joining("\n"));
        }
    }
}
