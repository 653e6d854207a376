package org.mathesar.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.mathesar.launcher.address.DomainReport;
import org.mathesar.launcher.address.Finding;
import org.mathesar.launcher.address.Finding.Verdict;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.setup.Addresses;
import org.mathesar.launcher.storage.DataDirectory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far a domain has come, told line by line for a terminal. The running launcher leaves it in a file; the owner's
 * command reads it there.
 *
 * @param name as people read it
 * @param stage what the owner may do about it
 */
record DomainStory(String name, Stage stage, List<String> lines) {
    private static final Logger LOG = LoggerFactory.getLogger(DomainStory.class);
    private static final String FILE = "domain.properties";

    /** What the owner may do about it. */
    enum Stage {
        /** Nothing: it goes on by itself. */
        WORKING,
        /** Change something, mostly a DNS record. */
        BLOCKED,
        /** Vouch for what could not be verified. */
        UNSURE,
        /** Use it. */
        SERVED
    }

    DomainStory {
        lines = List.copyOf(lines);
    }

    static DomainStory of(Addresses.Domain domain) {
        List<String> lines = new ArrayList<>();
        if (!domain.confirmed()) {
            domain.report().ifPresentOrElse(report -> report.findings().forEach(finding -> tell(finding, lines)),
                    () -> lines.add("… asking the DNS about " + domain.name().unicode()));
        }
        domain.certificate().ifPresent(certificate -> tell(certificate, domain.url(), lines));
        return new DomainStory(domain.name().unicode(), stage(domain), lines);
    }

    private static Stage stage(Addresses.Domain domain) {
        Optional<Verdict> verdict = domain.report().map(DomainReport::verdict);
        if (domain.certificate().filter(certificate -> certificate.phase() == Addresses.Phase.SERVED).isPresent()) {
            return Stage.SERVED;
        }
        if (domain.confirmed()) {
            return domain.certificate().flatMap(Addresses.Certificate::problem).isPresent()
                    ? Stage.BLOCKED
                    : Stage.WORKING;
        }
        return verdict.map(found -> switch (found) {
            case GOOD -> Stage.WORKING;
            case UNSURE -> Stage.UNSURE;
            case BAD -> Stage.BLOCKED;
        }).orElse(Stage.WORKING);
    }

    private static void tell(Finding finding, List<String> lines) {
        lines.add(switch (finding.verdict()) {
            case GOOD -> "✓ ";
            case UNSURE -> "? ";
            case BAD -> "✗ ";
        } + finding.sentence());
        finding.remedy().ifPresent(record -> lines.add("    " + switch (record.action()) {
            case CREATE -> "create:  ";
            case CHANGE -> "change to:  ";
            case DELETE -> "delete:  ";
        } + record.name() + "  " + record.type() + "  " + record.value()));
        if (finding.verdict() != Verdict.GOOD) {
            finding.said().forEach(line -> lines.add("    " + line));
        }
    }

    private static void tell(Addresses.Certificate certificate, String url, List<String> lines) {
        lines.add(switch (certificate.phase()) {
            case REHEARSING -> "… rehearsing the order, so that the real one succeeds";
            case ORDERING -> "… the certificate is being made";
            case SERVED -> "✓ " + url + " is ready; browsers trust it"
                    + certificate.expiry().map(expiry -> " until " + expiry + ", renewed by itself").orElse("");
            case WAITING -> "… the certificate comes next";
        });
        certificate.problem().ifPresent(problem -> tell(problem, certificate.nextTry(), lines));
    }

    private static void tell(Problem problem, Optional<Instant> nextTry, List<String> lines) {
        lines.add("✗ " + problem.summary() + " " + problem.advice());
        nextTry.ifPresent(at -> lines.add("    next try: " + at.truncatedTo(ChronoUnit.SECONDS)));
    }

    void write(DataDirectory data) {
        StringBuilder text = new StringBuilder();
        text.append("name=").append(PropertyText.of(name)).append("\nstage=").append(stage).append('\n');
        for (int i = 0; i < lines.size(); i++) {
            text.append("line.").append(i).append('=').append(PropertyText.of(lines.get(i))).append('\n');
        }
        data.write(data.path("run", FILE), text.toString());
    }

    /** No domain, no story: one that was left would pass for that of the same name wanted anew. */
    static void remove(DataDirectory data) {
        try {
            Files.deleteIfExists(data.path("run", FILE));
        } catch (IOException e) {
            LOG.debug("the story of a former domain could not be removed", e);
        }
    }

    static Optional<DomainStory> read(DataDirectory data) {
        return data.readProperties(data.path("run", FILE)).flatMap(DomainStory::parse);
    }

    private static Optional<DomainStory> parse(Properties file) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; file.containsKey("line." + i); i++) {
            lines.add(file.getProperty("line." + i));
        }
        return Arrays.stream(Stage.values()).filter(stage -> stage.name().equals(file.getProperty("stage"))).findAny()
                .map(stage -> new DomainStory(file.getProperty("name", ""), stage, lines));
    }
}
