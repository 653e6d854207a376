package org.mathesar.launcher.tls;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.tls.OwnCertificate.Field;
import org.mathesar.launcher.tls.OwnCertificate.Unusable;
import org.mathesar.launcher.tls.OwnCertificate.Usable;
import org.mathesar.launcher.tls.PemText.Oddity;

/** Finds the certificate, its key and its chain in two texts that hold them somewhere. */
final class PairReading {
    private static final int P521_BITS = 521;

    private final PemText chain;
    private final PemText key;
    private final PemText both;

    private PairReading(PemText chain, PemText key) {
        this.chain = chain;
        this.key = key;
        this.both = chain.with(key);
    }

    /** Reads them whatever their dates: one that was good once is better than an outage even when it is expired. */
    static OwnCertificate atAnyTime(String chainPem, String keyPem) {
        if (chainPem.length() > OwnCertificate.LONGEST) {
            return new Unusable(Field.CERTIFICATE, Misfit.tooLong(Field.CERTIFICATE));
        }
        if (keyPem.length() > OwnCertificate.LONGEST) {
            return new Unusable(Field.KEY, Misfit.tooLong(Field.KEY));
        }
        return new PairReading(PemText.of(chainPem), PemText.of(keyPem)).outcome();
    }

    private OwnCertificate outcome() {
        if (both.certificates().isEmpty()) {
            return new Unusable(Field.CERTIFICATE, Misfit.of(chain, Field.CERTIFICATE));
        }
        if (both.keys().isEmpty()) {
            PemText place = key.oddities().isEmpty() && chain.has(Oddity.ENCRYPTED_KEY) ? chain : key;
            return new Unusable(Field.KEY, Misfit.of(place, Field.KEY));
        }
        if (chain.has(Oddity.DAMAGED)) {
            return new Unusable(Field.CERTIFICATE, Misfit.problem(Oddity.DAMAGED, Field.CERTIFICATE));
        }
        if (key.has(Oddity.DAMAGED)) {
            return new Unusable(Field.KEY, Misfit.problem(Oddity.DAMAGED, Field.KEY));
        }
        Optional<Problem.Fixable> objection = Optional.empty();
        for (PrivateKeyInfo given : both.keys()) {
            PrivateKeyInfo info = PrivateKeys.complete(given, both.certificates());
            Optional<Problem.Fixable> against = PrivateKeys.objection(info);
            objection = objection.or(() -> against);
            if (against.isEmpty()) {
                Optional<OwnCertificate> found = of(info);
                if (found.isPresent()) {
                    return found.get();
                }
            }
        }
        return new Unusable(Field.KEY, objection.orElseGet(this::foreignKey));
    }

    private Problem.Fixable foreignKey() {
        return new Problem.Fixable("The key does not belong to the certificate.",
                "Give the key that the certificate of "
                        + Chain.nameOf(both.certificates().getFirst()) + " was requested with.");
    }

    /** Empty when none of the certificates is the key's. */
    private Optional<OwnCertificate> of(PrivateKeyInfo info) {
        try {
            PrivateKey usable = PrivateKeys.of(info);
            // A file that was only ever appended to holds the older ones too.
            return both.certificates().stream().filter(link -> PrivateKeys.belongs(usable, link.getPublicKey()))
                    .max(Comparator.comparing(X509Certificate::getNotAfter)).map(leaf -> judged(usable, leaf));
        } catch (GeneralSecurityException _) {
            return Optional.of(new Unusable(Field.KEY, Misfit.problem(Oddity.DAMAGED, Field.KEY)));
        }
    }

    private OwnCertificate judged(PrivateKey usable, X509Certificate leaf) {
        Chain sorted = Chain.above(leaf, both.certificates());
        HostCertificate certificate = new HostCertificate(usable, sorted.links());
        if (certificate.names().isEmpty()) {
            return new Unusable(Field.CERTIFICATE, new Problem.Fixable("The certificate names no host as subject"
                    + " alternative name, and browsers ignore the common name.",
                    "Request it again with the server's name as subject alternative name, for example with"
                            + " openssl req -addext subjectAltName=DNS:mathesar.example.org …"));
        }
        if (!isForServers(leaf)) {
            return new Unusable(Field.CERTIFICATE,
                    new Problem.Fixable("The certificate is not meant for servers, so browsers refuse it.",
                            "Request one with the extended key usage serverAuth."));
        }
        return new Usable(certificate, certificate.names(), warnings(certificate, sorted));
    }

    private static boolean isForServers(X509Certificate leaf) {
        try {
            List<String> purposes = leaf.getExtendedKeyUsage();
            return purposes == null || purposes.contains(KeyPurposeId.id_kp_serverAuth.getId())
                    || purposes.contains(KeyPurposeId.anyExtendedKeyUsage.getId());
        } catch (CertificateParsingException _) {
            return false;
        }
    }

    private static List<String> warnings(HostCertificate certificate, Chain sorted) {
        List<String> warnings = new ArrayList<>();
        X509Certificate leaf = certificate.leaf();
        if (sorted.links().size() == 1 && !sorted.reachesRoot()) {
            warnings.add("The certificate of its issuer, " + Chain.issuerOf(leaf)
                    + ", is missing. Unless that is a root"
                    + " which every visitor's browser knows, add it below the certificate; many browsers refuse it"
                    + " without.");
        }
        for (X509Certificate foreign : sorted.foreign()) {
            warnings.add("The certificate of " + Chain.nameOf(foreign) + " has nothing to do with this one and is left"
                    + " out.");
        }
        if (certificate.key() instanceof ECKey ec
                && ec.getParams().getCurve().getField().getFieldSize() == P521_BITS) {
            warnings.add("The key is on the curve P-521, which some browsers do not accept. P-256 works in all.");
        }
        if (leaf.getSigAlgName().startsWith("SHA1") || leaf.getSigAlgName().startsWith("MD5")) {
            warnings.add("The certificate is signed with " + leaf.getSigAlgName() + ", which browsers do not accept"
                    + " any more.");
        }
        return warnings;
    }
}
