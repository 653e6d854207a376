package org.mathesar.launcher.setup;

import java.util.List;
import java.util.Optional;
import org.mathesar.launcher.address.PublicAddresses;

/** The lowest rung alone: a certificate of our own, and nobody who would order another. */
public record UnmanagedAddresses(String fingerprint) implements Addresses {

    @Override
    public Snapshot now() {
        PublicAddresses none = new PublicAddresses(List.of(), PublicAddresses.Source.INTERFACES, Optional.empty());
        return new Snapshot(Mode.SELF_SIGNED, none, Optional.of(fingerprint), Optional.empty(), Optional.empty(),
                Optional.empty());
    }

    @Override
    public FirstBoot.Outcome wantDomain(String typed) {
        return new FirstBoot.Outcome.Stale();
    }

    @Override
    public FirstBoot.Outcome vouchForDomain() {
        return new FirstBoot.Outcome.Stale();
    }

    @Override
    public FirstBoot.Outcome checkAgain() {
        return new FirstBoot.Outcome.Stale();
    }

    @Override
    public FirstBoot.Outcome forgetDomain() {
        return new FirstBoot.Outcome.Stale();
    }

    @Override
    public FirstBoot.Outcome givePublicAddress(String typed) {
        return new FirstBoot.Outcome.Stale();
    }

    @Override
    public FirstBoot.Outcome giveCertificate(String chain, String key) {
        return new FirstBoot.Outcome.Stale();
    }

    @Override
    public FirstBoot.Outcome forgetCertificate() {
        return new FirstBoot.Outcome.Stale();
    }
}
