package org.mathesar.launcher.tls;

import java.nio.file.Path;
import java.time.DateTimeException;
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

    private record Hold(String domain, Instant since) {}

    private final DataDirectory data;
    private Optional<Hold> hold;
    private boolean written = true;

    HoldNote(DataDirectory data) {
        this.data = data;
        this.hold = read();
    }

    /** Begins anew with another domain, goes on with the same, and ends with none. */
    void settle(Optional<String> domain, Instant now) {
        // A clock that went back cannot make the time any longer.
        Optional<Hold> next = domain
                .map(name -> new Hold(name, since(name).filter(at -> !at.isAfter(now)).orElse(now)));
        if (!next.equals(hold) || !written) {
            hold = next;
            write();
        }
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
        return new Hold(domain.toLowerCase(Locale.ROOT), Instant.parse(properties.getProperty("since", "")));
    }

    private void write() {
        written = false;
        try {
            data.write(path(),
                    hold.map(held -> "domain=" + held.domain() + "\nsince=" + held.since() + "\n").orElse(""));
            written = true;
        } catch (ProblemException e) {
            LOG.debug("the note on the domain's week cannot be written", e);
        }
    }

    private Path path() {
        return data.path("certificates", "held.properties");
    }
}
