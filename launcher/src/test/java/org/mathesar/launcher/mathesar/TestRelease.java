package org.mathesar.launcher.mathesar;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** An unpacked release with nothing in it but what makes it one; it needs no package from anywhere. */
public final class TestRelease {
    private TestRelease() {}

    /** Writes it into the directory. */
    public static Path write(Path directory, String version) throws IOException {
        Files.createDirectories(directory.resolve("config"));
        Files.createDirectories(directory.resolve("mathesar"));
        Files.writeString(directory.resolve("manage.py"), "");
        Files.writeString(directory.resolve("config/wsgi.py"), "");
        Files.writeString(directory.resolve("mathesar/__init__.py"), "__version__ = \"" + version + "\"\n");
        Files.writeString(directory.resolve("mathesar/install.py"), "");
        Files.writeString(directory.resolve("requirements.txt"), "");
        return directory;
    }

    /** The same as a release is published: packed without a directory around it. */
    public static byte[] packed(Path scratch, String version) throws IOException, InterruptedException {
        write(scratch.resolve("content"), version);
        Path archive = scratch.resolve("release.tar.gz");
        int status = new ProcessBuilder("tar", "-czf", archive.toString(), "-C", scratch.resolve("content").toString(),
                ".").inheritIO().start().waitFor();
        if (status != 0) {
            throw new IOException("tar ended with " + status);
        }
        return Files.readAllBytes(archive);
    }
}
