package org.mathesar.launcher.tls;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mathesar.launcher.tls.OwnersAuthority.NOW;
import static org.mathesar.launcher.tls.OwnersAuthority.pem;
import static org.mathesar.launcher.tls.OwnersAuthority.pkcs8;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.problem.ProblemException;
import org.mathesar.launcher.tls.OwnersAuthority.Wish;

class CertificateFilesTest {
    private static final OwnersAuthority AUTHORITY = OwnersAuthority.root("Test root").intermediate("Test issuer");

    @TempDir
    Path directory;
    private final BlockingQueue<HostCertificate> handedOver = new LinkedBlockingQueue<>();
    private final Logger logger = Logger.getLogger(CertificateFiles.class.getName());
    private final Lines lines = new Lines();
    private Instant now = NOW;
    private Path certificate;
    private Path key;

    /** A pair as somebody else would write it. */
    private record Pair(String chain, String key) {
        static Pair of(String name) {
            return of(Wish.forHosts(name));
        }

        static Pair of(Wish wish) {
            KeyPair keys = OwnersAuthority.ec("secp256r1");
            return new Pair(pem(AUTHORITY.sign(keys, wish), AUTHORITY.certificate()), pkcs8(keys.getPrivate()));
        }
    }

    @BeforeEach
    void listen() {
        certificate = directory.resolve("fullchain.pem");
        key = directory.resolve("privkey.pem");
        logger.addHandler(lines);
    }

    @AfterEach
    void stopListening() {
        logger.removeHandler(lines);
        assertFalse(lines.all().contains("BEGIN"), lines.all());
    }

    private void write(Pair pair) throws IOException {
        Files.writeString(certificate, pair.chain());
        writeKey(pair.key());
    }

    private void writeKey(String text) throws IOException {
        Files.writeString(key, text);
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    }

    private CertificateFiles open() {
        return new CertificateFiles(certificate, key, () -> now, handedOver::add);
    }

    private static void look(CertificateFiles files) {
        files.turn();
        files.turn();
    }

    private static String told(CertificateFiles files) {
        return files.problem().map(problem -> problem.summary() + " " + problem.advice()).orElse("");
    }

    private void aMinutePasses() {
        now = now.plus(Duration.ofMinutes(1));
    }

    @Test
    void whatIsThereAtStartIsServed() throws Exception {
        write(Pair.of("a.example"));
        CertificateFiles files = open();
        assertEquals(List.of("a.example"), files.current().names());
        look(files);
        assertEquals(Optional.empty(), files.problem());
        assertTrue(handedOver.isEmpty());
    }

    @Test
    void oneFileMayHoldBoth() throws Exception {
        Pair pair = Pair.of("a.example");
        writeKey(pair.key() + pair.chain());
        CertificateFiles files = new CertificateFiles(key, key, () -> now, handedOver::add);
        assertEquals(2, files.current().chain().size());
    }

    @Test
    void aStartWithoutUsableFilesNamesSettingAndFile() throws Exception {
        assertRefused("MATHESAR_LAUNCHER_CERTIFICATE_FILE: there is no file " + certificate);
        Files.writeString(certificate, Pair.of("a.example").chain());
        assertRefused("MATHESAR_LAUNCHER_KEY_FILE: there is no file " + key);
        writeKey("-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n");
        assertRefused("MATHESAR_LAUNCHER_KEY_FILE: " + key + ": The key is protected by a passphrase");
        writeKey(Pair.of("a.example").key());
        assertRefused("MATHESAR_LAUNCHER_KEY_FILE: " + key + ": The key does not belong");
        Files.delete(certificate);
        Files.createDirectory(certificate);
        assertRefused("MATHESAR_LAUNCHER_CERTIFICATE_FILE: " + certificate + " is not a file");
    }

    private void assertRefused(String words) {
        Problem problem = assertThrows(ProblemException.class, this::open).problem();
        assertTrue(problem.summary().startsWith(words), problem.summary());
        assertFalse(problem.advice().isBlank());
    }

    @Test
    void anEnormousFileIsRefusedAndNotReadWhole() throws Exception {
        write(Pair.of("a.example"));
        try (java.io.RandomAccessFile file = new java.io.RandomAccessFile(certificate.toFile(), "rw")) {
            file.setLength(8L << 30);
        }
        assertRefused("MATHESAR_LAUNCHER_CERTIFICATE_FILE: " + certificate + ": The text of the certificate is longer");
    }

