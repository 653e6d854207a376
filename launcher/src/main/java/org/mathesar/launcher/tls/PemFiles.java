package org.mathesar.launcher.tls;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.util.io.pem.PemObject;
import org.mathesar.launcher.storage.DataDirectory;

/** One certificate on disk: {@code <name>.pem} holds key and chain together, so that they cannot be torn apart. */
final class PemFiles {
    private final DataDirectory data;

    PemFiles(DataDirectory data) {
        this.data = data;
    }

    void save(String name, HostCertificate certificate) {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
            pem.writeObject(new PemObject("PRIVATE KEY", certificate.key().getEncoded()));
            for (X509Certificate link : certificate.chain()) {
                pem.writeObject(link);
            }
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory does not fail", e);
        }
        data.write(file(name), text.toString());
    }

    /** The saved certificate, or empty when there is none or its key does not belong to it. */
    Optional<HostCertificate> load(String name) {
        return data.read(file(name)).flatMap(PemFiles::parse);
    }

    Path file(String name) {
        return data.directory("certificates").resolve(name + ".pem");
    }

    private static Optional<HostCertificate> parse(String text) {
        List<PrivateKey> keys = new ArrayList<>();
        List<X509Certificate> chain = new ArrayList<>();
        try (PEMParser pem = new PEMParser(new StringReader(text))) {
            for (Object part = pem.readObject(); part != null; part = pem.readObject()) {
                switch (part) {
                    case PrivateKeyInfo key -> keys.add(privateKey(key));
                    case X509CertificateHolder link ->
                        chain.add(new JcaX509CertificateConverter().getCertificate(link));
                    default -> {
                        // Parameters that some tools write beside a key are of no use here.
                    }
                }
            }
        } catch (IOException | GeneralSecurityException | RuntimeException _) {
            return Optional.empty();
        }
        if (keys.isEmpty() || chain.isEmpty() || !belongs(keys.getFirst(), chain.getFirst().getPublicKey())) {
            return Optional.empty();
        }
        return Optional.of(new HostCertificate(keys.getFirst(), chain));
    }

    private static PrivateKey privateKey(PrivateKeyInfo info) throws IOException, GeneralSecurityException {
        boolean ec = info.getPrivateKeyAlgorithm().getAlgorithm().equals(X9ObjectIdentifiers.id_ecPublicKey);
        return KeyFactory.getInstance(ec ? "EC" : "RSA").generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded()));
    }

    private static boolean belongs(PrivateKey key, PublicKey publicKey) {
        try {
            byte[] sample = "mathesar".getBytes(StandardCharsets.US_ASCII);
            String algorithm = key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA";
            Signature signature = Signature.getInstance(algorithm);
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
