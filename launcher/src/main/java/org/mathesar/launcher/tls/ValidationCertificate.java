package org.mathesar.launcher.tls;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.shredzone.acme4j.Identifier;

/** What is presented to a tls-alpn-01 validation (RFC 8737 §3, RFC 8738 §6). */
final class ValidationCertificate {
    private static final ASN1ObjectIdentifier ACME_IDENTIFIER = new ASN1ObjectIdentifier("1.3.6.1.5.5.7.1.31");
    private static final Duration LIFETIME = Duration.ofDays(7);

    private ValidationCertificate() {}

    /**
     * The library's own would need an RSA key, which takes long to make.
     *
     * @param validation SHA-256 of the key authorization
     */
    static HostCertificate of(Identifier identifier, byte[] validation, Instant now) {
        try {
            KeyPair pair = EcKeyPair.generate();
            X500Name nobody = new X500Name("CN=acme.invalid");
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(nobody,
                    new BigInteger(127, new SecureRandom()).add(BigInteger.ONE), Date.from(now.minus(LIFETIME)),
                    Date.from(now.plus(LIFETIME)), nobody, pair.getPublic());
            int kind = identifier.getType().equals(Identifier.TYPE_IP) ? GeneralName.iPAddress : GeneralName.dNSName;
            builder.addExtension(Extension.subjectAlternativeName, false,
                    new GeneralNames(new GeneralName(kind, identifier.getValue())));
            builder.addExtension(ACME_IDENTIFIER, true, new DEROctetString(validation));
            return new HostCertificate(pair.getPrivate(), List.of(new JcaX509CertificateConverter().getCertificate(
                    builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())))));
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException("a validation certificate could not be made", e);
        }
    }
}
