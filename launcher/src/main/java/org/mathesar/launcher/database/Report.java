package org.mathesar.launcher.database;

import java.util.List;
import java.util.Optional;
import org.mathesar.launcher.problem.Problem;

/**
 * A whole diagnosis.
 *
 * @param findings in the order of {@link Step}; after a bad one there are no more
 * @param server what was learnt of the server; empty where nobody could sign in
 */
public record Report(List<Finding> findings, Optional<ServerFacts> server) {
    public Report {
        findings = List.copyOf(findings);
    }

    /** Whether Mathesar can use the database. */
    public boolean isUsable() {
        return problem().isEmpty();
    }

    /** What is in the way. */
    public Optional<Problem> problem() {
        return findings.stream().flatMap(finding -> finding.problem().stream()).findFirst();
    }

    /** What the owner should know though it works. */
    public List<String> notes() {
        return findings.stream().filter(finding -> finding.verdict() == Finding.Verdict.NOTE).map(Finding::sentence)
                .toList();
    }
}
