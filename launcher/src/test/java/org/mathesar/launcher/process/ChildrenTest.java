package org.mathesar.launcher.process;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mathesar.launcher.process.ManagedProcess.Vitals;
import org.mathesar.launcher.process.ProcessSpec.StopSignal;

@Timeout(15)
class ChildrenTest {
    @TempDir
    Path directory;

    /** A launcher in a JVM of its own, with a child and a grandchild that write their process ids. */
    static final class Launcher {
        private Launcher() {}

        static void main(String[] arguments) throws InterruptedException {
            Path directory = Path.of(arguments[0]);
            ProcessSpec spec = new ProcessSpec("parent", List.of("/bin/sh", "-c",
                    "echo $$ > child; (trap '' INT TERM; exec sleep 64) & echo $! > grandchild; wait"),
                    Map.of("PATH", "/usr/bin:/bin"), directory, Optional.empty(), StopSignal.TERM,
                    Duration.ofSeconds(2));
            new Supervisor(new Children(directory)).start(spec,
                    new Vitals(() -> true, Duration.ofSeconds(5), () -> true, Duration.ofSeconds(5)),
                    System.out::println);
            Thread.sleep(60_000);
        }
    }

    @Test
    void aChildDiesWithALauncherThatIsKilledAndWhatItLeftIsEndedByTheNextOne() throws Exception {
        Process launcher = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC", "-Xmx64m", "-cp", System.getProperty("java.class.path"),
                Launcher.class.getName(), directory.toString())
                .redirectErrorStream(true).redirectOutput(directory.resolve("output").toFile()).start();
        try {
            long child = pid("child");
            long grandchild = pid("grandchild");
            assertTrue(Liveness.isAlive(child));

            launcher.destroyForcibly().waitFor();
            for (int i = 0; i < 300 && Liveness.isAlive(child); i++) {
                Thread.sleep(10);
            }
            assertFalse(Liveness.isAlive(child), "the child outlived its launcher");

            new Children(directory).endOrphans(Duration.ofSeconds(1));
            assertFalse(Liveness.isAlive(grandchild), "the grandchild was left running");
        } finally {
            launcher.destroyForcibly();
        }
    }

    @Test
    void processesOfOthersAreLeftAlone() throws Exception {
        Process stranger = new ProcessBuilder("/bin/sleep", "65").start();
        try {
            new Children(directory).endOrphans(Duration.ofSeconds(1));
            assertTrue(stranger.isAlive());
        } finally {
            stranger.destroyForcibly();
        }
    }

    private long pid(String name) throws Exception {
        Path file = directory.resolve(name);
        for (int i = 0; i < 1_000 && (!Files.exists(file) || Files.readString(file).isBlank()); i++) {
            Thread.sleep(10);
        }
        return Long.parseLong(Files.readString(file).strip());
    }
}
