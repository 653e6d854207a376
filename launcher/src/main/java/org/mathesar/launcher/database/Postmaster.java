package org.mathesar.launcher.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.problem.ProblemException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sees to it that no second server is started on a cluster. PostgreSQL's processes work inside their cluster. */
final class Postmaster {
    private static final Logger LOG = LoggerFactory.getLogger(Postmaster.class);

    private final Path cluster;

    Postmaster(Path cluster) {
        this.cluster = cluster;
    }

    /** Waits until no process works on the cluster; one that stays is a Problem. Call it only while holding the lease. */
    void awaitNone(Duration limit) throws InterruptedException {
        Instant deadline = Instant.now().plus(limit);
        while (!processes().isEmpty()) {
            if (Instant.now().isAfter(deadline)) {
                throw new ProblemException(new Problem.Fixable(
                        "Another PostgreSQL server is already running on " + cluster + " (process "
                                + processes().stream().findFirst().map(ProcessHandle::pid).orElse(0L) + ").",
                        "Stop it with its own tools (kill -INT), then start again; two servers would destroy the data."));
            }
            Thread.sleep(100);
        }
        forgetStalePid();
    }

    /**
     * In a container the same few process ids come back after every restart. PostgreSQL takes any process with the id in
     * its file for itself and would never start again, so a file that is certainly stale is taken away.
     */
    private void forgetStalePid() {
        Path file = cluster.resolve("postmaster.pid");
        try {
            long pid = Long.parseLong(Files.readAllLines(file).getFirst().strip());
            if (ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent()) {
                LOG.info("removing the stale {}: process {} is not PostgreSQL", file, pid);
                Files.delete(file);
            }
        } catch (NoSuchFileException _) {
            LOG.debug("PostgreSQL was stopped cleanly");
        } catch (IOException | RuntimeException e) {
            LOG.warn("{} cannot be read ({}); PostgreSQL will judge it", file, e.toString());
        }
    }

    private List<ProcessHandle> processes() {
        return ProcessHandle.allProcesses().filter(this::worksHere).toList();
    }

    private boolean worksHere(ProcessHandle process) {
        try {
            Optional<Path> place = Optional.of(Path.of("/proc", Long.toString(process.pid()), "cwd").toRealPath());
            return place.get().startsWith(cluster.toRealPath());
        } catch (IOException _) {
            return false;
        }
    }
}
