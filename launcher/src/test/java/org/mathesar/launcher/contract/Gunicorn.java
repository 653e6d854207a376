package org.mathesar.launcher.contract;

import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The application, being served. */
record Gunicorn(Program program, int port) implements AutoCloseable {
    private static final Pattern LISTENING = Pattern.compile("Listening at: http://127\\.0\\.0\\.1:(\\d+)");
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** Waits until the program listens and answers. */
    static Gunicorn started(Program program) throws InterruptedException {
        Instant end = Instant.now().plus(LIMIT);
        while (program.isRunning() && Instant.now().isBefore(end)) {
            Matcher line = LISTENING.matcher(program.output());
            if (line.find()) {
                Gunicorn gunicorn = new Gunicorn(program, Integer.parseInt(line.group(1)));
                // It listens before it can answer; the request waits for that.
                gunicorn.visitor().get("/static/staticfiles.json");
                return gunicorn;
            }
            Thread.sleep(50);
        }
        program.close();
        throw new AssertionError("gunicorn does not listen:\n" + program.output());
    }

    /** Somebody who has not been here before. */
    Visitor visitor() {
        return new Visitor(port);
    }

    /** Ends it as a launcher does and tells its exit code. */
    int stop() throws InterruptedException {
        program.signal("TERM");
        return program.exitCode();
    }

    @Override
    public void close() {
        program.close();
    }
}
