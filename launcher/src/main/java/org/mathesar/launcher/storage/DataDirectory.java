package org.mathesar.launcher.storage;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.problem.ProblemException;

/**
 * The one directory that holds everything that must survive a restart. Files are written whole or not at all (temporary
 * file, fsync, rename) with mode 0600; the file {@code layout} says by which version of this class.
 */
public final class DataDirectory {
    /** The layout this version writes and reads. */
    public static final int LAYOUT = 1;

    private static final String LAYOUT_FILE = "layout";
    private static final Set<String> MAY_BE_THERE = Set.of("lost+found", ".DS_Store");

    private final Path root;

    private DataDirectory(Path root) {
        this.root = root;
    }

    /**
     * Opens the directory, creating it when it is missing or empty.
     *
     * @param traversable whether other users may pass through (never list) it, which children with users of their own
     *        need
     * @throws ProblemException when it cannot be written, belongs to something else, or is of a newer layout
     */
    public static DataDirectory open(Path root, boolean traversable) {
        DataDirectory directory = new DataDirectory(root.toAbsolutePath().normalize());
        try {
            Files.createDirectories(directory.root);
            // Processes are recognised by where they work, which the system tells without symbolic links.
            directory = new DataDirectory(directory.root.toRealPath());
            directory.checkLayout();
            directory.tryWriting();
            Files.setPosixFilePermissions(directory.root,
                    PosixFilePermissions.fromString(traversable ? "rwx--x--x" : "rwx------"));
        } catch (IOException e) {
            throw directory.unwritable(e);
        }
        return directory;
    }

    /**
     * Opens a directory that a launcher has made before, without writing to it; for commands that only look.
     *
     * @throws ProblemException when there is none or it is of a newer layout
     */
    public static DataDirectory existing(Path root) {
        DataDirectory directory = new DataDirectory(root.toAbsolutePath().normalize());
        if (!Files.exists(directory.path(LAYOUT_FILE))) {
            throw ProblemException.fixable("There is no launcher data in " + directory.root + ".",
                    "Name the right directory with --data DIR or MATHESAR_LAUNCHER_DATA, or start the launcher first.");
        }
        try {
            directory.checkLayout();
        } catch (IOException e) {
            throw directory.unwritable(e);
        }
        return directory;
    }

    public Path root() {
        return root;
    }

    /** A path below the root. */
    public Path path(String first, String... more) {
        return root.resolve(Path.of(first, more));
    }

    /** A directory below the root, made with mode 0700 when missing. */
    public Path directory(String first, String... more) {
        Path path = path(first, more);
        try {
            Files.createDirectories(path, mode("rwx------"));
        } catch (IOException e) {
            throw unwritable(e);
        }
        return path;
    }

    /** Writes the file whole or not at all; after this returns it survives a power cut. */
    public void write(Path file, String text) {
        Path temporary = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.createDirectories(file.getParent(), mode("rwx------"));
            Files.deleteIfExists(temporary);
            try (FileChannel channel = FileChannel.open(temporary, Set.of(CREATE, WRITE, TRUNCATE_EXISTING),
                    mode("rw-------"))) {
                ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            handOver(temporary);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            syncDirectory(file.getParent());
        } catch (IOException e) {
            discard(temporary);
            throw unwritable(e);
        }
    }

    /** Half a file on a full disk would keep the space that the next try needs. */
    private static void discard(Path temporary) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException _) {
            // The next write removes it first, and the first failure is the one to tell.
        }
    }

    /** What root writes with a command must stay readable for a launcher that runs as the directory's owner. */
    private void handOver(Path file) throws IOException {
        if (Files.getAttribute(file, "unix:uid").equals(0) && !Files.getAttribute(root, "unix:uid").equals(0)) {
            Files.setOwner(file, Files.getOwner(root));
        }
    }

    /** The text of the file, or empty when there is none. */
    public Optional<String> read(Path file) {
        try {
            return Optional.of(Files.readString(file));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw new ProblemException(new Problem.Fixable("The file " + file + " cannot be read.",
                    "Make it readable for the user that runs the launcher, or restore it from a backup.",
                    e.toString()), e);
        }
    }

    /** The properties in the file, or empty when there is none. */
    public Optional<Properties> readProperties(Path file) {
        return read(file).map(text -> {
            Properties properties = new Properties();
            try {
                properties.load(new java.io.StringReader(text));
            } catch (IOException | IllegalArgumentException e) {
                throw new ProblemException(new Problem.Fixable("The file " + file + " is damaged.",
                        "Restore it from a backup; the launcher will not guess what it held.", e.toString()), e);
            }
            return properties;
        });
    }

    private void checkLayout() throws IOException {
        Optional<String> layout = read(path(LAYOUT_FILE));
        if (layout.isEmpty()) {
            refuseForeignFiles();
            write(path(LAYOUT_FILE), LAYOUT + "\n");
            return;
        }
        int found;
        try {
            found = Integer.parseInt(layout.get().strip());
        } catch (NumberFormatException e) {
            throw new ProblemException(new Problem.Fixable("The file " + path(LAYOUT_FILE) + " is damaged.",
                    "Write the number " + LAYOUT + " into it if this directory was made by this version.",
                    e.toString()), e);
        }
        if (found > LAYOUT) {
            throw ProblemException.fixable(
                    "The data in " + root + " was written by a newer launcher (layout " + found + ").",
                    "Start that newer version again, or restore a backup that was taken with this one.");
        }
    }

    private void refuseForeignFiles() throws IOException {
        try (Stream<Path> entries = Files.list(root)) {
            // A first start that was cut short leaves only its own unfinished file.
            Optional<Path> foreign = entries.filter(entry -> !MAY_BE_THERE.contains(entry.getFileName().toString()))
                    .filter(entry -> !entry.equals(path(LAYOUT_FILE + ".new"))).findFirst();
            if (foreign.isPresent()) {
                throw ProblemException.fixable(
                        "The directory " + root + " is not empty and not the launcher's (it holds "
                                + foreign.get().getFileName() + ").",
                        "Choose an empty directory with --data DIR or MATHESAR_LAUNCHER_DATA.");
            }
        }
    }

    private void tryWriting() {
        write(path("writable"), "");
        try {
            Files.delete(path("writable"));
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private ProblemException unwritable(IOException e) {
        String text = String.valueOf(e.getMessage());
        if (text.contains("No space left") || text.contains("quota")) {
            return new ProblemException(new Problem.Fixable("The disk that holds " + root + " is full.",
                    "Free some space (Mathesar needs about 2 GB); nothing is lost. If the launcher has stopped, start it again.",
                    e.toString()),
                    e);
        }
        return new ProblemException(new Problem.Fixable("The data directory " + root + " cannot be written.",
                "Give it to the user that runs the launcher, or choose another with --data DIR or"
                        + " MATHESAR_LAUNCHER_DATA.",
                e.toString()), e);
    }

    private static void syncDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory)) {
            channel.force(true);
        }
    }

    private static FileAttribute<Set<PosixFilePermission>> mode(String permissions) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
    }
}
