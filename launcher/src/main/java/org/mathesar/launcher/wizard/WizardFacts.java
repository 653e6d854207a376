package org.mathesar.launcher.wizard;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the pages say about this server.
 *
 * @param sample asked for every page: its label when the application is not the real one, which may turn out late, e.g.
 *        "Sample application — not Mathesar"
 * @param ordersFromLetsEncrypt whether certificates are asked for there, whose terms the owner agrees to
 * @param version the launcher's own
 */
public record WizardFacts(Supplier<Optional<String>> sample, boolean ordersFromLetsEncrypt, String version) {

    public WizardFacts {
        Objects.requireNonNull(sample);
        Objects.requireNonNull(version);
    }

    /** The label of the sample application, where it runs in place of Mathesar. */
    public Optional<String> sampleLabel() {
        return sample.get();
    }
}
