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
 * @param sentence where it stands as a whole
 * @param ready whether people can use it
 * @param mayVouch whether the owner may go on without the check
 * @param fixed whether a setting names it
 * @param lines each step with its result
 * @param trouble why the certificate that is served could not be renewed
 */
public record DomainStanding(String url, String sentence, boolean ready, boolean mayVouch, boolean fixed,
        List<CheckLine> lines, Optional<Trouble> trouble) {

    static DomainStanding of(Domain domain) {
        boolean served = domain.certificate().filter(Certificate::isServed).isPresent();
        Optional<Verdict> verdict = domain.report().map(DomainReport::verdict);
        boolean ready = served && !is(verdict, Verdict.BAD);
        Optional<Trouble> trouble = domain.certificate().flatMap(Trouble::of).filter(_ -> served);
        String sentence = served ? servedSentence(domain, ready, trouble.isPresent()) : sentence(domain, verdict);
        return new DomainStanding(domain.url(), sentence, ready,
                is(verdict, Verdict.UNSURE) && !domain.confirmed() && !served, domain.fixed(), CheckLine.of(domain),
                trouble);
    }

    /** Letters of other alphabets may look alike, so the form that DNS knows stands beside them. */
    static String words(DomainName name) {
        return name.unicode().equals(name.ascii()) ? name.ascii() : name.unicode() + " (" + name.ascii() + ")";
    }

    private static String servedSentence(Domain domain, boolean ready, boolean troubled) {
        String until = domain.certificate().map(CertificateNote::until).orElse("");
        if (!ready) {
            return "Browsers trust " + words(domain.name()) + until + ", but the name has ceased to lead here.";
        }
        return "Browsers trust it" + until + (troubled ? "." : " – the certificate is renewed by itself.");
    }

    private static String sentence(Domain domain, Optional<Verdict> verdict) {
        String name = words(domain.name());
        if (is(verdict, Verdict.BAD)) {
            return name + " is not ready yet. What to do stands below.";
        }
        if (domain.confirmed()) {
            return domain.certificate().flatMap(Certificate::problem).isPresent()
                    ? "There is no certificate for " + name + " yet."
                    : "The certificate for " + name + " is on its way.";
        }
        if (verdict.isEmpty()) {
            return name + " is being looked up.";
        }
        return is(verdict, Verdict.GOOD)
                ? name + " leads here. It is looked at once more before a certificate is asked for."
                : "Could not verify from here that " + name + " is ready.";
    }

    private static boolean is(Optional<Verdict> verdict, Verdict expected) {
        return verdict.filter(expected::equals).isPresent();
    }
}
