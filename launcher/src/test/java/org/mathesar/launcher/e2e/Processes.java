package org.mathesar.launcher.e2e;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The machine's processes as /proc shows them. */
public final class Processes {
    private static final Path PROC = Path.of("/proc");

    private Processes() {}

    /** Everything that works for or inside a data directory: marked by the launcher, or with a working directory there. */
    public static List<Long> holding(Path data) {
        return all().filter(pid -> isMarked(pid, data) || worksIn(pid, data)).toList();
    }

    /** The PostgreSQL servers on a data directory; their backends are not counted. */
    static List<Long> postmasters(Path data) {
        Set<Long> servers = all().filter(pid -> worksIn(pid, data.resolve("postgres/cluster")))
                .filter(pid -> commandLine(pid).contains("bin/postgres -D ")).collect(Collectors.toSet());
        // A backend that was just forked still carries its server's command line.
        return servers.stream().filter(pid -> !servers.contains(parent(pid))).toList();
    }

    /** Gunicorn's master and its workers, the master first. */
    static List<Long> gunicorns(Path data) {
        List<Long> found = holding(data).stream().filter(pid -> commandLine(pid).contains("-m gunicorn")).toList();
        return Stream.concat(found.stream().filter(pid -> !found.contains(parent(pid))),
                found.stream().filter(pid -> found.contains(parent(pid)))).toList();
    }

    static boolean isAlive(long pid) {
        return !state(pid).equals("Z") && Files.exists(PROC.resolve(Long.toString(pid)));
    }

    /** The resident memory in bytes. */
    public static long resident(long pid) {
        return read(pid, "status").lines().filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10).findFirst().orElse(0);
    }

    public static void signal(String signal, long pid) {
        Program.run("/bin/sh", "-c", "kill -s " + signal + " -- " + pid);
    }

    static String commandLine(long pid) {
        return read(pid, "cmdline").replace('\0', ' ').strip();
    }

    static Stream<Long> all() {
        try (Stream<Path> entries = Files.list(PROC)) {
            return entries.map(entry -> entry.getFileName().toString()).filter(name -> name.matches("\\d+"))
                    .map(Long::valueOf).toList().stream();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Waits until the condition holds; fails with what there is instead. */
    public static void await(String what, Duration limit, Callable<Boolean> condition) {
        long deadline = System.nanoTime() + limit.toNanos();
        try {
            while (!condition.call()) {
                if (System.nanoTime() > deadline) {
                    throw new AssertionError("after " + limit.toSeconds() + " s still not: " + what);
                }
                Thread.sleep(50);
            }
        } catch (Exception e) {
            throw new IllegalStateException(what, e);
        }
    }

    private static long parent(long pid) {
        String stat = read(pid, "stat");
        return stat.isEmpty() ? 0 : Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[1]);
    }

    static String state(long pid) {
        String stat = read(pid, "stat");
        return stat.isEmpty() ? "" : stat.substring(stat.lastIndexOf(')') + 2).split(" ")[0];
    }

    private static boolean isMarked(long pid, Path data) {
        return !state(pid).equals("Z") && Arrays.asList(read(pid, "environ").split("\0"))
                .contains("MATHESAR_LAUNCHER_CHILD_OF=" + data);
    }

    private static boolean worksIn(long pid, Path directory) {
        try {
            return Files.readSymbolicLink(PROC.resolve(pid + "/cwd")).startsWith(directory);
        } catch (IOException _) {
            return false;
        }
    }

    private static String read(long pid, String file) {
        try {
            return new String(Files.readAllBytes(PROC.resolve(pid + "/" + file)), StandardCharsets.UTF_8);
        } catch (IOException _) {
            return "";
        }
    }
}
