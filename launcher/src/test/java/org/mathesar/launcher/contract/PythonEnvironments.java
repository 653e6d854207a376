package org.mathesar.launcher.contract;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;

/** Python environments for the sample application, made once per list of requirements and kept with the build. */
final class PythonEnvironments {
    private static final Path KEPT = Path.of("target", "contract-python").toAbsolutePath();

    private PythonEnvironments() {}

    /** Puts an environment with these requirements into the directory, and names its Python. */
    static Path provide(Path requirements, Path directory) throws IOException, InterruptedException {
        CRC32 key = new CRC32();
        key.update(Files.readAllBytes(requirements));
        Path environment = KEPT.resolve(Long.toHexString(key.getValue()));
        if (!Files.exists(environment)) {
            make(requirements, environment);
        }
        FileTree.copy(environment, directory, Set.of());
        return directory.resolve("bin/python3");
    }

    private static void make(Path requirements, Path environment) throws IOException, InterruptedException {
        Files.createDirectories(KEPT);
        Path unfinished = Files.createTempDirectory(KEPT, "unfinished-");
        run(List.of("/usr/bin/python3", "-m", "venv", unfinished.toString()));
        run(List.of(unfinished.resolve("bin/python3").toString(), "-m", "pip", "install",
                "--disable-pip-version-check", "--requirement", requirements.toString()));
        Files.move(unfinished, environment);
    }

    private static void run(List<String> command) throws InterruptedException {
        Program.startAsTester(command, KEPT, KEPT).succeed();
    }
}
