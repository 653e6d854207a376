package org.mathesar.launcher.tls;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A place that can be filled up. Where we may mount, it is a small file system of its own, which is really full;
 * elsewhere a directory stands where each file would be written first, which refuses the superuser too.
 */
final class SmallDisk implements AutoCloseable {
    private static final List<String> WRITTEN = List.of("acme/ledger.new", "certificates/address.pem.new",
            "certificates/held.properties.new");

    private final Path root;
    private final boolean mounted;

    private SmallDisk(Path root, boolean mounted) {
        this.root = root;
        this.mounted = mounted;
    }

    static SmallDisk in(Path directory) throws IOException {
        Path root = Files.createDirectories(directory.resolve("disk"));
        return new SmallDisk(root, succeeds("mount", "-t", "tmpfs", "-o", "size=256k,mode=700", "none",
                root.toString()));
    }

    Path root() {
        return root;
    }

    /** From now on nothing more can be written. */
    void fill() throws IOException {
        if (!mounted) {
            for (String name : WRITTEN) {
                Files.createDirectories(root.resolve(name).resolve("not-empty"));
            }
            return;
        }
        try (OutputStream ballast = Files.newOutputStream(root.resolve("ballast"))) {
            while (true) {
                ballast.write(new byte[512]);
            }
        } catch (IOException _) {
            // Now it is full.
        }
    }

    /** There is room again. */
    void free() throws IOException {
        if (mounted) {
            Files.delete(root.resolve("ballast"));
            return;
        }
        for (String name : WRITTEN) {
            Files.delete(root.resolve(name).resolve("not-empty"));
            Files.delete(root.resolve(name));
        }
    }

    @Override
    public void close() throws IOException {
        if (mounted && !succeeds("umount", "-l", root.toString())) {
            throw new IOException("the small disk cannot be taken away");
        }
    }

    private static boolean succeeds(String... command) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException _) {
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
