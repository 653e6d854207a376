package org.mathesar.launcher.wizard;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.mathesar.launcher.setup.Addresses.Certificate;

/** How a certificate stands, in one sentence, and what is wrong with it if something is. */
public record CertificateNote(Mark mark, String sentence, Optional<Trouble> trouble) {

    /**
     * Of the public addresses.
     *
     * @param port what the addresses of pages end with, e.g. {@code :8443}; usually empty
     */
    static CertificateNote ofAddresses(Certificate certificate, String port) {
        Optional<Trouble> trouble = Trouble.of(certificate);
        String names = list(certificate.names());
        if (certificate.isServed()) {
            String urls = list(certificate.names().stream().map(name -> url(name, port)).toList());
            String renewal = trouble.isPresent() ? "" : " – it is renewed by itself";
            return new CertificateNote(Mark.DONE, "Browsers trust " + urls + until(certificate) + renewal + ".",
                    trouble);
        }
        if (trouble.isPresent()) {
            return new CertificateNote(trouble.get().mark(), "There is no certificate for " + names + " yet.", trouble);
        }
        return switch (certificate.phase()) {
            case WAITING -> new CertificateNote(Mark.WAITING,
                    "A certificate that browsers trust will be made for " + names + ". This begins by itself.",
                    trouble);
            case REHEARSING, ORDERING, SERVED -> new CertificateNote(Mark.RUNNING,
                    "A certificate that browsers trust is being made for " + names
                            + ". It usually takes less than a minute.",
                    trouble);
        };
    }

    /** Of the owner's own. */
    static CertificateNote ofOwn(Certificate certificate) {
        Optional<Trouble> trouble = Trouble.of(certificate);
        String names = list(certificate.names());
        return certificate.isServed()
                ? new CertificateNote(Mark.DONE,
                        "Visitors get your own certificate. It is for " + names + " and is good" + until(certificate)
                                + "; renew it in time.",
                        trouble)
                : new CertificateNote(Mark.FAILED, "Your own certificate for " + names + " is not served.", trouble);
    }

    static String until(Certificate certificate) {
        return certificate.expiry().map(expiry -> " until " + new Moment(expiry).date()).orElse("");
    }

    /** The page that a browser opens under this name or address. */
    static String url(String host, String port) {
        return "https://" + (host.contains(":") ? "[" + host + "]" : host) + port + "/";
    }

    /** E.g. {@code a, b and c}. */
    static String list(List<String> names) {
        int last = names.size() - 1;
        return last < 1
                ? String.join("", names)
                : names.stream().limit(last).collect(Collectors.joining(", ")) + " and " + names.get(last);
    }
}
