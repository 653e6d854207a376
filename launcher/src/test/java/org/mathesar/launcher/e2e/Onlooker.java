package org.mathesar.launcher.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Somebody else on the same machine, who remembers the command lines of all new processes and the text of all files
 * that are not only for their owner: below a place, and new ones where everybody's temporary files are.
 */
final class Onlooker implements AutoCloseable {
    private static final List<Path> SHARED = List.of(Path.of("/tmp"), Path.of("/var/tmp"), Path.of("/dev/shm"));
    private static final Set<PosixFilePermission> FOR_OTHERS = Set.of(PosixFilePermission.GROUP_READ,
            PosixFilePermission.OTHERS_READ);

    /** The Python packages are many; nobody writes there while the server runs, so the last look is enough. */
    private static final Path LOOKED_AT_LAST = Path.of("application");

    private static final long LONGEST_FILE = 32L << 20;
    private static final int PROCESS_LOOKS_PER_FILE_LOOK = 20;

    private final Path place;
    private final Set<Long> olderProcesses = Processes.all().collect(Collectors.toSet());
    private final Set<Path> olderFiles = entries();
    private final Set<String> commandLines = new HashSet<>();
    private final Map<Path, Map<String, String>> texts = new HashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;
    private int looks;

    Onlooker(Path place) {
        this.place = place;
        this.thread = Thread.ofPlatform().daemon(true).name("onlooker").start(this::watch);
    }

    private void watch() {
        try {
            while (!closed.await(15, TimeUnit.MILLISECONDS)) {
                look();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void look() {
        Processes.all().filter(pid -> !olderProcesses.contains(pid)).map(Processes::commandLine)
                .forEach(commandLines::add);
        if (looks++ % PROCESS_LOOKS_PER_FILE_LOOK == 0) {
            lookAtFiles(false);
        }
    }

    private void lookAtFiles(boolean all) {
        lookBelow(place, all);
        Set<Path> newer = entries();
        newer.removeAll(olderFiles);
        newer.stream().filter(path -> !place.startsWith(path)).forEach(path -> lookBelow(path, true));
    }

    private void lookBelow(Path root, boolean all) {
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                    return !all && directory.endsWith(LOOKED_AT_LAST)
                            ? FileVisitResult.SKIP_SUBTREE
                            : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    if (attributes.isRegularFile() && attributes.size() < LONGEST_FILE) {
                        remember(file);
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException gone) {
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path directory, IOException gone) {
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Again whenever it has changed, since what stood there may be gone at the end. */
    private void remember(Path file) {
        try {
            PosixFileAttributes attributes = Files.readAttributes(file, PosixFileAttributes.class);
            if (!Collections.disjoint(attributes.permissions(), FOR_OTHERS)) {
                Map<String, String> versions = texts.computeIfAbsent(file, _ -> new HashMap<>());
                String version = attributes.lastModifiedTime() + " " + attributes.size();
                if (!versions.containsKey(version)) {
                    versions.put(version, Files.readString(file, StandardCharsets.ISO_8859_1));
                }
            }
        } catch (IOException _) {
            // It is gone already.
        }
    }

    /** Looks a last time and tells where any of these values could be read, by their names. */
    synchronized List<String> find(Map<String, String> secrets) {
        lookAtFiles(true);
        List<String> found = new ArrayList<>();
        secrets.forEach((name, value) -> {
            commandLines.stream().filter(line -> line.contains(value))
                    .forEach(line -> found.add(name + " in the command line " + line));
            texts.forEach((file, versions) -> {
                if (versions.values().stream().anyMatch(text -> text.contains(value))) {
                    found.add(name + " in " + file);
                }
            });
        });
        return found;
    }

    @Override
    public synchronized String toString() {
        return looks + " looks at " + commandLines.size() + " command lines, " + texts.size() + " files for others";
    }

    private static Set<Path> entries() {
        Set<Path> found = new HashSet<>();
        for (Path directory : SHARED) {
            try (Stream<Path> entries = Files.list(directory)) {
                entries.forEach(found::add);
            } catch (IOException _) {
                // Not every system has it.
            }
        }
        return found;
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
