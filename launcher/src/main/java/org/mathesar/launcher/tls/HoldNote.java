package org.mathesar.launcher.tls;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import org.mathesar.launcher.problem.ProblemException;
import org.mathesar.launcher.storage.DataDirectory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Since when a domain has been served with a good certificate, across restarts: {@code certificates/held.properties}. */
final class HoldNote {
    private static final Logger LOG = LoggerFactory.getLogger(HoldNote.class);

    /** A gap that is shorter does not end the time, e.g. until a start has found out which domain is wished. */
    private static final Duration GAP = Duration.ofHours(1);

    /** @param broken since when it is not served */
    private record Hold(String domain, Instant since, Optional<Instant> broken) {
        boolean goesOn(String name, Instant now) {
            return domain.equalsIgnoreCase(name) && broken.filter(at -> at.plus(GAP).isBefore(now)).isEmpty();
        }
    }

    private final DataDirectory data;
    private Optional<Hold> hold;
    private boolean written = true;

    HoldNote(DataDirectory data) {
        this.data = data;
        this.hold = read();
    }

    /** Begins anew with another domain, goes on with the same, and notes a gap. */
    void settle(Optional<String> domain, Instant now) {
        Optional<Hold> next = domain.isPresent()
                ? domain.map(name -> new Hold(name, begin(name, now), Optional.empty()))
                : hold.map(held -> new Hold(held.domain(), held.since(), held.broken().or(() -> Optional.of(now))));
        if (!next.equals(hold) || !written) {
            hold = next;
            write();
        }
    }

    /** A clock that went back cannot make the time any longer. */
    private Instant begin(String domain, Instant now) {
        return hold.filter(held -> held.goesOn(domain, now)).map(Hold::since).filter(at -> !at.isAfter(now))
                .orElse(now);
    }

    Optional<Instant> since(String domain) {
        return hold.filter(held -> held.domain().equalsIgnoreCase(domain)).map(Hold::since);
    }

    private Optional<Hold> read() {
        try {
            return data.readProperties(path()).filter(note -> !note.isEmpty()).map(HoldNote::parse);
        } catch (ProblemException | DateTimeException | IllegalArgumentException e) {
            // The week begins anew, which is the safe side.
            LOG.debug("the note on the domain's week cannot be read", e);
            return Optional.empty();
        }
    }

    private static Hold parse(Properties properties) {
        String domain = properties.getProperty("domain", "");
        if (domain.isEmpty()) {
            throw new IllegalArgumentException("a note without a domain");
        }
        return new Hold(domain.toLowerCase(Locale.ROOT), Instant.parse(properties.getProperty("since", "")),
                Optional.ofNullable(properties.getProperty("broken")).map(Instant::parse));
    }

    private void write() {
        written = false;
        try {
            data.write(path(), hold.map(held -> "domain=" + held.domain() + "\nsince=" + held.since() + "\n"
                    + held.broken().map(at -> "broken=" + at + "\n").orElse("")).orElse(""));
            written = true;
        } catch (ProblemException e) {
            LOG.debug("the note on the domain's week cannot be written", e);
        }
    }

    private Path path() {
        return data.path("certificates", "held.properties");
    }
}
