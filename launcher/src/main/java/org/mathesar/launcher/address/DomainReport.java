package org.mathesar.launcher.address;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.mathesar.launcher.address.Finding.Verdict;

/**
 * What a check of a domain found, step by step.
 *
 * @param proxied whether the name leads here through somebody else's proxy, so that only http-01 can succeed
 */
public record DomainReport(DomainName name, Instant at, List<Finding> findings, boolean proxied) {
    public DomainReport {
        Objects.requireNonNull(name);
        Objects.requireNonNull(at);
        findings = List.copyOf(findings);
    }

    /** The worst of the findings. */
    public Verdict verdict() {
        return findings.stream().map(Finding::verdict).max(Verdict::compareTo).orElse(Verdict.UNSURE);
    }
}
