package org.mathesar.launcher.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mathesar.launcher.tls.OwnersAuthority.NOW;
import static org.mathesar.launcher.tls.OwnersAuthority.pem;
import static org.mathesar.launcher.tls.OwnersAuthority.pkcs8;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.time.Duration;
import java.util.List;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMEncryptorBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.junit.jupiter.api.Test;
import org.mathesar.launcher.tls.OwnCertificate.Field;
import org.mathesar.launcher.tls.OwnCertificate.Unusable;
import org.mathesar.launcher.tls.OwnCertificate.Usable;
import org.mathesar.launcher.tls.OwnersAuthority.Wish;

class OwnCertificateTest {
    private final OwnersAuthority root = OwnersAuthority.root("Test root");
    private final OwnersAuthority lower = root.intermediate("Test intermediate");
    private final OwnersAuthority lowest = lower.intermediate("Test issuer");
    private final KeyPair server = OwnersAuthority.ec("secp256r1");
    private final X509Certificate leaf = lowest.sign(server, Wish.forHosts("db.example.org"));
    private final List<X509Certificate> wanted = List.of(leaf, lowest.certificate(), lower.certificate());
    private final String chain = pem(leaf, lowest.certificate(), lower.certificate());
    private final String key = pkcs8(server.getPrivate());

    private static Usable usable(String chain, String key) {
        return assertInstanceOf(Usable.class, OwnCertificate.read(chain, key, NOW));
    }

    private static void assertRefused(Field field, String words, String chain, String key) {
        Unusable unusable = assertInstanceOf(Unusable.class, OwnCertificate.read(chain, key, NOW));
        String told = unusable.problem().summary() + " " + unusable.problem().advice();
        assertTrue(told.contains(words), told);
        assertEquals(field, unusable.field(), told);
        assertSaysNothingOf(key, unusable.toString());
    }

    /** No line of the key may be in it. */
    private static void assertSaysNothingOf(String key, String text) {
        key.lines().filter(line -> line.length() > 20 && !line.startsWith("-----"))
                .forEach(line -> assertFalse(text.contains(line), text));
    }

    @Test
    void aChainInOrderIsTakenAsItIs() {
        Usable usable = usable(chain, key);
        assertEquals(wanted, usable.certificate().chain());
        assertEquals(List.of("db.example.org"), usable.names());
        assertEquals(List.of(), usable.warnings());
        assertEquals(server.getPrivate(), usable.certificate().key());
        assertSaysNothingOf(key, usable.toString());
    }

    @Test
    void aChainInAnyOrderIsSortedWithoutRootAndDoubles() {
        String shuffled = pem(root.certificate(), lower.certificate(), leaf, lowest.certificate(), lower.certificate(),
                leaf);
        Usable usable = usable(shuffled, key);
        assertEquals(wanted, usable.certificate().chain());
        assertEquals(List.of(), usable.warnings());
    }

    @Test
    void anAuthoritySignedTwiceIsServedAsSignedByTheOlderOne() {
        OwnersAuthority older = OwnersAuthority.root("Older root");
        X509Certificate crossed = root.crossSignedBy(older).certificate();
        Usable usable = usable(chain + pem(root.certificate(), crossed), key);
        assertEquals(List.of(leaf, lowest.certificate(), lower.certificate(), crossed), usable.certificate().chain());
        assertEquals(List.of(), usable.warnings());
    }

    @Test
    void aForeignCertificateIsLeftOutAndNamed() {
        OwnersAuthority foreign = OwnersAuthority.root("Somebody else");
        Usable usable = usable(chain + pem(foreign.certificate()), key);
        assertEquals(wanted, usable.certificate().chain());
        assertEquals(1, usable.warnings().size());
        assertTrue(usable.warnings().getFirst().contains("Somebody else"), usable.warnings().toString());
    }

    @Test
    void anAuthorityOfTheSameNameWithAnotherKeyIsForeign() {
        X509Certificate impostor = root.intermediate("Test issuer").certificate();
        Usable usable = usable(pem(leaf, impostor), key);
        assertEquals(List.of(leaf), usable.certificate().chain());
        assertEquals(2, usable.warnings().size(), usable.warnings().toString());
    }

