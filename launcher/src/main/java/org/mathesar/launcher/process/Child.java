package org.mathesar.launcher.process;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.commons.exec.CommandLine;
import org.apache.commons.exec.DefaultExecutor;
import org.apache.commons.exec.PumpStreamHandler;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.problem.ProblemException;

/**
 * One running operating-system process. It is started on a platform thread that lives as long as the process, since
 * Linux ties the parent-death signal to the thread that forked; its output is read on platform threads as well.
 */
final class Child {
    private final ProcessSpec spec;
    private final CompletableFuture<Process> started = new CompletableFuture<>();
    private final CountDownLatch outputRead = new CountDownLatch(1);

    private Child(ProcessSpec spec) {
        this.spec = spec;
    }

    /**
     * Starts the process.
     *
     * @throws ProblemException when the program cannot be started at all
     */
    static Child start(ProcessSpec spec, LastLines output, byte[] input) {
        List<String> words = PrivilegeDrop.wrap(spec);
        Child child = new Child(spec);
        Thread.ofPlatform().name("child-" + spec.name()).daemon(true).start(() -> child.run(words, output, input));
        try {
            child.started.get();
            return child;
        } catch (ExecutionException e) {
            throw new ProblemException(new Problem.Fixable("The program " + spec.command().getFirst()
                    + " could not be started.", "Check that it is installed and may be executed.",
                    String.valueOf(e.getCause().getMessage())), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while starting " + spec.name(), e);
        }
    }

    private void run(List<String> words, LastLines output, byte[] input) {
        CommandLine line = new CommandLine(words.getFirst());
        words.stream().skip(1).forEach(word -> line.addArgument(word, false));
        Execution execution = new Execution(output, input);
        try {
            execution.execute(line, new HashMap<>(spec.environment()));
            outputRead.countDown();
            started.completeExceptionally(new IOException("it ended before it began"));
            process().waitFor();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            // Whoever waits for the start must hear of it, whatever went wrong; once started this changes nothing.
            started.completeExceptionally(e);
            outputRead.countDown();
        }
    }

    long pid() {
        return process().pid();
    }

    boolean isAlive() {
        return process().isAlive();
    }

    /** Waits for the end; the exit code, 128 + n when signal n ended it. */
    int await() throws InterruptedException {
        return process().waitFor();
    }

    /** Once it has ended: waits until what it printed has been read, unless a grandchild keeps the pipe open. */
    void awaitOutput() throws InterruptedException {
        outputRead.await(3, TimeUnit.SECONDS);
    }

    /** Waits for the end at most this long; whether it has ended. */
    boolean await(Duration timeout) throws InterruptedException {
        try {
            process().onExit().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException _) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Asks it to end with its own stop signal, and kills it with its descendants when the grace is over. */
    void stop() throws InterruptedException {
        Signals.send(pid(), spec.stop().name());
        if (!await(spec.grace())) {
            kill();
            await(Duration.ofSeconds(10));
        }
    }

    /** Ends the process and everything it started, at once. */
    void kill() {
        List<ProcessHandle> all = new ArrayList<>(process().descendants().toList());
        all.addFirst(process().toHandle());
        all.forEach(ProcessHandle::destroyForcibly);
    }

    private Process process() {
        return started.join();
    }

    /** Commons Exec hides the process; the supervisor needs its id. */
    private final class Execution extends DefaultExecutor {
        @SuppressWarnings("deprecation") // the builder's executor is no class one can extend
        Execution(LastLines output, byte[] input) {
            setExitValues(null);
            PumpStreamHandler pumps = new PumpStreamHandler(output.stream(), output.stream(),
                    new ByteArrayInputStream(input));
            // A grandchild may keep the pipe open; what it prints then is no longer ours to wait for.
            pumps.setStopTimeout(Duration.ofSeconds(2));
            setStreamHandler(pumps);
        }

        @Override
        protected Process launch(CommandLine command, Map<String, String> environment, Path ignored)
                throws IOException {
            Process process = super.launch(command, environment, spec.directory());
            started.complete(process);
            return process;
        }
    }
}
