package org.mathesar.launcher.mathesar;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.mathesar.launcher.mathesar.ApplicationSources.Release;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.problem.ProblemException;
import org.mathesar.launcher.process.OneShot;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fetches Mathesar's release, verifies it and unpacks it; a half-done step is done again from its beginning. */
final class ReleaseDownload {
    private static final Logger LOG = LoggerFactory.getLogger(ReleaseDownload.class);

    private static final Duration LONGEST_SILENCE = Duration.ofMinutes(1);

    private final Workplace workplace;
    private final Release release;

    ReleaseDownload(Workplace workplace, Release release) {
        this.workplace = workplace;
        this.release = release;
    }

    /** The server that has the release cannot be reached; nothing is wrong with the release itself. */
    static final class UnreachableException extends Exception {
        private static final long serialVersionUID = 1L;

        UnreachableException(String message) {
            super(message);
        }
    }

    /** The disk did not take what was downloaded. */
    private static final class StorageException extends IOException {
        private static final long serialVersionUID = 1L;

        StorageException(IOException cause) {
            super(cause.getMessage(), cause);
        }
    }

    /** Leaves the release unpacked in {@code home}, and nothing else beside it. */
    void into(Path home, Consumer<String> now) throws UnreachableException, InterruptedException {
        Path archive = home.resolveSibling(home.getFileName() + ".tar.gz");
        try {
            try {
                if (!Files.exists(home)) {
                    verify(download(archive, now));
                    unpack(archive, home, now);
                }
            } finally {
                Files.deleteIfExists(archive);
            }
        } catch (IOException e) {
            throw new ProblemException(new Problem.Fixable("Mathesar's release could not be stored in "
                    + home.getParent() + ".", "Check the disk's free space and permissions.", e.toString()), e);
        }
    }

    private String download(Path archive, Consumer<String> now)
            throws IOException, UnreachableException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(release.url()).timeout(Duration.ofSeconds(30)).build();
        try (HttpClient client = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL)
                .connectTimeout(Duration.ofSeconds(10)).build()) {
            HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = new SteadyStream(response.body(), LONGEST_SILENCE)) {
                if (response.statusCode() != 200) {
                    throw new UnreachableException("the server answered " + response.statusCode());
                }
                return store(body, archive, response.headers().firstValueAsLong("content-length").orElse(-1), now);
            }
        } catch (StorageException e) {
            throw e;
        } catch (IOException e) {
            throw new UnreachableException(reason(e));
        }
    }

    private static String reason(IOException e) {
        String message = e.getMessage();
        return message == null || message.isBlank() ? "no connection to its server" : message;
    }

    /** Writes the body and returns its SHA-256. */
    private static String store(InputStream body, Path archive, long length, Consumer<String> now)
            throws IOException {
        MessageDigest digest = sha256();
        try (FileChannel file = create(archive)) {
            byte[] buffer = new byte[64 * 1024];
            long done = 0;
            int percent = -1;
            for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                digest.update(buffer, 0, read);
                write(file, ByteBuffer.wrap(buffer, 0, read));
                done += read;
                int reached = length > 0 ? (int) (done * 100 / length) : 0;
                if (reached / 10 != percent / 10 || percent < 0) {
                    percent = reached;
                    now.accept("downloading" + (length > 0 ? ", " + reached + " %" : ""));
                }
            }
            if (length >= 0 && done != length) {
                throw new IOException("the download broke off after " + done + " of " + length + " bytes");
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static FileChannel create(Path archive) throws StorageException {
        try {
            return FileChannel.open(archive, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new StorageException(e);
        }
    }

    private static void write(FileChannel file, ByteBuffer bytes) throws StorageException {
        try {
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
        } catch (IOException e) {
            throw new StorageException(e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private void verify(String found) {
        Optional<String> expected = release.sha256();
        if (expected.isEmpty()) {
            LOG.warn("no checksum is known for {}; what was downloaded has SHA-256 {}", release.url(), found);
        } else if (!expected.get().equalsIgnoreCase(found)) {
            throw new ProblemException(new Problem.Fixable(
                    "What was downloaded from " + release.url().getHost()
                            + " is not the release that this launcher expects.",
                    "Try again; if it stays so, set MATHESAR_LAUNCHER_RELEASE_SHA256 to the checksum that Mathesar"
                            + " publishes, once you have compared it.",
                    "expected SHA-256 " + expected.get() + ", found " + found));
        }
    }

    private void unpack(Path archive, Path home, Consumer<String> now) throws IOException, InterruptedException {
        now.accept("unpacking");
        Path unfinished = home.resolveSibling(home.getFileName() + ".new");
        Workplace.delete(unfinished);
        Files.createDirectory(unfinished);
        workplace.giveToApplication(unfinished);
        extract(archive, unfinished, now);
        MathesarHome.check(unfinished);
        workplace.takeFromApplication(unfinished);
        Files.move(unfinished, home);
    }

    private void extract(Path archive, Path directory, Consumer<String> now) throws InterruptedException {
        List<String> tar = List.of("tar", "-xzf", archive.toString(), "--no-same-owner");
        workplace.giveToApplication(archive);
        OneShot.Result result = workplace.run("tar", tar, directory, Map.of(), Duration.ofMinutes(10), now);
        if (result.exitCode() != 0) {
            throw new ProblemException(new Problem.Fixable("Mathesar's release could not be unpacked.",
                    "Check the disk's free space, then try again.", result.output()));
        }
    }
}
