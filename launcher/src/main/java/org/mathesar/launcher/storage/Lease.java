package org.mathesar.launcher.storage;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.mathesar.launcher.problem.ProblemException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a second launcher out of a data directory. A file lock does it on one machine; a heartbeat in a file does it
 * where the lock does not reach, as on volumes shared between hosts. A heartbeat is judged by whether it moves, never by
 * a clock.
 */
public final class Lease implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Lease.class);
    private static final Duration BEAT = Duration.ofSeconds(5);

    private final DataDirectory data;
    private final Rhythm rhythm;
    private final FileChannel channel;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread heart;
    private long beats;

    /**
     * How the heart beats.
     *
     * @param machine what tells this machine from another that sees the same files
     */
    record Rhythm(Duration beat, String machine) {}

    private Lease(DataDirectory data, Rhythm rhythm, FileChannel channel) {
        this.data = data;
        this.rhythm = rhythm;
        this.channel = channel;
        this.heart = Thread.ofVirtual().name("lease").unstarted(this::beat);
    }

    /** Takes the lease or refuses; waits at most 15 seconds when another machine's launcher left a heartbeat. */
    public static Lease take(DataDirectory data) {
        return take(data, new Rhythm(BEAT, machine()));
    }

    static Lease take(DataDirectory data, Rhythm rhythm) {
        FileChannel channel = lock(data);
        try {
            refuseOtherMachine(data, rhythm);
            Lease lease = new Lease(data, rhythm, channel);
            lease.writeBeat();
            lease.heart.start();
            return lease;
        } catch (RuntimeException e) {
            closeQuietly(channel);
            throw e;
        }
    }

    /** Whether a launcher on this machine holds the directory; for commands that only look. */
    public static boolean isHeld(DataDirectory data) {
        Path file = data.path("lease");
        if (!Files.exists(file)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            return lock == null;
        } catch (IOException | OverlappingFileLockException _) {
            return true;
        }
    }

    private static FileChannel lock(DataDirectory data) {
        Path file = data.path("lease");
        try {
            FileChannel channel = FileChannel.open(file,
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            if (tryLock(channel).isEmpty()) {
                channel.close();
                throw held(data, "on this machine");
            }
            return channel;
        } catch (IOException e) {
            throw ProblemException.fixable("The file " + file + " cannot be locked: " + e.getMessage() + ".",
                    "Put the data directory on a disk that supports file locks.");
        }
    }

    private static Optional<FileLock> tryLock(FileChannel channel) throws IOException {
        try {
            return Optional.ofNullable(channel.tryLock());
        } catch (OverlappingFileLockException _) {
            return Optional.empty();
        }
    }

    private static void refuseOtherMachine(DataDirectory data, Rhythm rhythm) {
        Optional<String> seen = data.read(heartbeat(data));
        if (seen.isEmpty() || seen.get().startsWith(rhythm.machine() + " ")) {
            return;
        }
        for (int i = 0; i < 3; i++) {
            pause(rhythm.beat());
            if (!data.read(heartbeat(data)).equals(seen)) {
                throw held(data, "on another machine or container");
            }
        }
    }

    private static ProblemException held(DataDirectory data, String where) {
        return ProblemException.fixable("Another launcher " + where + " is using " + data.root() + ".",
                "Stop that one first, or give this one a directory of its own with --data DIR.");
    }

    private void beat() {
        try {
            while (!closed.await(rhythm.beat().toMillis(), TimeUnit.MILLISECONDS)) {
                try {
                    writeBeat();
                } catch (ProblemException e) {
                    // A full disk must not end a lease that the lock still holds; the next beat tries again.
                    LOG.warn("{}", e.getMessage());
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void writeBeat() {
        data.write(heartbeat(data), rhythm.machine() + " " + ProcessHandle.current().pid() + " " + ++beats + "\n");
    }

    private static Path heartbeat(DataDirectory data) {
        return data.path("heartbeat");
    }

    /** The host's name and boot, so that a restart of the same container or machine is told from another one. */
    private static String machine() {
        try {
            String boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
            return InetAddress.getLocalHost().getHostName() + "/" + boot;
        } catch (UnknownHostException _) {
            return "localhost";
        } catch (IOException _) {
            return "unknown-boot";
        }
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            heart.join(BEAT);
            Files.deleteIfExists(heartbeat(data));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.warn("{}", e.toString());
        } finally {
            closeQuietly(channel);
        }
    }

    private static void closeQuietly(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.warn("{}", e.toString());
        }
    }

    private static void pause(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
