package org.mathesar.launcher.http;

import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.logging.Filter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.slf4j.LoggerFactory;

/** Makes one line of what Undertow reports with a stack trace for each request that fails behind it. */
final class QuietFailures {
    private static final List<String> NOISY = List.of("io.undertow.proxy", "io.undertow.request",
            "io.undertow.request.io", "io.undertow.client", "org.xnio.listener");

    private final org.slf4j.Logger log = LoggerFactory.getLogger(QuietFailures.class);
    /** Held here because the JDK forgets loggers, and their filters, that nobody holds. */
    private final List<Logger> loggers = NOISY.stream().map(Logger::getLogger).toList();

    private QuietFailures() {}

    static QuietFailures install() {
        QuietFailures quiet = new QuietFailures();
        Filter oneLine = quiet::shorten;
        quiet.loggers.forEach(logger -> logger.setFilter(oneLine));
        return quiet;
    }

    void remove() {
        loggers.forEach(logger -> logger.setFilter(null));
    }

    private boolean shorten(LogRecord record) {
        Throwable cause = record.getThrown();
        if (cause instanceof RejectedExecutionException) {
            // Connections that end while the gateway closes find nobody to tell.
            return false;
        }
        if (cause != null) {
            // The proxy repeats what it can and explains the rest with a line of its own.
            if (NOISY.getFirst().equals(record.getLoggerName())) {
                log.debug("Mathesar broke off: {}", cause.toString());
                return false;
            }
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
