package org.mathesar.launcher.wizard;

import java.net.URI;
import java.util.Objects;
import java.util.Optional;

/**
 * What the pages say about this server.
 *
 * @param sampleLabel shown on every page when the application is not the real one, e.g. "Sample application — not
 *        Mathesar"
 * @param baseUrl where people reach this server
 * @param certificateFingerprint SHA-256 of the certificate we signed ourselves, as the log shows it; empty when somebody
 *        else terminates TLS
 * @param version the launcher's own
 */
public record WizardFacts(Optional<String> sampleLabel, URI baseUrl, Optional<String> certificateFingerprint,
        String version) {

    public WizardFacts {
        Objects.requireNonNull(sampleLabel);
        Objects.requireNonNull(baseUrl);
        Objects.requireNonNull(certificateFingerprint);
        Objects.requireNonNull(version);
    }
}