    @Test
    void textOfWindowsIsRead() throws Exception {
        Pair pair = Pair.of("a.example");
        Files.writeString(certificate, "\uFEFF" + pair.chain().replace("\n", "\r\n"), StandardCharsets.UTF_16LE);
        writeKey("\uFEFF" + pair.key());
        assertEquals(List.of("a.example"), open().current().names());
    }

    @Test
    void anAtomicRenameIsNoticedAndHandedOver() throws Exception {
        write(Pair.of("a.example"));
        CertificateFiles files = open();
        Pair next = Pair.of("b.example");
        Path staged = Files.writeString(directory.resolve("staged"), next.chain());
        Files.move(staged, certificate, ATOMIC_MOVE, REPLACE_EXISTING);
        Files.writeString(staged, next.key());
        Files.move(staged, key, ATOMIC_MOVE, REPLACE_EXISTING);
        look(files);
        assertEquals(List.of("b.example"), files.current().names());
        assertEquals(files.current(), handedOver.remove());
        look(files);
        assertTrue(handedOver.isEmpty());
    }

    @Test
    void contentCountsAndNotTheTimeOfTheFile() throws Exception {
        write(Pair.of("a.example"));
        var time = Files.getLastModifiedTime(certificate);
        CertificateFiles files = open();
        write(Pair.of("b.example"));
        Files.setLastModifiedTime(certificate, time);
        Files.setLastModifiedTime(key, time);
        look(files);
        assertEquals(List.of("b.example"), files.current().names());
    }

    @Test
    void swappedLinksAreFollowedAsKubernetesSwapsThem() throws Exception {
        certificate = directory.resolve("tls.crt");
        key = directory.resolve("tls.key");
        mount("..1", Pair.of("a.example"));
        Files.createSymbolicLink(directory.resolve("..data"), Path.of("..1"));
        Files.createSymbolicLink(certificate, Path.of("..data/tls.crt"));
        Files.createSymbolicLink(key, Path.of("..data/tls.key"));
        CertificateFiles files = open();
        mount("..2", Pair.of("b.example"));
        Files.createSymbolicLink(directory.resolve("..data_tmp"), Path.of("..2"));
        Files.move(directory.resolve("..data_tmp"), directory.resolve("..data"), ATOMIC_MOVE, REPLACE_EXISTING);
        look(files);
        assertEquals(List.of("b.example"), files.current().names());
        assertEquals(1, handedOver.size());
    }

    private void mount(String name, Pair pair) throws IOException {
        Path volume = Files.createDirectory(directory.resolve(name));
        Files.writeString(volume.resolve("tls.crt"), pair.chain());
        Files.writeString(volume.resolve("tls.key"), pair.key());
    }

    @Test
    void aPairHalfReplacedIsWaitedFor() throws Exception {
        write(Pair.of("a.example"));
        CertificateFiles files = open();
        Pair next = Pair.of("b.example");
        writeKey(next.key());
        look(files);
        assertEquals(List.of("a.example"), files.current().names());
        assertEquals("", told(files), "it may be finished in a moment");
        Files.writeString(certificate, next.chain());
        look(files);
        assertEquals(List.of("b.example"), files.current().names());
        assertEquals(0, lines.warnings());
    }

    @Test
    void aPairThatStaysHalfReplacedIsToldOnce() throws Exception {
        write(Pair.of("a.example"));
        CertificateFiles files = open();
        writeKey(Pair.of("b.example").key());
        look(files);
        aMinutePasses();
        look(files);
        look(files);
        assertTrue(told(files).startsWith("MATHESAR_LAUNCHER_KEY_FILE: " + key + ": The key does not belong"),
                told(files));
        assertTrue(told(files).contains("the certificate that was there before is served"), told(files));
        assertEquals(List.of("a.example"), files.current().names());
        assertEquals(1, lines.warnings(), lines.all());
    }

    @Test
    void aFileIsNotTakenWhileItIsBeingWritten() throws Exception {
        write(Pair.of("a.example"));
        CertificateFiles files = open();
        Pair next = Pair.of("b.example");
        writeKey(next.key());
        int firstEnd = next.chain().indexOf("-----BEGIN", 1);
        Files.writeString(certificate, next.chain().substring(0, firstEnd));
        files.turn();
        Files.writeString(certificate, next.chain());
        files.turn();
        assertTrue(handedOver.isEmpty(), "the chain grew between two looks");
        files.turn();
        assertEquals(2, handedOver.remove().chain().size());
    }

