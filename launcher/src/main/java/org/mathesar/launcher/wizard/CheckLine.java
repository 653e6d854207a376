package org.mathesar.launcher.wizard;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mathesar.launcher.address.DomainReport;
import org.mathesar.launcher.address.Finding;
import org.mathesar.launcher.address.Finding.DnsRecord;
import org.mathesar.launcher.address.Finding.Step;
import org.mathesar.launcher.setup.Addresses.Certificate;
import org.mathesar.launcher.setup.Addresses.Domain;
import org.mathesar.launcher.setup.Addresses.Phase;

/**
 * One step on the way to a domain.
 *
 * @param id unique on the page
 * @param sentence what was found; may be empty
 * @param said the technical text, folded under {@code saidTitle}
 */
public record CheckLine(String id, Mark mark, String title, String sentence, Optional<DnsRecord> remedy,
        String saidTitle, List<String> said, Optional<Trouble> trouble) {

    /** The checks in their order, then the rehearsal and the certificate. */
    static List<CheckLine> of(Domain domain) {
        List<CheckLine> lines = new ArrayList<>();
        boolean running = domain.report().isEmpty();
        for (Step step : Step.values()) {
            Optional<Finding> finding = domain.report().map(DomainReport::findings).orElse(List.of()).stream()
                    .filter(found -> found.step() == step).findFirst();
            lines.add(finding.map(CheckLine::of)
                    .orElse(plain(step.name(), step == Step.RECORDS && running ? Mark.RUNNING : Mark.WAITING,
                            title(step), "")));
        }
        lines.addAll(orders(domain.certificate()));
        return List.copyOf(lines);
    }

    private static CheckLine of(Finding finding) {
        Mark mark = switch (finding.verdict()) {
            case GOOD -> Mark.DONE;
            case UNSURE -> Mark.UNSURE;
            case BAD -> Mark.FAILED;
        };
        return new CheckLine(finding.step().name(), mark, title(finding.step()), finding.sentence(), finding.remedy(),
                saidTitle(finding.step()), finding.said(), Optional.empty());
    }

    private static List<CheckLine> orders(Optional<Certificate> certificate) {
        if (certificate.filter(Certificate::isServed).isPresent()) {
            return List.of(order(Mark.DONE));
        }
        Optional<Trouble> trouble = certificate.flatMap(Trouble::of);
        if (trouble.isPresent()) {
            return List
                    .of(new CheckLine("CERTIFICATE", trouble.get().mark(), "The certificate", "", Optional.empty(), "",
                            List.of(), trouble));
        }
        return switch (certificate.map(Certificate::phase).orElse(Phase.WAITING)) {
            case WAITING -> List.of(rehearsal(Mark.WAITING), order(Mark.WAITING));
            case REHEARSING -> List.of(rehearsal(Mark.RUNNING), order(Mark.WAITING));
            case ORDERING -> List.of(rehearsal(Mark.DONE), order(Mark.RUNNING));
            case SERVED -> List.of(rehearsal(Mark.DONE), order(Mark.DONE));
        };
    }

    private static CheckLine rehearsal(Mark mark) {
        return plain("REHEARSAL", mark, "A rehearsal succeeds", mark == Mark.RUNNING
                ? "The whole way to a certificate is tried out once. It usually takes less than a minute."
                : "");
    }

    private static CheckLine order(Mark mark) {
        return plain("CERTIFICATE", mark, "The certificate is there",
                mark == Mark.RUNNING ? "It is being made. That usually takes less than a minute." : "");
    }

    private static CheckLine plain(String id, Mark mark, String title, String sentence) {
        return new CheckLine(id, mark, title, sentence, Optional.empty(), "", List.of(), Optional.empty());
    }

    private static String title(Step step) {
        return switch (step) {
            case RECORDS -> "The name has the right records";
            case LEADS_HERE -> "The name leads to this server";
            case PERMISSION -> "The name may have a certificate";
        };
    }

    private static String saidTitle(Step step) {
        return switch (step) {
            case RECORDS, PERMISSION -> "What each DNS server says";
            case LEADS_HERE -> "What was tried";
        };
    }

    /** What to do with the record, as the heading of its table. */
    public static String instruction(DnsRecord record) {
        return switch (record.action()) {
            case CREATE -> "Create this record where your domain’s DNS is kept:";
            case CHANGE -> "Change this record where your domain’s DNS is kept, so that it reads:";
            case DELETE -> "Delete this record where your domain’s DNS is kept:";
        };
    }
}
