package org.mathesar.launcher.database;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * PostgreSQL's programs of other versions than the system's, as Maven Central has them: {@code ./check databases} puts
 * the archives into {@code target/postgres}. Unpacked once for all tests of this JVM, and removed when it ends.
 */
final class PostgresPrograms {
    private static final PostgresPrograms HERE = new PostgresPrograms();

    private final Map<Integer, Path> unpacked = new HashMap<>();

    private PostgresPrograms() {}

    /** The directory with {@code bin/postgres} of this major version. */
    static Path of(int major) throws IOException, InterruptedException {
        return HERE.find(major);
    }

    private synchronized Path find(int major) throws IOException, InterruptedException {
        Path directory = unpacked.get(major);
        if (directory == null) {
            directory = unpack(major);
            unpacked.put(major, directory);
        }
        return directory;
    }

    private static Path unpack(int major) throws IOException, InterruptedException {
        Path jar = Path.of("target", "postgres", major + ".jar");
        if (!Files.exists(jar)) {
            throw new IOException("There is no " + jar + "; ./check databases fetches it, and so does"
                    + " ./mvnw -pl launcher dependency:copy@postgres");
        }
        Path home = TestPostgres.directory();
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> remove(home)));
        Path archive = home.resolve("programs.txz");
        try (ZipFile file = new ZipFile(jar.toFile())) {
            ZipEntry entry = file.stream().filter(it -> it.getName().endsWith(".txz")).findFirst().orElseThrow();
            try (InputStream content = file.getInputStream(entry)) {
                Files.copy(content, archive, StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Process tar = new ProcessBuilder("tar", "--extract", "--xz", "--no-same-owner", "--file", archive.toString(),
                "--directory", home.toString()).inheritIO().start();
        if (tar.waitFor() != 0) {
            throw new IOException("tar could not unpack " + jar);
        }
        Files.delete(archive);
        return home;
    }

    private static void remove(Path home) {
        try {
            TestPostgres.delete(home);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
