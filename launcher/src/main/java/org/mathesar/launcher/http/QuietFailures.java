package org.mathesar.launcher.http;

import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.logging.Filter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Makes one line of what Undertow reports with a stack trace for each request that fails behind it. */
final class QuietFailures {
    private static final List<String> NOISY = List.of("io.undertow.proxy", "io.undertow.request",
            "io.undertow.request.io", "io.undertow.client");

    /** Held here because the JDK forgets loggers, and their filters, that nobody holds. */
    private final List<Logger> loggers = NOISY.stream().map(Logger::getLogger).toList();

    private QuietFailures() {}

    static QuietFailures install() {
        QuietFailures quiet = new QuietFailures();
        Filter oneLine = QuietFailures::shorten;
        quiet.loggers.forEach(logger -> logger.setFilter(oneLine));
        return quiet;
    }

    void remove() {
        loggers.forEach(logger -> logger.setFilter(null));
    }

    private static boolean shorten(LogRecord record) {
        Throwable cause = record.getThrown();
        if (cause instanceof RejectedExecutionException) {
            // Connections that end while the gateway closes find nobody to tell.
            return false;
        }
        if (cause != null) {
            record.setThrown(null);
            record.setParameters(null);
            record.setMessage(
                    "A request could not be passed on or answered: " + RequestLog.printable(cause.toString()));
            if (record.getLevel().intValue() > Level.WARNING.intValue()) {
                record.setLevel(Level.WARNING);
            }
        }
        return true;
    }
}
