package org.mathesar.launcher.mathesar;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** How many gunicorn workers and threads this machine carries. */
public record Capacity(int workers, int threads) {
    private static final long WORKER_BYTES = 200L << 20;
    private static final int THREADS = 8;

    /** One worker a processor as far as memory goes, at least one; the cgroup's limit counts as memory. */
    public static Capacity ofThisMachine() {
        long memory = Math.min(cgroupLimit(), physicalMemory());
        // Half is left to PostgreSQL, the launcher and the system.
        long fitting = Math.max(1, memory / 2 / WORKER_BYTES);
        return new Capacity((int) Math.min(fitting, Runtime.getRuntime().availableProcessors()), THREADS);
    }

    private static long cgroupLimit() {
        try {
            String text = Files.readString(Path.of("/sys/fs/cgroup/memory.max")).strip();
            return text.equals("max") ? Long.MAX_VALUE : Long.parseLong(text);
        } catch (IOException | NumberFormatException _) {
            return Long.MAX_VALUE;
        }
    }

    private static long physicalMemory() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/meminfo"))) {
            return lines.filter(line -> line.startsWith("MemTotal:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10).findFirst()
                    .orElse(Long.MAX_VALUE);
        } catch (IOException _) {
            return Long.MAX_VALUE;
        }
    }
}
