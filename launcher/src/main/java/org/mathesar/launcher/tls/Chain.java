package org.mathesar.launcher.tls;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;

/**
 * Certificates in the order in which a server sends them (RFC 8446 §4.4.2).
 *
 * @param links from the server's own certificate up, without the root
 * @param reachesRoot whether the root was there too, or the certificate signs itself
 * @param foreign those that have nothing to do with it
 */
record Chain(List<X509Certificate> links, boolean reachesRoot, List<X509Certificate> foreign) {
    private static final int LONGEST_NAME = 80;

    Chain {
        links = List.copyOf(links);
        foreign = List.copyOf(foreign);
    }

    /** Sorts certificates that may lie in any order, more than once, between others. */
    static Chain above(X509Certificate leaf, Collection<X509Certificate> given) {
        Set<X509Certificate> rest = new LinkedHashSet<>(given);
        rest.remove(leaf);
        // An earlier certificate of the same server, as some tools leave it in the file, says nothing worth a word.
        rest.removeIf(other -> other.getPublicKey().equals(leaf.getPublicKey()));
        List<X509Certificate> links = new ArrayList<>(List.of(leaf));
        Optional<X509Certificate> root = isSignedBy(leaf, leaf) ? Optional.of(leaf) : Optional.empty();
        while (root.isEmpty()) {
            X509Certificate top = links.getLast();
            // An authority may be there twice, as a root and signed by an older one; the second helps older browsers.
            Optional<X509Certificate> next = rest.stream().filter(candidate -> isSignedBy(top, candidate))
                    .min(Comparator.<X509Certificate, Boolean>comparing(candidate -> isSignedBy(candidate, candidate))
                            .thenComparing(X509Certificate::getNotAfter, Comparator.reverseOrder()));
            if (next.isEmpty()) {
                break;
            }
            rest.remove(next.get());
            if (isSignedBy(next.get(), next.get())) {
                root = next;
            } else {
                links.add(next.get());
            }
        }
        // What only doubles a link, such as the same authority's root, is not foreign.
        rest.removeIf(other -> links.stream().anyMatch(link -> isSignedBy(link, other)));
        return new Chain(links, root.isPresent(), List.copyOf(rest));
    }

    private static boolean isSignedBy(X509Certificate certificate, X509Certificate issuer) {
        if (!certificate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())) {
            return false;
        }
        try {
            certificate.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException _) {
            return false;
        }
    }

    /** What its owner would call it: the common name, else the whole one; short and without control characters. */
    static String nameOf(X509Certificate certificate) {
        return shortName(certificate.getSubjectX500Principal());
    }

    /** The name of whoever signed it. */
    static String issuerOf(X509Certificate certificate) {
        return shortName(certificate.getIssuerX500Principal());
    }

    private static String shortName(X500Principal principal) {
        X500Name name = X500Name.getInstance(principal.getEncoded());
        RDN[] common = name.getRDNs(BCStyle.CN);
        String text = common.length == 0
                ? name.toString()
                : IETFUtils.valueToString(common[common.length - 1].getFirst().getValue());
        String clean = text.replaceAll("\\p{Cntrl}", " ").strip();
        return clean.length() <= LONGEST_NAME ? clean : clean.substring(0, LONGEST_NAME) + "…";
    }
}
