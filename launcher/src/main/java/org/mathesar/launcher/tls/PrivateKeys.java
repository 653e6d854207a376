package org.mathesar.launcher.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.mathesar.launcher.problem.Problem;

/** Which keys can serve a website, and whose they are. */
final class PrivateKeys {
    private static final int SHORTEST_RSA = 2048;
    private static final Set<ASN1ObjectIdentifier> CURVES = Set.of(SECObjectIdentifiers.secp256r1,
            SECObjectIdentifiers.secp384r1, SECObjectIdentifiers.secp521r1);
    private static final String NEW_KEY = "Request the certificate again with a key on the curve P-256:"
            + " openssl ecparam -name prime256v1 -genkey -noout -out key.pem";

    private PrivateKeys() {}

    /** Why browsers would not take the key. */
    static Optional<Problem.Fixable> objection(PrivateKeyInfo info) {
        ASN1ObjectIdentifier kind = info.getPrivateKeyAlgorithm().getAlgorithm();
        if (kind.equals(EdECObjectIdentifiers.id_Ed25519) || kind.equals(EdECObjectIdentifiers.id_Ed448)) {
            return objection("The key is an Ed25519 or Ed448 key, which browsers do not accept for websites.");
        }
        if (kind.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
            ASN1Encodable curve = info.getPrivateKeyAlgorithm().getParameters();
            return curve != null && CURVES.contains(curve)
                    ? Optional.empty()
                    : objection("The key is on an elliptic curve that browsers do not accept.");
        }
        if (!kind.equals(PKCSObjectIdentifiers.rsaEncryption)) {
            return objection("The key is of a kind that browsers do not accept for websites.");
        }
        try {
            int bits = RSAPrivateKey.getInstance(info.parsePrivateKey()).getModulus().bitLength();
            return bits >= SHORTEST_RSA
                    ? Optional.empty()
                    : objection("The RSA key has " + bits + " bits; browsers ask for " + SHORTEST_RSA + " or more.");
        } catch (IOException | IllegalArgumentException _) {
            return objection("The RSA key is damaged.");
        }
    }

    private static Optional<Problem.Fixable> objection(String summary) {
        return Optional.of(new Problem.Fixable(summary, NEW_KEY));
    }

    /** The key with its curve, which SEC1 (RFC 5915 §3) may leave to the certificate. */
    static PrivateKeyInfo complete(PrivateKeyInfo info, List<X509Certificate> certificates) {
        AlgorithmIdentifier kind = info.getPrivateKeyAlgorithm();
        if (!kind.getAlgorithm().equals(X9ObjectIdentifiers.id_ecPublicKey) || kind.getParameters() != null) {
            return info;
        }
        try {
            ECPrivateKey bare = ECPrivateKey.getInstance(info.parsePrivateKey());
            int bytes = ASN1OctetString.getInstance(ASN1Sequence.getInstance(bare).getObjectAt(1)).getOctetsLength();
            for (X509Certificate certificate : certificates) {
                if (certificate.getPublicKey() instanceof ECPublicKey key
                        && (key.getParams().getOrder().bitLength() + 7) / 8 == bytes) {
                    return new PrivateKeyInfo(
                            SubjectPublicKeyInfo.getInstance(key.getEncoded()).getAlgorithm(), bare);
                }
            }
        } catch (IOException | IllegalArgumentException _) {
            // Without a curve it meets an objection.
        }
        return info;
    }

    /** The key for the JDK, of a kind without {@link #objection}. */
    static PrivateKey of(PrivateKeyInfo info) throws GeneralSecurityException {
        boolean ec = info.getPrivateKeyAlgorithm().getAlgorithm().equals(X9ObjectIdentifiers.id_ecPublicKey);
        try {
            return KeyFactory.getInstance(ec ? "EC" : "RSA")
                    .generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded()));
        } catch (IOException e) {
            throw new GeneralSecurityException(e);
        }
    }

    /** Whether what the key signs is what the public key confirms. */
    static boolean belongs(PrivateKey key, PublicKey publicKey) {
        if (!key.getAlgorithm().equals(publicKey.getAlgorithm())) {
            return false;
        }
        try {
            byte[] sample = "mathesar".getBytes(StandardCharsets.US_ASCII);
            Signature signature = Signature
                    .getInstance(key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA");
            signature.initSign(key);
            signature.update(sample);
            byte[] signed = signature.sign();
            signature.initVerify(publicKey);
            signature.update(sample);
            return signature.verify(signed);
        } catch (GeneralSecurityException _) {
            return false;
        }
    }
}