    @Test
    void aMissingIntermediateIsNamed() {
        Usable usable = usable(pem(leaf), key);
        assertEquals(1, usable.warnings().size());
        assertTrue(usable.warnings().getFirst().contains("Test issuer"), usable.warnings().toString());
    }

    @Test
    void ofTwoCertificatesForTheKeyTheNewerIsServed() {
        X509Certificate renewed = lowest.sign(server,
                Wish.forHosts("db.example.org").valid(NOW, NOW.plus(Duration.ofDays(200))));
        Usable usable = usable(pem(leaf, renewed, lowest.certificate()), key);
        assertEquals(List.of(renewed, lowest.certificate()), usable.certificate().chain());
        assertEquals(List.of(), usable.warnings());
    }

    @Test
    void oneSignedByItselfOrByAPrivateAuthorityIsTaken() {
        X509Certificate own = OwnersAuthority.selfSigned(server, Wish.forHosts("intranet"));
        assertEquals(List.of(own), usable(pem(own), key).certificate().chain());
        assertEquals(List.of(), usable(pem(own), key).warnings());
        X509Certificate direct = root.sign(server, Wish.forHosts("intranet"));
        Usable usable = usable(pem(direct, root.certificate()), key);
        assertEquals(List.of(direct), usable.certificate().chain());
        assertEquals(List.of(), usable.warnings());
    }

    @Test
    void certificateAndKeyMayBeInEitherText() {
        assertEquals(wanted, usable(chain + key, "").certificate().chain());
        assertEquals(wanted, usable("", key + chain).certificate().chain());
        assertEquals(wanted, usable(chain + key, chain + key).certificate().chain());
        assertEquals(wanted, usable(key, chain).certificate().chain());
    }

    @Test
    void theTextMayLookLikeWhateverEditorsMakeOfIt() {
        String windows = "\uFEFFBag Attributes\r\n  friendlyName: db\r\n"
                + (chain + "some words - and dashes\n" + key).replace("\n", "\r\n");
        assertEquals(wanted, usable(windows, "").certificate().chain());
        assertEquals(wanted, usable(chain.replace("\n", "\n    "), key.replace("\n", "\n\t")).certificate().chain());
        assertEquals(wanted, usable(chain.replace('\n', ' '), key.replace('\n', ' ')).certificate().chain());
        assertEquals(wanted, usable(chain.replace("\n", "\\n"), key.replace("\n", "\\n")).certificate().chain());
    }

    @Test
    void keysOfEveryKindThatBrowsersTakeAreTaken() {
        for (KeyPair pair : List.of(OwnersAuthority.rsa(2048), OwnersAuthority.ec("secp384r1"),
                OwnersAuthority.ec("secp521r1"))) {
            String certificate = pem(lowest.sign(pair, Wish.forHosts("a.example")), lowest.certificate());
            assertEquals(pair.getPrivate(), usable(certificate, pkcs8(pair.getPrivate())).certificate().key());
            // PKCS#1 for RSA, SEC1 for EC, here without the curve.
            String traditional = pem(pair.getPrivate());
            assertTrue(traditional.contains("RSA PRIVATE KEY") || traditional.contains("EC PRIVATE KEY"), traditional);
            assertEquals(pair.getPrivate(), usable(certificate, traditional).certificate().key());
        }
    }

    @Test
    void parametersBesideAKeyDoNotDisturb() throws Exception {
        String both = pem(new PemObject("EC PARAMETERS", SECObjectIdentifiers.secp256r1.getEncoded()),
                new PemObject("DH PARAMETERS", new byte[]{0x30, 0}), new PemObject("X509 CRL", new byte[]{0x30, 0}),
                server.getPrivate());
        assertEquals(server.getPrivate(), usable(chain, both).certificate().key());
        BigInteger secret = scalar(server.getPrivate());
        String withCurve = pem(new PemObject("EC PRIVATE KEY",
                new org.bouncycastle.asn1.sec.ECPrivateKey(256, secret, SECObjectIdentifiers.secp256r1).getEncoded()));
        assertEquals(secret, scalar(usable(chain, withCurve).certificate().key()));
    }

    private static BigInteger scalar(PrivateKey key) {
        return assertInstanceOf(ECPrivateKey.class, key).getS();
    }

