package org.mathesar.launcher;

import java.io.PrintStream;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** One line per event on stdout: for people by default, as JSON on request. Stack traces appear at debug level only. */
final class LogLines extends Handler {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ISO_INSTANT.withZone(ZoneOffset.UTC);

    private static final char LINE_SEPARATOR = 0x2028;
    private static final char PARAGRAPH_SEPARATOR = 0x2029;

    private final PrintStream out;
    private final boolean json;
    private final boolean debug;
    private final SimpleFormatter messages = new SimpleFormatter();

    private LogLines(PrintStream out, boolean json, boolean debug) {
        this.out = out;
        this.json = json;
        this.debug = debug;
    }

    /** Sends everything that is logged in this program to the stream. */
    static void install(PrintStream out, boolean json, boolean debug) {
        Logger root = Logger.getLogger("");
        Arrays.stream(root.getHandlers()).forEach(root::removeHandler);
        root.addHandler(new LogLines(out, json, debug));
        root.setLevel(debug ? Level.FINE : Level.INFO);
    }

    @Override
    public void publish(LogRecord event) {
        if (event.getLevel().intValue() < (debug ? Level.FINE : Level.INFO).intValue() || isChatter(event)) {
            return;
        }
        String time = TIME.format(event.getInstant().truncatedTo(ChronoUnit.MILLIS));
        String level = event.getLevel().intValue() >= Level.SEVERE.intValue()
                ? "ERROR"
                : event.getLevel().intValue() >= Level.WARNING.intValue() ? "WARN" : "INFO";
        String message = messages.formatMessage(event) + thrown(event);
        String source = source(event.getLoggerName());
        out.println(json
                ? "{\"time\":\"" + time + "\",\"level\":\"" + level + "\",\"source\":\"" + quoted(source)
                        + "\",\"message\":\"" + quoted(message) + "\"}"
                : time + " " + (level.equals("INFO") ? "" : level + " ") + visible(source) + ": " + visible(message));
    }

    /** What libraries say about themselves at start helps nobody. */
    private static boolean isChatter(LogRecord event) {
        String name = String.valueOf(event.getLoggerName());
        if (name.startsWith("org.postgresql")) {
            // It logs what it also throws, and what it throws is told in our words.
            return true;
        }
        return event.getLevel().intValue() < Level.WARNING.intValue()
                && (name.startsWith("io.undertow") || name.startsWith("org.xnio") || name.startsWith("org.jboss")
                        || name.startsWith("jdk.") || name.startsWith("org.shredzone"));
    }

    private String thrown(LogRecord event) {
        Throwable thrown = event.getThrown();
        if (thrown == null) {
            return "";
        }
        String trace = debug || event.getLevel().intValue() >= Level.SEVERE.intValue()
                ? " at " + Arrays.stream(thrown.getStackTrace()).limit(debug ? 40 : 4).toList()
                : "";
        return " (" + thrown + trace + ")";
    }

    private static String source(String logger) {
        if (logger == null) {
            return "launcher";
        }
        return logger.startsWith("org.mathesar.launcher") ? "launcher" : logger;
    }

    private static String quoted(String text) {
        return visible(text.replace("\\", "\\\\").replace("\"", "\\\""));
    }

    /** Control characters as JSON writes them, so that nobody's text makes a line of its own or moves the cursor. */
    private static String visible(String text) {
        StringBuilder visible = new StringBuilder(text.length());
        text.chars().forEach(c -> {
            if (c == '\n') {
                visible.append("\\n");
            } else if (Character.isISOControl(c) || c == LINE_SEPARATOR || c == PARAGRAPH_SEPARATOR) {
                visible.append(String.format("\\u%04x", c));
            } else {
                visible.append((char) c);
            }
        });
        return visible.toString();
    }

    @Override
    public void flush() {
        out.flush();
    }

    @Override
    public void close() {
        flush();
    }
}
