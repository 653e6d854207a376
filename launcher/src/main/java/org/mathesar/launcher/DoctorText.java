package org.mathesar.launcher;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.mathesar.launcher.database.Database;
import org.mathesar.launcher.database.Finding;
import org.mathesar.launcher.database.Finding.Verdict;
import org.mathesar.launcher.database.Purpose;
import org.mathesar.launcher.database.Report;
import org.mathesar.launcher.database.ServerFacts;
import org.mathesar.launcher.database.Step;
import org.mathesar.launcher.problem.Problem;

/** A diagnosis for a terminal, line by line as it is made, and for programs as one JSON object. */
final class DoctorText {
    private final PrintStream out;

    DoctorText(PrintStream out) {
        this.out = out;
    }

    /** What a server says may hold sequences that move the cursor or rewrite what stands there. */
    private void line(String text) {
        out.println(text.lines().map(each -> each.replaceAll("[\\p{Cc}\\u202a-\\u202e\\u2066-\\u2069]", "�"))
                .collect(Collectors.joining(System.lineSeparator())));
    }

    void begins(Database.External candidate) {
        line("Trying " + candidate.display() + " as " + candidate.user() + " …");
    }

    void tell(Finding finding) {
        line(mark(finding.verdict()) + " " + finding.step().title()
                + (finding.verdict() == Verdict.BAD ? "" : ": " + finding.sentence()));
    }

    void ends(Database.External candidate, Report report) {
        out.println();
        Optional<Problem> problem = report.problem();
        if (problem.isPresent()) {
            line(problem.get().summary());
            line(remedy(problem.get()));
            if (candidate.password().reveal().isEmpty() && report.findings().getLast().step() == Step.LOGIN) {
                out.println("The variable PGPASSWORD takes it; in a terminal it is asked for.");
            }
            problem.get().detail().lines().forEach(each -> line("  " + each));
        } else {
            out.println("Mathesar can use this database.");
        }
    }

    /** Here nothing is tried again by itself. */
    private static String remedy(Problem problem) {
        return switch (problem) {
            case Problem.Passing _ -> "Try again in a minute.";
            case Problem.Fixable fixable -> fixable.advice();
            case Problem.Unexpected unexpected -> unexpected.advice();
        };
    }

    private static String mark(Verdict verdict) {
        return switch (verdict) {
            case GOOD -> "ok    ";
            case NOTE -> "note  ";
            case BAD -> "FAILED";
            case SKIPPED -> "  -   ";
        };
    }

    /** Everything of the report, without the password. */
    static String json(Database.External candidate, Purpose purpose, Report report) {
        ObjectNode all = JsonMapper.builder().build().createObjectNode();
        all.put("usable", report.isUsable());
        all.put("purpose", word(purpose));
        all.put("host", candidate.host()).put("port", candidate.port()).put("database", candidate.name())
                .put("role", candidate.user()).put("sslmode", candidate.sslMode().libpq());
        report.findings().forEach(finding -> {
            ObjectNode step = all.withArray("findings").addObject();
            step.put("step", word(finding.step())).put("verdict", word(finding.verdict()))
                    .put("sentence", finding.sentence()).put("milliseconds", finding.took().toMillis());
            finding.problem().ifPresent(problem -> step.put("remedy", remedy(problem)).put("detail",
                    problem.detail()));
        });
        report.server().ifPresent(facts -> put(all.putObject("server"), facts));
        return all.toPrettyString();
    }

    private static void put(ObjectNode server, ServerFacts facts) {
        server.put("version", facts.version()).put("encrypted", facts.encrypted()).put("role", facts.role())
                .put("superuser", facts.superuser()).put("bypassesRowSecurity", facts.bypassesRowSecurity())
                .put("mayCreateDatabases", facts.mayCreateDatabases()).put("mayCreateRoles", facts.mayCreateRoles())
                .put("ownsDatabase", facts.ownsDatabase()).put("mayCreateSchemas", facts.mayCreateSchemas());
        facts.systemIdentifier().ifPresent(number -> server.put("systemIdentifier", number));
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