    @Test
    void theCurveThatNotAllBrowsersKnowIsWarnedOf() {
        KeyPair pair = OwnersAuthority.ec("secp521r1");
        Usable usable = usable(pem(lowest.sign(pair, Wish.forHosts("a.example")), lowest.certificate()),
                pkcs8(pair.getPrivate()));
        assertTrue(usable.warnings().getFirst().contains("P-521"), usable.warnings().toString());
    }

    @Test
    void keysThatBrowsersDoNotTakeAreRefused() throws Exception {
        KeyPair weak = OwnersAuthority.rsa(1024);
        assertRefused(Field.KEY, "1024 bits", pem(lowest.sign(weak, Wish.forHosts("a.example"))),
                pkcs8(weak.getPrivate()));
        KeyPair edwards = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        assertRefused(Field.KEY, "Ed25519", pem(lowest.sign(edwards, Wish.forHosts("a.example"))),
                pkcs8(edwards.getPrivate()));
        KeyPairGenerator bitcoin = KeyPairGenerator.getInstance("EC", new BouncyCastleProvider());
        bitcoin.initialize(new java.security.spec.ECGenParameterSpec("secp256k1"));
        assertRefused(Field.KEY, "curve", chain, pkcs8(bitcoin.generateKeyPair().getPrivate()));
        KeyPair dsa = KeyPairGenerator.getInstance("DSA").generateKeyPair();
        assertRefused(Field.KEY, "of a kind", chain, pkcs8(dsa.getPrivate()));
        assertRefused(Field.KEY, "SSH", chain,
                "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAABG5vbmU\n-----END OPENSSH PRIVATE KEY-----");
    }

