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
    private static final String NAME_MARK = "MATHESAR_LAUNCHER_CHILD_NAME";

    private final Path dataDirectory;

    public Children(Path dataDirectory) {
        this.dataDirectory = dataDirectory;
    }

    Child start(ProcessSpec spec, LastLines output) {
        Map<String, String> environment = new HashMap<>(spec.environment());
        environment.put(MARK, dataDirectory.toString());
        environment.put(NAME_MARK, spec.name());
        return Child.start(new ProcessSpec(spec.name(), spec.command(), environment, spec.directory(), spec.user(),
                spec.stop(), spec.grace()), output);
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
            Signals.send(orphan.pid(), ProcessSpec.StopSignal.INT.name());
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

    /**
     * Kills what earlier lives of this child left behind, such as a hung worker whose parent was killed: it would keep
     * the port. Call it only when no life of the child goes on.
     */
    void killRest(String name) {
        List<ProcessHandle> rest = ProcessHandle.allProcesses()
                .filter(process -> marks(process).containsAll(List.of(mark(), NAME_MARK + "=" + name))).toList();
        if (!rest.isEmpty()) {
            LOG.warn("killing {} processes that an earlier {} left behind", rest.size(), name);
            rest.forEach(ProcessHandle::destroyForcibly);
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
            return marks(process).contains(mark());
        } catch (IOException _) {
            return false;
        }
    }

    private String mark() {
        return MARK + "=" + dataDirectory;
    }

    /** The process's environment; empty when it has ended or is another user's. */
    private static List<String> marks(ProcessHandle process) {
        try {
            byte[] environment = Files.readAllBytes(Path.of("/proc", Long.toString(process.pid()), "environ"));
            return List.of(new String(environment, StandardCharsets.UTF_8).split("\0"));
        } catch (IOException _) {
            return List.of();
        }
    }
}
