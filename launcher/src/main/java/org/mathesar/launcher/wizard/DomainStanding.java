package org.mathesar.launcher.wizard;

import java.util.List;
import java.util.Optional;
import org.mathesar.launcher.address.DomainName;
import org.mathesar.launcher.address.DomainReport;
import org.mathesar.launcher.address.Finding.Verdict;
import org.mathesar.launcher.setup.Addresses.Certificate;
import org.mathesar.launcher.setup.Addresses.Domain;

/**
 * How the domain stands, in words.
 *
 * @param name as people read it
 * @param sentence where it stands as a whole
 * @param served whether its certificate is
 * @param waiting whether something is still to happen
 * @param mayVouch whether the owner may go on without the check
 * @param checksMatter whether the list of checks says more than the sentence does
 * @param fixed whether a setting names it
 */
public record DomainStanding(String name, String url, String sentence, boolean served, boolean waiting,
        boolean mayVouch, boolean checksMatter, boolean fixed, List<CheckLine> lines, Optional<Trouble> trouble) {

    static DomainStanding of(Domain domain) {
        boolean served = domain.certificate().filter(Certificate::isServed).isPresent();
        Verdict verdict = domain.report().map(DomainReport::verdict).orElse(Verdict.UNSURE);
        boolean known = domain.report().isPresent();
        boolean lost = served && known && verdict == Verdict.BAD;
        return new DomainStanding(words(domain.name()), domain.url(), sentence(domain, served, lost), served, !served,
                known && verdict == Verdict.UNSURE && !domain.confirmed(), !served || lost, domain.fixed(),
                CheckLine.of(domain), served ? domain.certificate().flatMap(Trouble::of) : Optional.empty());
    }

    /** Letters of other alphabets may look alike, so the form that DNS knows stands beside them. */
    static String words(DomainName name) {
        return name.unicode().equals(name.ascii()) ? name.ascii() : name.unicode() + " (" + name.ascii() + ")";
    }

    private static String sentence(Domain domain, boolean served, boolean lost) {
        String name = words(domain.name());
        if (served) {
            String until = domain.certificate().map(CertificateNote::until).orElse("");
            return lost
                    ? "Browsers trust " + name + until + ", but the name has ceased to lead here."
                    : "Browsers trust it" + until + " – the certificate is renewed by itself.";
        }
        if (domain.confirmed()) {
            boolean trouble = domain.certificate().flatMap(Certificate::problem).isPresent();
            return trouble
                    ? "There is no certificate for " + name + " yet."
                    : "The certificate for " + name + " is on its way.";
        }
        if (domain.report().isEmpty()) {
            return name + " is being looked up.";
        }
        return switch (domain.report().get().verdict()) {
            case GOOD -> name + " leads here.";
            case UNSURE -> "Could not verify from here that " + name + " leads to this server.";
            case BAD -> name + " is not ready yet. What to do stands below.";
        };
    }
}
