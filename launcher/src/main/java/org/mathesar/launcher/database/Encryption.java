package org.mathesar.launcher.database;

import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.mathesar.launcher.database.ServerCertificate.Trust;
import org.mathesar.launcher.problem.Problem;

/** Judges how a connection would be protected against what the owner asked for. */
final class Encryption {
    private static final Duration SOON = Duration.ofDays(14);

    private final Database.External candidate;
    private final boolean thisMachine;
    private final Findings findings;
    private final TlsRemedies remedies;

    /** @param thisMachine whether nothing of the connection leaves this machine */
    Encryption(Database.External candidate, boolean thisMachine, Findings findings) {
        this.candidate = candidate;
        this.thisMachine = thisMachine;
        this.findings = findings;
        this.remedies = new TlsRemedies(candidate);
    }

    /** Nothing was encrypted, either because nobody asked or because the server cannot. */
    void without(boolean offered) throws Findings.Stopped {
        if (candidate.sslMode().needsTls()) {
            throw findings.bad(Step.ENCRYPTION, remedies.notOffered());
        }
        if (thisMachine) {
            findings.good(Step.ENCRYPTION, "Not encrypted; it does not leave this machine.");
        } else if (offered) {
            findings.note(Step.ENCRYPTION, "The connection is not encrypted, though the server offers it: choose"
                    + " “require” or “verify-full”, so that nobody on the way can read it.");
        } else {
            findings.note(Step.ENCRYPTION, "The server offers no TLS: whoever is on the way can read the data and the"
                    + " password's exchange. Use it in a private network only.");
        }
    }

    /** The server offered TLS and it was tried. */
    void with(Handshake handshake, Instant now) throws Findings.Stopped {
        switch (handshake) {
            case Handshake.Done done -> judge(done, now);
            case Handshake.Stalled _ -> throw findings.bad(Step.ENCRYPTION, remedies.stalled());
            case Handshake.TooOld(String detail) -> failed(remedies.tooOld(detail));
            case Handshake.Failed(String detail) -> failed(remedies.failed(detail));
        }
    }

    /** In the mode “prefer” both Mathesar's driver and ours go on without TLS then. */
    private void failed(Problem problem) throws Findings.Stopped {
        if (candidate.sslMode().needsTls()) {
            throw findings.bad(Step.ENCRYPTION, problem);
        }
        findings.note(Step.ENCRYPTION, problem.summary() + " In the mode “prefer” it goes on without encryption.");
    }

    private void judge(Handshake.Done done, Instant now) throws Findings.Stopped {
        ServerCertificate certificate = done.certificate();
        String said = done.protocol() + "; the certificate for " + certificate.owner() + " comes from "
                + certificate.issuer() + " and is valid until " + TlsRemedies.day(certificate.expiry()) + ".";
        Optional<Problem> doubt = doubt(done, now);
        if (candidate.sslMode().checksCertificate()) {
            if (doubt.isPresent()) {
                throw findings.bad(Step.ENCRYPTION, doubt.get());
            }
            tell(said, certificate, now);
        } else if (thisMachine) {
            findings.good(Step.ENCRYPTION, said);
        } else {
            findings.note(Step.ENCRYPTION, said + " The mode “" + candidate.sslMode().libpq()
                    + "” does not check it" + (doubt.isEmpty()
                            ? ", though it would pass: choose “verify-full”."
                            : ", so that somebody in between could pretend to be the server."));
        }
    }

    private void tell(String said, ServerCertificate certificate, Instant now) {
        if (now.plus(SOON).isAfter(certificate.expiry())) {
            findings.note(Step.ENCRYPTION,
                    said + " That is soon: renew it at the server, or Mathesar will be shut out.");
        } else {
            findings.good(Step.ENCRYPTION, said);
        }
    }

    /** What a check finds fault with; modes that do not check are judged as if they checked everything. */
    private Optional<Problem> doubt(Handshake.Done done, Instant now) {
        SslMode mode = candidate.sslMode();
        Optional<Path> file = candidate.with(SslMode.VERIFY_FULL, candidate.authority()).authorities();
        List<X509Certificate> authorities;
        try {
            authorities = file.isPresent() ? Authorities.read(file.get()) : List.of();
        } catch (IOException e) {
            return Optional.of(remedies.unreadableAuthorities(file.get(), String.valueOf(e.getMessage())));
        }
        ServerCertificate certificate = done.certificate();
        Trust trust = certificate.trust(authorities, now);
        return remedies.ofTrust(trust, certificate).or(() -> mode == SslMode.VERIFY_CA
                || certificate.isFor(candidate.host())
                        ? Optional.empty()
                        : Optional.of(remedies.otherName(certificate.names())));
    }
}
