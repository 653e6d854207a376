package org.mathesar.launcher.process;

import java.io.IOException;

/** Sends signals that Java's own API cannot send. */
final class Signals {
    private Signals() {}

    /** Sends the signal, named without SIG; a process that has ended already is no error. */
    static void send(long pid, String signal) throws InterruptedException {
        try {
            // The shell's builtin: minimal images have no kill program.
            new ProcessBuilder("/bin/sh", "-c", "kill -s \"$1\" \"$2\"", "kill", signal, Long.toString(pid))
                    .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor();
        } catch (IOException e) {
            throw new IllegalStateException("/bin/sh cannot be started", e);
        }
    }
}
