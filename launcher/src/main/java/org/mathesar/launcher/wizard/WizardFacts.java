package org.mathesar.launcher.wizard;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the pages say about this server.
 *
 * @param sample asked for every page: its label when the application is not the real one, which may turn out late, e.g.
 *        "Sample application — not Mathesar"
 * @param certificateFingerprint SHA-256 of the certificate we signed ourselves, as the log shows it; empty when somebody
 *        else terminates TLS
 * @param version the launcher's own
 */
public record WizardFacts(Supplier<Optional<String>> sample, Optional<String> certificateFingerprint, String version) {

    public WizardFacts {
        Objects.requireNonNull(sample);
        Objects.requireNonNull(certificateFingerprint);
        Objects.requireNonNull(version);
    }

    /** The label of the sample application, where it runs in place of Mathesar. */
    public Optional<String> sampleLabel() {
        return sample.get();
    }
}
