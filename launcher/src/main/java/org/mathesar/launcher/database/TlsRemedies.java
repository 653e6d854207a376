package org.mathesar.launcher.database;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.mathesar.launcher.database.ServerCertificate.Trust;
import org.mathesar.launcher.problem.Problem;

/** The sentences of {@link Diagnosis} about encryption. */
final class TlsRemedies {
    private static final int MOST_NAMES = 5;

    private final Database.External candidate;
    private final String host;
    private final HostWords words;

    TlsRemedies(Database.External candidate) {
        this.candidate = candidate;
        this.host = candidate.host();
        this.words = HostWords.of(candidate);
    }

    Problem notOffered() {
        return fixable(host + " does not offer TLS, which the mode “" + candidate.sslMode().libpq() + "” demands.",
                "Turn TLS on at the server, or choose “prefer” if the network between is private.");
    }

    Problem demanded() {
        return fixable(host + " accepts only connections with TLS.", "Choose the TLS mode “require”.");
    }

    Problem stalled() {
        return fixable(host + " offers TLS, but does not finish the TLS handshake.",
                "A firewall, a proxy or a tunnel on the way often holds such packets back: look there first, then at the"
                        + " server. A network with a smaller packet size (MTU) than this machine's has the same effect.");
    }

    Problem tooOld(String detail) {
        return new Problem.Fixable(host + " speaks only versions of TLS that are no longer safe.",
                "Set ssl_min_protocol_version = 'TLSv1.2' and no lower ssl_max_protocol_version at the server, or"
                        + " upgrade it.",
                detail);
    }

    Problem failed(String detail) {
        return new Problem.Fixable("No encrypted connection to " + host + " could be agreed on.",
                "Check the server's TLS settings: TLS 1.2 or newer is needed.", detail);
    }

    Problem unreadableAuthorities(Path file, String detail) {
        return candidate.authority().isPresent()
                ? new Problem.Fixable("The certificate of the authority that was given cannot be read.",
                        "Give it once more, as a text file (PEM) that begins with -----BEGIN CERTIFICATE-----.", detail)
                : new Problem.Fixable("This machine's list of certificate authorities, " + file + ", cannot be read.",
                        "Install the package ca-certificates anew, or choose the TLS mode “require”.", detail);
    }

    /** What is wrong with trusting it; empty where nothing is. */
    Optional<Problem> ofTrust(Trust trust, ServerCertificate certificate) {
        return Optional.ofNullable(switch (trust) {
            case Trust.Trusted _ -> null;
            case Trust.Expired(Instant when) -> fixable("The certificate of " + host + " expired on " + day(when) + ".",
                    "Renew it at the server. Until then “require” encrypts without checking it.");
            case Trust.NotYetValid(Instant from) ->
                fixable("The certificate of " + host + " is valid only from " + day(from) + " on.",
                        "Check the clock of this machine, then the certificate at the server.");
            case Trust.SelfSigned _ -> fixable("The certificate of " + host
                    + " vouches for itself: no authority signed it.",
                    authority("Upload that certificate as the authority to trust, or choose the TLS mode “require”,"
                            + " which encrypts without checking it."));
            case Trust.UnknownAuthority _ -> fixable("The certificate of " + host
                    + " is not signed by an authority known here, but by " + certificate.issuer() + ".",
                    authority(
                            "Upload the certificate of that authority, or choose the TLS mode “require”, which encrypts"
                                    + " without checking the certificate."));
            case Trust.NotARoot(String issuer) -> fixable("The authority that was given for " + host
                    + " is only an intermediate one.",
                    authority("Upload the certificate of the authority above it, " + issuer + ", as well."));
            case Trust.AuthorityExpired(String name, Instant when) -> fixable("The authority " + name
                    + " that signed the certificate of " + host + " expired on " + day(when) + ".",
                    authority("Upload its new certificate."));
        });
    }

    private String authority(String general) {
        return words.certificateAuthority().orElse(general);
    }

    Problem otherName(List<String> names) {
        String listed = names.isEmpty()
                ? "no name at all"
                : String.join(", ", names.stream().limit(MOST_NAMES).toList())
                        + (names.size() > MOST_NAMES ? " and " + (names.size() - MOST_NAMES) + " more" : "");
        return fixable("The certificate of the server is not for the name " + host + ", but for " + listed + ".",
                words.certificateAuthority().filter(hint -> hint.contains("verify-ca"))
                        .orElse("Give the server's name as it is in the certificate, or choose the TLS mode"
                                + " “verify-ca”, which does not check the name."));
    }

    /** A day as in certificates, by universal time. */
    static LocalDate day(Instant when) {
        return LocalDate.ofInstant(when, ZoneOffset.UTC);
    }

    private static Problem fixable(String summary, String action) {
        return new Problem.Fixable(summary, action);
    }
}
