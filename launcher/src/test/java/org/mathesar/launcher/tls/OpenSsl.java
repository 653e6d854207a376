package org.mathesar.launcher.tls;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The program {@code openssl}, an outside witness of what a server does. */
final class OpenSsl {
    private static final long WITHIN_SECONDS = 30;

    private OpenSsl() {}

    /** Runs it with this input and returns all it printed; a run that does not end is cut. */
    static String run(String input, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(arguments);
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            Thread watch = Thread.ofVirtual().start(() -> cutWhenLate(process));
            try (OutputStream out = process.getOutputStream()) {
                out.write(input.getBytes(StandardCharsets.US_ASCII));
            } catch (IOException _) {
                // It has ended before it read everything.
            }
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            watch.interrupt();
            return printed;
        } catch (IOException e) {
            throw new IllegalStateException("openssl is not on the PATH: install the package openssl", e);
        }
    }

    private static void cutWhenLate(Process process) {
        try {
            if (!process.waitFor(WITHIN_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException _) {
            // It has ended by itself.
        }
    }
}
