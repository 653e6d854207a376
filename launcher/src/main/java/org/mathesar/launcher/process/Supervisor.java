package org.mathesar.launcher.process;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.mathesar.launcher.process.ManagedProcess.Vitals;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The children that run on: started in the order their callers need them, stopped in reverse. */
public final class Supervisor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);

    private final Children children;
    private final List<ManagedProcess> running = new ArrayList<>();
    private boolean closed;

    public Supervisor(Children children) {
        this.children = children;
    }

    /** Starts to keep the child; one of the same name that is kept already is returned instead. */
    public synchronized ManagedProcess start(ProcessSpec spec, Vitals vitals, Consumer<String> lines) {
        if (closed) {
            throw new IllegalStateException("the launcher is stopping");
        }
        Optional<ManagedProcess> kept = find(spec.name());
        if (kept.isPresent()) {
            return kept.get();
        }
        ManagedProcess process = new ManagedProcess(spec, vitals, children, lines);
        running.add(process);
        process.start();
        return process;
    }

    public synchronized Optional<ManagedProcess> find(String name) {
        return running.stream().filter(process -> process.name().equals(name)).findFirst();
    }

    /** Stops the child of that name, if it is kept. */
    public synchronized void stop(String name) throws InterruptedException {
        Optional<ManagedProcess> process = find(name);
        if (process.isPresent()) {
            process.get().stop();
            running.remove(process.get());
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        for (ManagedProcess process : running.reversed()) {
            try {
                LOG.info("stopping {}", process.name());
                process.stop();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
        running.clear();
    }
}
