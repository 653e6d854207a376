package org.mathesar.launcher.tls;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.bouncycastle.util.io.pem.PemWriter;

/** ECDSA P-256 keys and their text: both halves in PEM, one after the other. */
final class EcKeyPair {
    private static final String PRIVATE = "PRIVATE KEY";
    private static final String PUBLIC = "PUBLIC KEY";

    private EcKeyPair() {}

    static KeyPair generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has P-256", e);
        }
    }

    static String pem(KeyPair pair) {
        StringWriter text = new StringWriter();
        try (PemWriter writer = new PemWriter(text)) {
            writer.writeObject(new PemObject(PRIVATE, pair.getPrivate().getEncoded()));
            writer.writeObject(new PemObject(PUBLIC, pair.getPublic().getEncoded()));
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory does not fail", e);
        }
        return text.toString();
    }

    /** @throws GeneralSecurityException when the text is not what {@link #pem} made */
    static KeyPair parse(String pem) throws GeneralSecurityException {
        try (PemReader reader = new PemReader(new StringReader(pem))) {
            PemObject privateKey = reader.readPemObject();
            PemObject publicKey = reader.readPemObject();
            if (privateKey == null || publicKey == null || !privateKey.getType().equals(PRIVATE)
                    || !publicKey.getType().equals(PUBLIC)) {
                throw new GeneralSecurityException("no private and public key");
            }
            KeyFactory factory = KeyFactory.getInstance("EC");
            return new KeyPair(factory.generatePublic(new X509EncodedKeySpec(publicKey.getContent())),
                    factory.generatePrivate(new PKCS8EncodedKeySpec(privateKey.getContent())));
        } catch (IOException | RuntimeException e) {
            throw new GeneralSecurityException("no PEM", e);
        }
    }
}
