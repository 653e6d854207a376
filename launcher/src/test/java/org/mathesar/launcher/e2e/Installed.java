package org.mathesar.launcher.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * A data directory that the launcher has set up with the sample application and the administrator of
 * {@link LaunchedServer}; made once for all tests that do not care how, and copied for each.
 */
public final class Installed {
    private static final Path KEPT = Path.of("target", "e2e").toAbsolutePath();

    private Installed() {}

    /** Copies it to {@code data}, which must not exist yet; the copy's database gets a port of its own. */
    public static Path copyTo(Path data) {
        try {
            Path template = template();
            Program.run("cp", "-a", template.toString(), data.toString()).with(0);
            move(data.resolve("application/current.properties"), data);
            move(data.resolve("application/static"), data);
            Files.writeString(data.resolve("postgres/port"), Launch.freePort() + "\n");
            return data;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Only the installed application, as after a kill before it was noted down; saves the download of packages. */
    public static Path applicationTo(Path data) {
        try {
            Path template = template();
            Files.createDirectories(data.resolve("application"));
            Files.copy(template.resolve("layout"), data.resolve("layout"));
            Program.run("cp", "-a", template.resolve("application/sample").toString(),
                    data.resolve("application").toString()).with(0);
            return data;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The paths of the application are written down where they were when it was installed. */
    private static void move(Path file, Path data) throws IOException {
        String text = Files.readString(file);
        Files.writeString(file, text.replaceAll("/\\S*/application/sample", data + "/application/sample"));
    }

    /** One at a time in this process, and by the lock in all others. */
    private static synchronized Path template() throws IOException {
        Files.createDirectories(KEPT);
        Path template = KEPT.resolve("installed-" + fingerprint());
        try (FileChannel channel = FileChannel.open(KEPT.resolve("lock"), StandardOpenOption.CREATE,
                StandardOpenOption.WRITE); FileLock _ = channel.lock()) {
            if (!Files.exists(template)) {
                make(template);
            }
        }
        return template;
    }

    private static void make(Path template) throws IOException {
        Path place = OpenDirectory.make();
        Path data = place.resolve("data");
        try (LaunchedServer server = Launch.sample(data).headless().start()) {
            server.awaitReady();
            if (server.stop() != 0) {
                throw new AssertionError(server.log().text());
            }
        }
        Program.run("cp", "-a", data.toString(), template + ".new").with(0);
        Files.move(Path.of(template + ".new"), template);
        Program.run("rm", "-rf", place.toString()).with(0);
    }

    /** Changes when the launcher or the sample application does. */
    private static String fingerprint() throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Path tree : List.of(Path.of("target", "classes"), Program.REPOSITORY.resolve("sample-app"))) {
                try (Stream<Path> files = Files.walk(tree)) {
                    for (Path file : files.filter(Files::isRegularFile).filter(path -> !isByTheWay(path)).sorted()
                            .toList()) {
                        digest.update((file + " " + Files.size(file)).getBytes(StandardCharsets.UTF_8));
                        digest.update(Files.readAllBytes(file));
                    }
                }
            }
            return HexFormat.of().formatHex(digest.digest()).substring(0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isByTheWay(Path file) {
        return Stream.of("__pycache__", "/static/", "/.media/", "/.secrets/", "-venv/", "/venv/")
                .anyMatch(file.toString()::contains);
    }
}