    @Test
    void aKeyWithAPassphraseIsRefusedInBothStyles() throws Exception {
        java.io.StringWriter old = new java.io.StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(old)) {
            writer.writeObject(server.getPrivate(), new JcePEMEncryptorBuilder("AES-256-CBC")
                    .setProvider(new BouncyCastleProvider()).build("secret".toCharArray()));
        }
        assertTrue(old.toString().contains("Proc-Type: 4,ENCRYPTED"), old.toString());
        assertRefused(Field.KEY, "openssl pkey -in", chain, old.toString());
        assertRefused(Field.KEY, "openssl pkey -in", chain + old, "");
        String modern = pem(new JcaPKCS8Generator(server.getPrivate(),
                new JceOpenSSLPKCS8EncryptorBuilder(JcaPKCS8Generator.AES_256_CBC)
                        .setProvider(new BouncyCastleProvider())
                        .setPassword("secret".toCharArray()).build())
                .generate());
        assertTrue(modern.contains("ENCRYPTED PRIVATE KEY"), modern);
        assertRefused(Field.KEY, "openssl pkey -in", chain, modern);
    }

    @Test
    void aKeyThatDoesNotBelongIsRefused() {
        assertRefused(Field.KEY, "does not belong", chain, pkcs8(OwnersAuthority.ec("secp256r1").getPrivate()));
        assertRefused(Field.KEY, "does not belong", chain, pkcs8(OwnersAuthority.rsa(2048).getPrivate()));
    }

    @Test
    void oneThatIsExpiredOrNotYetValidIsRefused() {
        String old = pem(lowest.sign(server, Wish.forHosts("a.example").valid(NOW.minus(Duration.ofDays(9)), NOW)));
        assertRefused(Field.CERTIFICATE, "expired on 2026-11-22", old, key);
        String early = pem(lowest.sign(server,
                Wish.forHosts("a.example").valid(NOW.plusSeconds(1), NOW.plus(Duration.ofDays(9)))));
        assertRefused(Field.CERTIFICATE, "not valid before 2026-11-22T12:00:01Z", early, key);
    }

    @Test
    void anExpiredIssuerIsRefusedButNotOneThatBrowsersDoWithout() {
        OwnersAuthority gone = root.intermediate("Old issuer", NOW);
        assertRefused(Field.CERTIFICATE, "Old issuer expired",
                pem(gone.sign(server, Wish.forHosts("a.example")), gone.certificate()), key);
        OwnersAuthority lasting = gone.intermediate("Lasting issuer");
        String chained = pem(lasting.sign(server, Wish.forHosts("a.example")), lasting.certificate(),
                gone.certificate());
        assertEquals(3, usable(chained, key).certificate().chain().size());
    }

    @Test
    void otherFormatsAreNamedWithTheCommandThatConvertsThem() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("db", server.getPrivate(), "secret".toCharArray(), new Certificate[]{leaf});
        ByteArrayOutputStream pfx = new ByteArrayOutputStream();
        store.store(pfx, "secret".toCharArray());
        assertRefused(Field.CERTIFICATE, "openssl pkcs12 -in", binary(pfx.toByteArray()), "");
        assertRefused(Field.CERTIFICATE, "openssl x509 -inform DER", binary(leaf.getEncoded()), key);
        assertRefused(Field.KEY, "openssl pkey -inform DER", chain, binary(server.getPrivate().getEncoded()));
        assertRefused(Field.CERTIFICATE, "openssl pkcs7", pem(new PemObject("PKCS7",
                java.security.cert.CertificateFactory.getInstance("X.509").generateCertPath(wanted)
                        .getEncoded("PKCS7"))),
                key);
    }

    private static String binary(byte[] content) {
        return new String(content, StandardCharsets.ISO_8859_1);
    }

    @Test
    void aRequestOrAPublicKeyIsNamed() throws Exception {
        String request = pem(new JcaPKCS10CertificationRequestBuilder(new X500Name("CN=a"), server.getPublic())
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(server.getPrivate())));
        assertRefused(Field.CERTIFICATE, "a certificate request, not the certificate", request, key);
        assertRefused(Field.KEY, "a certificate request, not the private key", chain, request);
        assertRefused(Field.CERTIFICATE, "a public key, not the certificate", pem(server.getPublic()), key);
        assertRefused(Field.KEY, "a public key, not the private key", chain, pem(server.getPublic()));
    }

    @Test
    void nothingAtAllIsNamed() {
        assertRefused(Field.CERTIFICATE, "no certificate", "", "");
        assertRefused(Field.CERTIFICATE, "no certificate", "hello", key);
        assertRefused(Field.KEY, "no private key", chain, "");
        assertRefused(Field.KEY, "no private key", chain, chain);
    }

    @Test
    void textThatIsCutOffOrDamagedIsRefused() {
        assertRefused(Field.CERTIFICATE, "damaged", chain.substring(0, chain.length() - 40), key);
        assertRefused(Field.KEY, "damaged", chain, key.substring(0, key.length() - 30));
        assertRefused(Field.KEY, "damaged", chain, key.replaceFirst("\n....", "\n"));
        assertRefused(Field.CERTIFICATE, "damaged", chain.replaceFirst("-----END CERT", "-----END CART"), key);
    }

    @Test
    void oneWithoutHostNamesOrForOtherPurposesIsRefused() {
        assertRefused(Field.CERTIFICATE, "names no host", pem(lowest.sign(server, Wish.forHosts())), key);
        assertRefused(Field.CERTIFICATE, "not meant for servers",
                pem(lowest.sign(server, Wish.forHosts("a.example").only(KeyPurposeId.id_kp_clientAuth))), key);
    }

    @Test
    void whatIsTooLongIsNotEvenLookedAt() {
        String padding = " ".repeat(256 * 1024);
        assertRefused(Field.CERTIFICATE, "256 KiB", chain + padding, key);
        assertRefused(Field.KEY, "256 KiB", chain, key + padding);
    }

    @Test
    void namesAreToldAsTheServerComparesThem() {
        X509Certificate many = lowest.sign(server,
                Wish.forHosts("DB.Example.org", "*.example.org", "203.0.113.7", "2001:db8::1"));
        assertEquals(List.of("db.example.org", "*.example.org", "203.0.113.7", "2001:db8:0:0:0:0:0:1"),
                usable(pem(many, lowest.certificate()), key).names());
    }

    @Test
    void aWildcardCoversOneLabel() {
        HostCertificate wild = usable(pem(lowest.sign(server, Wish.forHosts("*.example.org", "203.0.113.7"))), key)
                .certificate();
        assertTrue(wild.covers("db.example.org"));
        assertTrue(wild.covers("203.0.113.7"));
        assertFalse(wild.covers("example.org"));
        assertFalse(wild.covers("a.db.example.org"));
        assertFalse(wild.covers(".example.org"));
        assertFalse(wild.covers("db"));
    }
}
