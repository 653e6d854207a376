package org.mathesar.launcher.tls;

import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.tls.PendingOrders.Pending;

/** Looks at what an authority has issued before anybody serves it. */
final class IssuedChain {

    private IssuedChain() {}

    /**
     * The chain from the server's own certificate on, without a root.
     *
     * @throws IssueFailed when it is not for our key and all our identifiers, or is no chain
     */
    static List<X509Certificate> checked(List<X509Certificate> issued, Pending pending, AcmeAuthority authority)
            throws IssueFailed {
        List<X509Certificate> chain = issued.stream()
                .filter(each -> issued.indexOf(each) == 0
                        || !each.getSubjectX500Principal().equals(each.getIssuerX500Principal()))
                .toList();
        if (chain.isEmpty()) {
            throw wrong(authority, "it is empty");
        }
        X509Certificate leaf = chain.getFirst();
        if (!leaf.getPublicKey().equals(pending.key().getPublic())) {
            throw wrong(authority, "it is for another key");
        }
        Set<String> missing = new TreeSet<>(normal(pending.identifiers()));
        missing.removeAll(names(leaf));
        if (!missing.isEmpty()) {
            throw wrong(authority, "it lacks " + String.join(", ", missing));
        }
        for (int i = 0; i + 1 < chain.size(); i++) {
            try {
                chain.get(i).verify(chain.get(i + 1).getPublicKey());
            } catch (GeneralSecurityException e) {
                throw wrong(authority, "its chain is broken (" + e.getMessage() + ")");
            }
        }
        return chain;
    }

    private static Set<String> names(X509Certificate leaf) {
        try {
            Collection<List<?>> names = leaf.getSubjectAlternativeNames();
            return names == null
                    ? Set.of()
                    : normal(names.stream().map(name -> String.valueOf(name.get(1))).toList());
        } catch (GeneralSecurityException _) {
            return Set.of();
        }
    }

    private static Set<String> normal(Collection<String> names) {
        return names.stream().map(name -> AcmeIdentifiers.isAddress(name)
                ? AcmeIdentifiers.canonical(InetAddress.ofLiteral(name))
                : name.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
    }

    private static IssueFailed wrong(AcmeAuthority authority, String why) {
        return AcmeFailure.of(IssueFailed.Kind.UNEXPECTED, new Problem.Fixable(
                "The certificate that " + authority.name() + " issued is of no use: " + why + ".",
                "Try again; if it happens again, report it to the authority."), Optional.empty());
    }
}
