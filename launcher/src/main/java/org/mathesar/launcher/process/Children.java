package org.mathesar.launcher.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts every child of this launcher and marks it with the data directory it works for, so that what a killed launcher
 * left behind is recognised at the next start.
 */
public final class Children {
    private static final Logger LOG = LoggerFactory.getLogger(Children.class);
    private static final String MARK = "MATHESAR_LAUNCHER_CHILD_OF";
    private static final String NAME = "MATHESAR_LAUNCHER_CHILD_NAME";

    private final Path dataDirectory;

    public Children(Path dataDirectory) {
        this.dataDirectory = dataDirectory;
    }

    Child start(ProcessSpec spec, LastLines output) {
        return start(spec, output, new byte[0]);
    }

    /** With these bytes on its standard input, which ends after them. */
    Child start(ProcessSpec spec, LastLines output, byte[] input) {
        Map<String, String> environment = new HashMap<>(spec.environment());
        environment.put(MARK, dataDirectory.toString());
        environment.put(NAME, spec.name());
        return Child.start(new ProcessSpec(spec.name(), spec.command(), environment, spec.directory(), spec.user(),
                spec.stop(), spec.grace()), output, input);
    }

    /** Kills what a child that has ended left behind, such as a worker that hung before its master died. */
    void endStragglers(String name) {
        ProcessHandle.allProcesses().filter(process -> isMarked(process, NAME + "=" + name)).filter(this::isOurs)
                .forEach(ProcessHandle::destroyForcibly);
    }

    /**
     * Ends what an earlier launcher left running on the data directory: asks with the fast-shutdown signal, waits up to
     * the grace, then kills. Call it only while holding the lease. PostgreSQL shuts down cleanly when asked.
     */
    public void endOrphans(Duration grace) throws InterruptedException {
        List<ProcessHandle> orphans = orphans();
        if (orphans.isEmpty()) {
            return;
        }
        LOG.warn("ending {} processes that an earlier launcher left behind", orphans.size());
        for (ProcessHandle orphan : orphans) {
            // Each ends its own children in its own way; a PostgreSQL worker must not be asked behind its server's back.
            if (orphan.parent().filter(orphans::contains).isEmpty()) {
                Signals.send(orphan.pid(), ProcessSpec.StopSignal.INT.name());
            }
        }
        Instant deadline = Instant.now().plus(grace);
        while (!orphans().isEmpty() && Instant.now().isBefore(deadline)) {
            Thread.sleep(100);
        }
        orphans().forEach(ProcessHandle::destroyForcibly);
        while (!orphans().isEmpty() && Instant.now().isBefore(deadline.plusSeconds(10))) {
            Thread.sleep(50);
        }
    }

    private List<ProcessHandle> orphans() {
        long self = ProcessHandle.current().pid();
        return ProcessHandle.allProcesses().filter(process -> process.pid() != self).filter(this::isOurs).toList();
    }

    private boolean isOurs(ProcessHandle process) {
        Path proc = Path.of("/proc", Long.toString(process.pid()));
        try {
            if (Files.readString(proc.resolve("stat")).contains(") Z ")) {
                return false;
            }
            // PostgreSQL overwrites its environment with titles but works inside its own directory.
            if (Files.readSymbolicLink(proc.resolve("cwd")).startsWith(dataDirectory.resolve("postgres"))) {
                return true;
            }
            return isMarked(process, MARK + "=" + dataDirectory);
        } catch (IOException _) {
            return false;
        }
    }

    private static boolean isMarked(ProcessHandle process, String variable) {
        try {
            Path environ = Path.of("/proc", Long.toString(process.pid()), "environ");
            return List.of(new String(Files.readAllBytes(environ), StandardCharsets.UTF_8).split("\0"))
                    .contains(variable);
        } catch (IOException _) {
            return false;
        }
    }
}
