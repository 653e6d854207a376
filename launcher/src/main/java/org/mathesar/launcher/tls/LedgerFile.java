package org.mathesar.launcher.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.mathesar.launcher.problem.ProblemException;
import org.mathesar.launcher.storage.DataDirectory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The {@link SpendLedger} on disk: a line per attempt, readable with cat, the oldest first. */
final class LedgerFile {
    private static final Logger LOG = LoggerFactory.getLogger(LedgerFile.class);
    private static final String HEAD = "# What was ordered from certificate authorities, so that their limits are kept"
            + " across restarts.\n";
    /** A file cut short must not pass for one in which less was spent. */
    private static final String END = "# end\n";

    private final DataDirectory data;

    LedgerFile(DataDirectory data) {
        this.data = data;
    }

    /** What was written. A damaged file is put aside and counts as one attempt at everything, just now. */
    List<Attempt> read(Instant now) {
        try {
            Optional<String> text = data.read(path());
            if (text.isEmpty()) {
                return List.of();
            }
            if (!text.get().endsWith(END)) {
                throw new IllegalArgumentException("the end is missing");
            }
            List<Attempt> attempts = new ArrayList<>();
            text.get().lines().filter(line -> !line.startsWith("#")).forEach(line -> attempts.add(Attempt.parse(line)));
            return attempts;
        } catch (ProblemException | IllegalArgumentException | DateTimeException
                | ArrayIndexOutOfBoundsException | IllegalStateException e) {
            return damaged(now, e);
        }
    }

    /** @throws ProblemException when it cannot be written */
    void write(List<Attempt> attempts) {
        data.write(path(), attempts.stream().map(attempt -> attempt.line() + "\n")
                .collect(Collectors.joining("", HEAD, END)));
    }

    private List<Attempt> damaged(Instant now, RuntimeException cause) {
        Path aside = path().resolveSibling("ledger.damaged");
        LOG.warn(
                "The list of certificate orders, {}, is damaged and was put aside as {}. The next order waits a little,"
                        + " as if one had just been made.",
                path(), aside.getFileName());
        LOG.debug("what is wrong with it", cause);
        try {
            Files.move(path(), aside, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.warn("It could not be put aside: {}", e.toString());
        }
        List<Attempt> unknown = List.of(Attempt.unknown(now));
        try {
            write(unknown);
        } catch (ProblemException e) {
            LOG.debug("the ledger could not be written", e);
        }
        return unknown;
    }

    private Path path() {
        return data.path("acme", "ledger");
    }
}
