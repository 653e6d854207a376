package org.mathesar.launcher.wizard;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mathesar.launcher.setup.Addresses.Certificate;
import org.mathesar.launcher.setup.Addresses.Mode;
import org.mathesar.launcher.setup.Addresses.Snapshot;

/**
 * Where people reach the server and how its certificates stand: the part of the address page that changes by itself.
 *
 * @param best the address to give to colleagues
 * @param certificate the owner's own one if there is one, else that of the public addresses
 * @param whyNone why no authority certifies the public addresses
 * @param settingUp whether first boot still goes on, so that nobody can sign in under another name yet
 */
public record Standing(String best, Optional<CertificateNote> certificate, Optional<String> whyNone,
        Optional<DomainStanding> domain, boolean settingUp) {
    private static final Pattern PORT = Pattern.compile("https://.*(:\\d+)");
    private static final String UNKNOWN = "The public address of this server is not known, so no authority can confirm it.";

    /** @param visited scheme and host as the visitor used them */
    static Standing of(Snapshot now, String visited, boolean settingUp) {
        if (now.ownCertificate().isPresent()) {
            return new Standing(visited, now.ownCertificate().map(CertificateNote::ofOwn), Optional.empty(),
                    Optional.empty(), settingUp);
        }
        String port = port(visited);
        Optional<CertificateNote> note = now.address().map(held -> CertificateNote.ofAddresses(held, port));
        Optional<String> why = note.isPresent() || now.mode() != Mode.AUTO
                ? Optional.empty()
                : Optional.of(now.here().whyNone().orElse(UNKNOWN));
        Optional<DomainStanding> domain = now.domain().map(DomainStanding::of);
        return new Standing(best(now, domain, visited, port), note, why, domain, settingUp);
    }

    /** Whether the page should look again. */
    public boolean isMoving() {
        boolean order = certificate.filter(note -> note.mark() != Mark.DONE).isPresent();
        return order || domain.filter(wanted -> !wanted.ready()).isPresent();
    }

    /** The highest rung that is served; else how this visitor came. */
    private static String best(Snapshot now, Optional<DomainStanding> domain, String visited, String port) {
        return domain.filter(DomainStanding::ready).map(DomainStanding::url)
                .or(() -> now.address().filter(Certificate::isServed)
                        .flatMap(held -> held.names().stream().findFirst())
                        .map(name -> CertificateNote.url(name, port)))
                .orElse(visited);
    }

    private static String port(String visited) {
        Matcher match = PORT.matcher(visited);
        return match.matches() ? match.group(1) : "";
    }
}
