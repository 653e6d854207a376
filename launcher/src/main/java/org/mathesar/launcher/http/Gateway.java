package org.mathesar.launcher.http;

import io.undertow.connector.ByteBufferPool;
import io.undertow.server.DefaultByteBufferPool;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.Xnio;
import org.xnio.XnioWorker;

/** The public ports: open, drain, close. */
public final class Gateway implements AutoCloseable {
    private static final int BUFFER_BYTES = 16 * 1024 - 20;
    private static final int WORKER_THREADS = 8;
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(5);

    private final XnioWorker worker;
    private final InFlight inFlight = new InFlight();
    private final List<Port> ports = new ArrayList<>();
    private final QuietFailures quietFailures = QuietFailures.install();

    private Gateway(XnioWorker worker) {
        this.worker = worker;
    }

    /**
     * Opens the ports and answers from now on.
     *
     * @throws org.mathesar.launcher.problem.ProblemException when a port is taken or may not be opened
     */
    public static Gateway open(Listeners listeners, Routes routes) {
        Gateway gateway = new Gateway(worker());
        ByteBufferPool buffers = new DefaultByteBufferPool(true, BUFFER_BYTES, -1, 4);
        Port.Opener opener = new Port.Opener(gateway.worker, buffers, routes.limits());
        try {
            switch (listeners) {
                case Listeners.Encrypted encrypted -> gateway.open(encrypted, routes, opener);
                case Listeners.TerminatedByPlatform(var http) -> gateway.ports.add(
                        opener.http(http, routes.behindPlatform(gateway.inFlight)));
            }
        } catch (RuntimeException e) {
            gateway.close();
            throw e;
        }
        return gateway;
    }

    private void open(Listeners.Encrypted listeners, Routes routes, Port.Opener opener) {
        Port https = opener.https(listeners.https(), listeners.tls(), routes.encrypted(inFlight));
        ports.add(https);
        int visible = listeners.publicHttpsPort().orElse(https.number());
        listeners.http().ifPresent(http -> ports
                .add(opener.http(http, routes.plain(inFlight, () -> visible))));
    }

    /** The number of the port that leads to Mathesar. */
    public int port() {
        return ports.getFirst().number();
    }

    /** The number of the plain HTTP port beside it, if there is one. */
    public OptionalInt httpPort() {
        return ports.size() > 1 ? OptionalInt.of(ports.getLast().number()) : OptionalInt.empty();
    }

    /**
     * Accepts no more connections and waits for the requests that have begun.
     *
     * @return whether all of them ended within the grace
     */
    public boolean drain(Duration grace) throws InterruptedException {
        ports.forEach(Port::close);
        return inFlight.drain(grace);
    }

    /** Closes the ports and cuts what is still open. */
    @Override
    public void close() {
        ports.forEach(Port::close);
        worker.shutdownNow();
        try {
            worker.awaitTermination(CLOSE_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        quietFailures.remove();
    }

    private static XnioWorker worker() {
        int ioThreads = Math.clamp(Runtime.getRuntime().availableProcessors(), 2, 4);
        try {
            return Xnio.getInstance(Gateway.class.getClassLoader()).createWorker(OptionMap.builder()
                    .set(Options.WORKER_NAME, "http").set(Options.WORKER_IO_THREADS, ioThreads)
                    .set(Options.WORKER_TASK_CORE_THREADS, WORKER_THREADS)
                    .set(Options.WORKER_TASK_MAX_THREADS, WORKER_THREADS).set(Options.TCP_NODELAY, true).getMap());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
