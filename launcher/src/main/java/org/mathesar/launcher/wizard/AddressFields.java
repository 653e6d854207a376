package org.mathesar.launcher.wizard;

import org.mathesar.launcher.address.PublicAddresses;
import org.mathesar.launcher.setup.Addresses.Snapshot;

/**
 * What the fields of the address page hold; never a private key.
 *
 * @param certificate a certificate chain in PEM
 */
public record AddressFields(String domain, String publicAddress, String certificate) {
    private static final String NOTHING = "";

    static AddressFields of(Snapshot now) {
        String domain = now.domain().map(wanted -> wanted.name().unicode()).orElse(NOTHING);
        String address = now.here().all().isEmpty() ? NOTHING : PublicAddresses.text(now.here().all().getFirst());
        return new AddressFields(domain, address, NOTHING);
    }

    /** What was typed takes the place of what was known. A key in the wrong field is not shown again either. */
    AddressFields typed(Form form) {
        String chain = form.text("certificate");
        return new AddressFields(orElse(form.text("domain"), domain),
                orElse(form.text("public-address"), publicAddress),
                chain.contains("PRIVATE KEY") ? NOTHING : chain);
    }

    private static String orElse(String typed, String known) {
        return typed.isEmpty() ? known : typed;
    }
}
