package org.mathesar.launcher.database;

import java.net.IDN;
import java.net.InetAddress;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;
import org.postgresql.ssl.PGjdbcHostnameVerifier;

/**
 * The certificate that a server showed.
 *
 * @param chain its own first, then those that it sent along
 */
record ServerCertificate(List<X509Certificate> chain) {
    ServerCertificate {
        chain = List.copyOf(chain);
    }

    /** Whether a server's certificate is to be believed. */
    sealed interface Trust {
        record Trusted() implements Trust {}

        record Expired(Instant when) implements Trust {}

        record NotYetValid(Instant from) implements Trust {}

        /** It vouches for itself. */
        record SelfSigned() implements Trust {}

        /** Nobody in the list of authorities vouches for it. */
        record UnknownAuthority() implements Trust {}

        /** The list has an authority for it, but only one that another authority vouches for, which libpq refuses. */
        record NotARoot(String authority) implements Trust {}

        record AuthorityExpired(String authority, Instant when) implements Trust {}
    }

    private X509Certificate own() {
        return chain.getFirst();
    }

    Instant expiry() {
        return own().getNotAfter().toInstant();
    }

    /** The names and addresses that it is for. */
    List<String> names() {
        try {
            Collection<List<?>> names = own().getSubjectAlternativeNames();
            Set<String> found = names == null
                    ? Set.of()
                    // Kinds 2 and 7 of RFC 5280 §4.2.1.6 are DNS names and addresses.
                    : names.stream().filter(name -> name.get(0).equals(2) || name.get(0).equals(7))
                            .map(name -> String.valueOf(name.get(1))).collect(Collectors.toCollection(TreeSet::new));
            return found.isEmpty()
                    ? part(own().getSubjectX500Principal(), "CN").stream().toList()
                    : List.copyOf(found);
        } catch (CertificateParsingException _) {
            return List.of();
        }
    }

    /** Whether one of its names is this one, as the driver compares them. */
    boolean isFor(String host) {
        try {
            String address = InetAddress.ofLiteral(host).getHostAddress();
            return names().stream().anyMatch(address::equals);
        } catch (IllegalArgumentException _) {
            return names().stream().anyMatch(name -> PGjdbcHostnameVerifier.INSTANCE.verifyHostName(ascii(host), name));
        }
    }

    private static String ascii(String host) {
        try {
            return IDN.toASCII(host);
        } catch (IllegalArgumentException _) {
            return host;
        }
    }

    /** Whom it is for, in a few words. */
    String owner() {
        List<String> names = names();
        return switch (names.size()) {
            case 0 -> "no name";
            case 1 -> names.getFirst();
            default -> names.getFirst() + " and " + (names.size() - 1) + " more";
        };
    }

    /** Who says so. */
    String issuer() {
        return isSelfSigned(own()) ? "itself" : name(own().getIssuerX500Principal());
    }

    private static boolean isSelfSigned(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
    }

    private static String name(X500Principal principal) {
        return part(principal, "CN").or(() -> part(principal, "O")).orElseGet(principal::getName);
    }

    private static Optional<String> part(X500Principal principal, String type) {
        try {
            return new LdapName(principal.getName()).getRdns().reversed().stream()
                    .filter(rdn -> rdn.getType().equalsIgnoreCase(type)).map(Rdn::getValue).map(String::valueOf)
                    .findFirst();
        } catch (InvalidNameException _) {
            return Optional.empty();
        }
    }

    /** Judges it by these authorities at this moment, as strictly as libpq does. */
    Trust trust(List<X509Certificate> authorities, Instant now) {
        if (now.isAfter(expiry())) {
            return new Trust.Expired(expiry());
        }
        Instant from = own().getNotBefore().toInstant();
        if (now.isBefore(from)) {
            return new Trust.NotYetValid(from);
        }
        return new Anchors(authorities).endOf(new PresentedChain(chain), now).map(anchor -> judge(anchor, now))
                .orElseGet(() -> untrusted(now));
    }

    private static Trust judge(X509Certificate anchor, Instant now) {
        String name = name(anchor.getSubjectX500Principal());
        Instant end = anchor.getNotAfter().toInstant();
        if (!isSelfSigned(anchor)) {
            return new Trust.NotARoot(name(anchor.getIssuerX500Principal()));
        }
        return now.isAfter(end) ? new Trust.AuthorityExpired(name, end) : new Trust.Trusted();
    }

    private Trust untrusted(Instant now) {
        return Stream.<Trust>concat(
                chain.stream().skip(1).map(X509Certificate::getNotAfter).map(Date::toInstant).filter(now::isAfter)
                        .map(Trust.Expired::new),
                Stream.of(isSelfSigned(own()) ? new Trust.SelfSigned() : new Trust.UnknownAuthority()))
                .findFirst().orElseThrow();
    }
}