    @Test
    void filesThatVanishAreMissedButTheirCertificateIsServed() throws Exception {
        Pair pair = Pair.of("a.example");
        write(pair);
        CertificateFiles files = open();
        Files.delete(key);
        Files.delete(certificate);
        look(files);
        aMinutePasses();
        look(files);
        assertTrue(told(files).contains("there is no file " + certificate), told(files));
        assertEquals(List.of("a.example"), files.current().names());
        assertEquals(1, lines.warnings(), lines.all());
        write(pair);
        look(files);
        assertEquals("", told(files));
        assertTrue(handedOver.isEmpty(), "it is the same again");
    }

    @Test
    void anExpiredOneDoesNotReplaceAGoodOne() throws Exception {
        write(Pair.of("a.example"));
        CertificateFiles files = open();
        write(Pair.of(Wish.forHosts("b.example").valid(NOW.minus(Duration.ofDays(9)), NOW)));
        look(files);
        aMinutePasses();
        look(files);
        assertEquals(List.of("a.example"), files.current().names());
        assertTrue(told(files).contains("expired on 2026-11-22"), told(files));
    }

    @Test
    void oneThatIsValidOnlyLaterIsTakenThen() throws Exception {
        write(Pair.of("a.example"));
        CertificateFiles files = open();
        write(Pair.of(Wish.forHosts("b.example").valid(NOW.plusSeconds(3600), NOW.plus(Duration.ofDays(90)))));
        look(files);
        assertEquals(List.of("a.example"), files.current().names());
        now = NOW.plusSeconds(3600);
        files.turn();
        assertEquals(List.of("b.example"), files.current().names());
        assertEquals("", told(files));
    }

    @Test
    void anExpiredOneIsServedRatherThanNone() throws Exception {
        write(Pair.of(Wish.forHosts("a.example").valid(NOW.minus(Duration.ofDays(9)), NOW)));
        CertificateFiles files = open();
        assertTrue(told(files).contains("expired on 2026-11-22"), told(files));
        assertEquals(1, lines.warnings(), lines.all());
    }

    @Test
    void theEndIsAnnouncedTenDaysAheadOrInTheLastThird() throws Exception {
        write(Pair.of("a.example"));
        CertificateFiles files = open();
        now = NOW.plus(Duration.ofDays(80)).minusSeconds(1);
        assertEquals("", told(files));
        now = now.plusSeconds(2);
        assertTrue(told(files).contains("expires on 2027-02-20"), told(files));
        now = NOW;
        write(Pair
                .of(Wish.forHosts("short.example").valid(NOW.minus(Duration.ofDays(1)), NOW.plus(Duration.ofDays(2)))));
        look(files);
        assertEquals("", told(files));
        now = NOW.plus(Duration.ofDays(1)).plusSeconds(1);
        assertTrue(told(files).contains("expires on"), told(files));
    }

    @Test
    void aKeyThatOthersMayReadIsServedWithAWarning() throws Exception {
        write(Pair.of("a.example"));
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r-----"));
        open();
        assertEquals(1, lines.warnings());
        assertTrue(lines.all().contains("chmod 600 " + key), lines.all());
    }

    @Test
    void aReceiverThatFailedIsAskedAgain() throws Exception {
        write(Pair.of("a.example"));
        CertificateFiles files = new CertificateFiles(certificate, key, () -> now, next -> {
            if (handedOver.add(next) && handedOver.size() == 1) {
                throw new IllegalStateException("not yet");
            }
        });
        write(Pair.of("b.example"));
        files.turn();
        assertThrows(IllegalStateException.class, files::turn);
        files.turn();
        files.turn();
        assertEquals(2, handedOver.size());
    }

    @Test
    void theLoopLooksByItselfAndEnds() throws Exception {
        write(Pair.of("a.example"));
        try (CertificateFiles files = new CertificateFiles(certificate, key, () -> now, handedOver::add,
                Duration.ofMillis(5))) {
            files.start();
            write(Pair.of("b.example"));
            HostCertificate next = handedOver.poll(60, TimeUnit.SECONDS);
            assertEquals(List.of("b.example"), next.names());
            assertEquals(next, files.current());
        }
    }

    /** What was logged. */
    private static final class Lines extends Handler {
        private final List<LogRecord> records = new ArrayList<>();

        @Override
        public synchronized void publish(LogRecord line) {
            records.add(line);
        }

        synchronized long warnings() {
            return records.stream().filter(line -> line.getLevel() == java.util.logging.Level.WARNING).count();
        }

        synchronized String all() {
            StringBuilder text = new StringBuilder();
            records.forEach(line -> text.append(line.getMessage()).append('\n'));
            return text.toString();
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
