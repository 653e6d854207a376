package org.mathesar.launcher.address;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.problem.ProblemException;

/** Holds a file lock for the moment of one change, against other threads and other processes. */
final class FileGuard implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration BETWEEN = Duration.ofMillis(5);

    private final FileChannel channel;

    private FileGuard(FileChannel channel) {
        this.channel = channel;
    }

    /** Waits for the lock for at most ten seconds. */
    static FileGuard hold(Path file) {
        try {
            FileChannel channel = FileChannel.open(file, Set.of(CREATE, WRITE),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            try {
                await(channel, file);
                return new FileGuard(channel);
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw new ProblemException(new Problem.Fixable("The file " + file + " cannot be locked.",
                    "Run the command as the user that runs the launcher, and keep the data directory on a disk that"
                            + " supports file locks.",
                    e.toString()), e);
        }
    }

    private static void await(FileChannel channel, Path file) throws IOException {
        long start = System.nanoTime();
        while (!isLocked(channel)) {
            if (System.nanoTime() - start > PATIENCE.toNanos()) {
                throw ProblemException.fixable("The file " + file + " has been locked by another process for long.",
                        "Stop a mathesar-launcher command that hangs, then try again.");
            }
            try {
                Thread.sleep(BETWEEN);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                throw ProblemException.fixable("The change was given up before it was made.", "Try again.");
            }
        }
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException _) {
            return false;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
