package org.mathesar.launcher.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mathesar.launcher.database.Finding.Verdict;
import org.mathesar.launcher.problem.Problem;

/** A real server with certificates of a company's own authority, in every state that they get into. */
@Tag("databases")
class CertificateTroubleTest {
    private static final PrivateAuthority COMPANY = PrivateAuthority.named("Example company");
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    @TempDir
    static Path files;
    private static Path company;
    private static TlsServer server;

    @BeforeAll
    static void start() throws Exception {
        company = COMPANY.write(files.resolve("company.crt"));
        server = new TlsServer();
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @Test
    void withItsAuthorityTheWholeCheckPasses() throws Exception {
        server.show(COMPANY, "db.example.org");
        Report report = check(at("db.example.org", SslMode.VERIFY_FULL, company));
        assertTrue(report.isUsable(), report.toString());
        Finding encryption = finding(report, Step.ENCRYPTION);
        assertEquals(Verdict.GOOD, encryption.verdict());
        assertTrue(encryption.sentence().startsWith(
                "TLS 1.3; the certificate for db.example.org comes from Example company and is valid until "),
                encryption.sentence());
    }

    @Test
    void withoutItsAuthorityTheOneThatSignedIsNamed() throws Exception {
        server.show(COMPANY, "db.example.org");
        Problem problem = problem(at("db.example.org", SslMode.VERIFY_FULL));
        assertEquals("The certificate of db.example.org is not signed by an authority known here, but by Example"
                + " company.", problem.summary());
        assertTrue(problem.advice().startsWith("Upload the certificate of that authority"), problem.advice());
    }

    @Test
    void withoutAnyCheckItIsUsableAndTheOwnerIsToldWhatThatMeans() throws Exception {
        server.show(COMPANY, "db.example.org");
        Report report = check(at("db.example.org", SslMode.REQUIRE));
        assertTrue(report.isUsable(), report.toString());
        assertEquals(Verdict.NOTE, finding(report, Step.ENCRYPTION).verdict());
        assertTrue(finding(report, Step.ENCRYPTION).sentence().contains("The mode “require” does not check it, so"));
        Report checkable = check(at("db.example.org", SslMode.REQUIRE, company));
        assertTrue(finding(checkable, Step.ENCRYPTION).sentence().contains("it would pass: choose “verify-full”."));
    }

    @Test
    void anotherNameListsThoseInTheCertificate() throws Exception {
        server.show(COMPANY, "db.example.org", "*.internal.example.org", "10.1.2.3");
        assertEquals("The certificate of the server is not for the name other.example.org, but for"
                + " *.internal.example.org, 10.1.2.3, db.example.org.",
                problem(at("other.example.org", SslMode.VERIFY_FULL, company)).summary());
        assertTrue(check(at("other.example.org", SslMode.VERIFY_CA, company)).isUsable());
        assertTrue(check(at("one.internal.example.org", SslMode.VERIFY_FULL, company)).isUsable());
    }

    @Test
    void anExpiredCertificateAndOneOfTheFuture() throws Exception {
        Instant now = Instant.now();
        server.show(COMPANY, now.minus(Duration.ofDays(90)), now.minus(Duration.ofDays(2)), "db.example.org");
        assertEquals("The certificate of db.example.org expired on "
                + TlsRemedies.day(now.minus(Duration.ofDays(2))) + ".",
                problem(at("db.example.org", SslMode.VERIFY_FULL, company)).summary());
        server.show(COMPANY, now.plus(Duration.ofDays(2)), now.plus(Duration.ofDays(90)), "db.example.org");
        Problem future = problem(at("db.example.org", SslMode.VERIFY_FULL, company));
        assertEquals("The certificate of db.example.org is valid only from "
                + TlsRemedies.day(now.plus(Duration.ofDays(2))) + " on.", future.summary());
        assertTrue(future.advice().startsWith("Check the clock of this machine"));
    }

    @Test
    void aCertificateThatEndsWithinTwoWeeksIsNoted() throws Exception {
        Instant now = Instant.now();
        server.show(COMPANY, now.minus(Duration.ofDays(80)), now.plus(Duration.ofDays(10)), "db.example.org");
        Report report = check(at("db.example.org", SslMode.VERIFY_FULL, company));
        assertTrue(report.isUsable(), report.toString());
        assertEquals(Verdict.NOTE, finding(report, Step.ENCRYPTION).verdict());
        assertTrue(finding(report, Step.ENCRYPTION).sentence().contains("That is soon"));
    }

    @Test
    void anIntermediateAloneIsRefusedHereSinceMathesarsDriverRefusesItToo() throws Exception {
        PrivateAuthority department = COMPANY.below("Example department");
        server.show(department, "db.example.org");
        assertTrue(check(at("db.example.org", SslMode.VERIFY_FULL, company)).isUsable());
        Path alone = department.write(files.resolve("department.crt"));
        Problem problem = problem(at("db.example.org", SslMode.VERIFY_FULL, alone));
        assertEquals("The authority that was given for db.example.org is only an intermediate one.",
                problem.summary());
        assertTrue(problem.advice().contains("the authority above it, Example company"), problem.advice());
    }

    @Test
    void anAuthorityThatHasExpiredIsNamed() throws Exception {
        Instant now = Instant.now();
        PrivateAuthority old = PrivateAuthority.valid("Old company", now.minus(Duration.ofDays(900)),
                now.minus(Duration.ofDays(3)));
        server.show(old, "db.example.org");
        Path file = old.write(files.resolve("old.crt"));
        assertTrue(problem(at("db.example.org", SslMode.VERIFY_FULL, file)).summary()
                .startsWith("The authority Old company that signed the certificate of db.example.org expired on "));
    }

    @Test
    void aFileThatHoldsNoCertificateIsNoAuthority() throws Exception {
        server.show(COMPANY, "db.example.org");
        Path file = Files.writeString(files.resolve("nonsense.crt"), "nonsense");
        assertEquals("The certificate of the authority that was given cannot be read.",
                problem(at("db.example.org", SslMode.VERIFY_FULL, file)).summary());
    }

    @Test
    void aServerThatSpeaksOnlyOldTls() throws Exception {
        server.show(COMPANY, "db.example.org");
        server.configure("ssl_min_protocol_version = 'TLSv1'", "ssl_max_protocol_version = 'TLSv1.1'");
        try {
            for (int i = 0; i < 200 && server.handshake() instanceof Handshake.Done; i++) {
                Thread.sleep(25);
            }
            assertEquals("db.example.org speaks only versions of TLS that are no longer safe.",
                    problem(at("db.example.org", SslMode.REQUIRE)).summary());
        } finally {
            server.configure("ssl_max_protocol_version = ''", "ssl_min_protocol_version = 'TLSv1.2'");
        }
    }

    @Test
    void aRoleThatNeedsACertificateOfItsOwnAndOneWithAnotherProof() throws Exception {
        server.show(COMPANY, "db.example.org");
        assertEquals("The server demands a certificate of the client bearer.",
                problem(server.as("bearer", SslMode.REQUIRE)).summary());
        assertEquals("The server asks somebody for another proof than a password.",
                problem(server.as("somebody", SslMode.REQUIRE)).summary());
    }

    @Test
    void whoeverPgHbaRejectsIsToldTheAddressThatTheServerSees() throws Exception {
        server.show(COMPANY, "db.example.org");
        Problem problem = problem(server.as("outsider", SslMode.REQUIRE));
        assertEquals("The server does not let outsider connect to " + server.database().name()
                + " from this machine.", problem.summary());
        assertTrue(problem.advice().contains(" 127.0.0.1/32 scram-sha-256"), problem.advice());
    }

    @Test
    void aRoleThatMayComeInOnlyWithTls() throws Exception {
        server.show(COMPANY, "db.example.org");
        assertEquals("127.0.0.1 accepts only connections with TLS.",
                problem(server.as(server.database().user(), SslMode.DISABLE)).summary());
    }

    private static Database.External at(String host, SslMode mode) {
        return at(host, mode, Optional.empty());
    }

    private static Database.External at(String host, SslMode mode, Path authority) {
        return at(host, mode, Optional.of(authority));
    }

    private static Database.External at(String host, SslMode mode, Optional<Path> authority) {
        Database.External database = server.database();
        return new Database.External(host, database.port(), database.name(), database.user(), database.password(),
                mode, authority);
    }

    /** Every name under example.org is this machine. */
    private static Report check(Database.External candidate) throws InterruptedException {
        return new Diagnosis(false, Optional::empty, List::of, host -> host.endsWith("example.org")
                ? List.of(LOOPBACK)
                : Resolver.SYSTEM.addresses(host), InstantSource.system()).check(candidate, Purpose.OWN_DATA, _ -> {});
    }

    private static Problem problem(Database.External candidate) throws InterruptedException {
        Report report = check(candidate);
        Problem problem = report.problem().orElseThrow(() -> new AssertionError(report));
        assertTrue(!problem.toString().contains(TlsServer.PASSWORD));
        return problem;
    }

    private static Finding finding(Report report, Step step) {
        return report.findings().stream().filter(finding -> finding.step() == step).findFirst().orElseThrow();
    }
}
