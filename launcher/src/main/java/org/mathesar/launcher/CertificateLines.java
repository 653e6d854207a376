package org.mathesar.launcher;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mathesar.launcher.address.Finding;
import org.mathesar.launcher.setup.Addresses;
import org.mathesar.launcher.tls.Rung;
import org.mathesar.launcher.tls.RungStatus;

/** How the certificates stand, in lines for {@code status} and for {@code /-/ready}; public, so without details. */
final class CertificateLines {
    private CertificateLines() {}

    static List<String> of(Addresses.Snapshot now, List<RungStatus> rungs, Instant moment) {
        List<String> lines = new ArrayList<>();
        if (now.mode() == Addresses.Mode.PLATFORM) {
            lines.add("certificate: the platform's");
            return lines;
        }
        now.ownCertificate().ifPresent(own -> {
            lines.add("certificate: your own for " + String.join(", ", own.names())
                    + own.expiry().map(expiry -> ", until " + seconds(expiry)).orElse(""));
            own.problem().ifPresent(problem -> lines.add("certificate problem: " + problem.summary()));
        });
        rungs.forEach(rung -> tell(rung, moment, lines));
        now.domain().filter(domain -> !domain.confirmed()).ifPresent(domain -> lines.add("domain "
                + domain.name().unicode() + ": waiting" + lastSentence(domain).map(text -> ", " + text).orElse("")));
        now.selfSignedFingerprint().filter(_ -> now.ownCertificate().isEmpty())
                .ifPresent(print -> lines.add("certificate of our own: SHA-256 " + print));
        boolean trusted = now.ownCertificate().isPresent()
                || rungs.stream().anyMatch(each -> each.expiry().isPresent());
        if (!trusted && rungs.isEmpty()) {
            lines.add("certificate: self-signed"
                    + now.here().whyNone().filter(_ -> now.mode() == Addresses.Mode.AUTO).map(why -> ". " + why)
                            .orElse(""));
        }
        return lines;
    }

    private static void tell(RungStatus rung, Instant moment, List<String> lines) {
        String names = (rung.rung() == Rung.DOMAIN ? "domain " : "address ") + String.join(", ", rung.identifiers());
        lines.add("certificate for " + names + ": " + rung.expiry().map(expiry -> (moment.isBefore(expiry)
                ? "until "
                : "expired at ") + seconds(expiry)
                + rung.renewAt().map(at -> ", to be renewed at " + seconds(at)).orElse("")).orElse("none yet"));
        rung.failure().ifPresent(failure -> lines.add("certificate for " + names + ": failed at "
                + seconds(failure.at()) + ": "
                + failure.problem().summary() + rung.nextTry().map(at -> " Next try " + seconds(at) + ".").orElse("")));
    }

    private static Instant seconds(Instant moment) {
        return moment.truncatedTo(ChronoUnit.SECONDS);
    }

    private static Optional<String> lastSentence(Addresses.Domain domain) {
        return domain.report().flatMap(report -> report.findings().stream()
                .filter(finding -> finding.verdict() == report.verdict()).map(Finding::sentence).findFirst());
    }
}
