package org.mathesar.launcher.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mathesar.launcher.tls.AcmeDesk.addresses;
import static org.mathesar.launcher.tls.AcmeDesk.domain;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mathesar.launcher.pebble.ChallengeDns;
import org.mathesar.launcher.pebble.FaultyDirectory;
import org.mathesar.launcher.pebble.FaultyDirectory.Fault;
import org.mathesar.launcher.pebble.FaultyDirectory.Step;
import org.mathesar.launcher.pebble.Pebble;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.tls.IssueFailed.Kind;

/** Each way in which there is no certificate, and what the owner reads. */
@Tag("certificates")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AcmeFailuresTest {
    private static final Subject SUBJECT = addresses("127.0.0.1");

    private ChallengeDns dns;
    private Pebble pebble;
    private FaultyDirectory directory;
    private AcmeDesk desk;

    @BeforeAll
    void start() {
        dns = ChallengeDns.start();
        pebble = Pebble.builder().dns(dns).blocking("blocked.example").start();
    }

    @AfterAll
    void stop() {
        pebble.close();
        dns.close();
    }

    @BeforeEach
    void sitDown(@TempDir Path place) {
        desk = new AcmeDesk(place, pebble);
        directory = FaultyDirectory.before(pebble);
    }

    @AfterEach
    void standUp() {
        directory.close();
    }

    @Test
    void whereHttp01FailsTlsAlpn01IsTriedWithASecondOrderAndRemembered() throws Exception {
        try (ValidationFront _ = ValidationFront.closed(desk.challenges).tls(pebble, "127.0.0.1")) {
            AcmeIssuer issuer = desk.issuer(directory.directory());
            issuer.issue(SUBJECT, Optional.empty());
            assertEquals(2, desk.orders.get());
            issuer.settled(SUBJECT);
            desk.issuer(directory.directory()).issue(SUBJECT, Optional.empty());
            assertEquals(3, desk.orders.get());
        }
    }

    @Test
    void whereTlsAlpn01FailsHttp01IsTried() throws Exception {
        try (ValidationFront _ = ValidationFront.closed(desk.challenges).http(pebble, "127.0.0.1")) {
            desk.issuer(directory.directory(), _ -> AcmeIssuer.HTTP_FIRST.reversed()).issue(SUBJECT, Optional.empty());
            assertEquals(2, desk.orders.get());
        }
    }

    @Test
    void twoClosedPortsAreNamed() {
        IssueFailed failed = fails(SUBJECT);
        assertEquals(Kind.VALIDATION, failed.kind());
        assertEquals(Set.of("127.0.0.1"), failed.identifiers());
        assertTrue(failed.problem().advice().contains("port 80 and port 443"), failed.problem().toString());
        assertTrue(failed.problem().detail().contains("http-01") && failed.problem().detail().contains("tls-alpn-01"));
        assertEquals(2, desk.orders.get());
    }

    @Test
    void theOneClosedPortIsNamedWhereOnlyOneWayIsWanted() {
        IssueFailed failed = assertThrows(IssueFailed.class,
                () -> desk.issuer(directory.directory(), AcmeDesk.HTTP_ONLY).issue(SUBJECT, Optional.empty()));
        assertEquals("127.0.0.1 could not connect to 127.0.0.1 on port 80.", failed.problem().summary());
        assertTrue(failed.problem().advice().startsWith("Open port 80 (TCP)"), failed.problem().advice());
        assertEquals(1, desk.orders.get());
    }

    @Test
    void onlyTheIdentifierThatFailedIsNamed() {
        dns.setA("good.example", "127.0.0.8");
        dns.setA("bad.example", "127.0.0.9");
        try (ValidationFront _ = ValidationFront.open(pebble, desk.challenges, "127.0.0.8")) {
            IssueFailed failed = fails(domain("good.example", "bad.example"));
            assertEquals(Set.of("bad.example"), failed.identifiers());
        }
    }

    @Test
    void anotherServerBehindTheNameIsSuspected() {
        try (ValidationFront front = ValidationFront.open(pebble, desk.challenges, "127.0.0.1")) {
            front.breakWhere(_ -> true);
            IssueFailed failed = fails(SUBJECT);
            assertEquals(Kind.VALIDATION, failed.kind());
            assertTrue(failed.problem().advice().contains("AAAA"), failed.problem().toString());
        }
    }

    /** Pebble asks for no CAA record, so that its authorization is changed on the way as one that did. */
    @ParameterizedTest
    @CsvSource({"caa, REFUSED, CAA", "dns, VALIDATION, A and AAAA"})
    void whatIsWrongInTheDnsIsSaidAndNotTriedAgain(String type, Kind kind, String words) {
        directory.spoil(Step.AUTHORIZATION, new Fault.Rewritten(
                body -> body.replaceAll("error:[a-zA-Z]+", "error:" + type)));
        IssueFailed failed = fails(SUBJECT);
        assertEquals(kind, failed.kind());
        assertTrue(failed.problem().toString().contains(words), failed.problem().toString());
        assertEquals(1, desk.orders.get());
    }

    @Test
    void aCaaRecordThatIsNoticedAtTheEndIsSaidToo() {
        directory.spoil(Step.FINALIZE, new Fault.Answer(403, Map.of("Content-Type", "application/problem+json"), """
                {"type":"urn:ietf:params:acme:error:caa","detail":"CAA record forbids","subproblems":[
                {"type":"urn:ietf:params:acme:error:caa","detail":"CAA","identifier":{"type":"ip","value":"127.0.0.1"}}
                ]}"""));
        try (ValidationFront _ = ValidationFront.open(pebble, desk.challenges, "127.0.0.1")) {
            IssueFailed failed = fails(SUBJECT);
            assertEquals(Kind.REFUSED, failed.kind());
            assertEquals(Set.of("127.0.0.1"), failed.identifiers());
        }
    }

    @Test
    void aNameThatIsNotCertifiedIsSaid() {
        IssueFailed failed = fails(domain("blocked.example"));
        assertEquals(Kind.REFUSED, failed.kind());
        assertTrue(failed.problem().summary().contains("does not certify"), failed.problem().summary());
    }

    @ParameterizedTest
    @CsvSource({"rejectedIdentifier, REFUSED", "unsupportedIdentifier, REFUSED", "userActionRequired, REFUSED",
            "externalAccountRequired, REFUSED", "unauthorized, REFUSED", "malformed, REFUSED",
            "serverInternal, UNREACHABLE", "rateLimited, RATE_LIMITED", "badPublicKey, UNEXPECTED",
            "somethingNew, UNEXPECTED"})
    void whatTheAuthoritySaysIsSortedAndPassedOn(String type, Kind kind) {
        directory.spoil(Step.NEW_ORDER, Fault.problem(403, type, "these are its own words"));
        IssueFailed failed = fails(SUBJECT);
        assertEquals(kind, failed.kind());
        assertTrue(failed.problem().toString().contains("these are its own words"), failed.problem().toString());
        assertEquals(Optional.empty(), failed.retryAt());
    }

    @Test
    void aConnectionThatFailsHasNoRetryAfterFromAnEarlierAnswer() {
        directory.spoil(Step.DIRECTORY, new Fault.Answer(503, Map.of("Retry-After", "300"), ""));
        AcmeIssuer issuer = desk.issuer(directory.directory());
        IssueFailed first = assertThrows(IssueFailed.class, () -> issuer.issue(SUBJECT, Optional.empty()));
        assertTrue(first.retryAt().isPresent());
        directory.goDown();
        IssueFailed second = assertThrows(IssueFailed.class, () -> issuer.issue(SUBJECT, Optional.empty()));
        assertEquals(Optional.empty(), second.retryAt());
    }

    @Test
    void tooManyOrdersAreTakenUpAgainWhenTheAuthoritySays() {
        String date = DateTimeFormatter.RFC_1123_DATE_TIME
                .format(Instant.now().plus(Duration.ofHours(2)).atOffset(ZoneOffset.UTC));
        for (Fault fault : List.of(Fault.rateLimited("7200"), Fault.rateLimited(date),
                new Fault.Answer(429, Map.of("Retry-After", "7200"), ""))) {
            directory.spoil(Step.NEW_ORDER, fault);
            IssueFailed failed = fails(SUBJECT);
            assertEquals(Kind.RATE_LIMITED, failed.kind());
            Duration wait = Duration.between(Instant.now(), failed.retryAt().orElseThrow());
            assertTrue(wait.minus(Duration.ofHours(2)).abs().compareTo(Duration.ofMinutes(1)) < 0, "wait " + wait);
            assertEquals(failed.retryAt().get(), ((Problem.Passing) failed.problem()).retryAt());
        }
        assertEquals(3, desk.orders.get());
        assertEquals(3, directory.requests(Step.NEW_ORDER));
    }

    @Test
    void aNonsensicalRetryAfterCountsAsNone() {
        directory.spoil(Step.NEW_ORDER, Fault.rateLimited("tomorrow"));
        IssueFailed failed = fails(SUBJECT);
        assertEquals(Kind.RATE_LIMITED, failed.kind());
        assertEquals(Optional.empty(), failed.retryAt());
    }

    @ParameterizedTest
    @EnumSource(value = Step.class, names = {"DIRECTORY", "NEW_NONCE", "NEW_ACCOUNT", "NEW_ORDER", "FINALIZE",
            "CERTIFICATE"})
    void anAuthorityOutOfOrderIsUnreachable(Step step) {
        try (ValidationFront _ = ValidationFront.open(pebble, desk.challenges, "127.0.0.1")) {
            for (Fault fault : List.of(Fault.unavailable(503), new Fault.Cut(),
                    Fault.problem(500, "serverInternal", "we are in maintenance"))) {
                directory.spoil(step, fault);
                IssueFailed failed = fails(SUBJECT);
                assertEquals(Kind.UNREACHABLE, failed.kind(), failed.problem().toString());
            }
            directory.heal(step);
        }
    }

    @Test
    void aDirectoryThatIsDownIsUnreachableUntilItComesBack() throws Exception {
        try (ValidationFront _ = ValidationFront.open(pebble, desk.challenges, "127.0.0.1")) {
            AcmeIssuer issuer = desk.issuer(directory.directory());
            directory.goDown();
            IssueFailed failed = assertThrows(IssueFailed.class, () -> issuer.issue(SUBJECT, Optional.empty()));
            assertEquals(Kind.UNREACHABLE, failed.kind());
            assertEquals(0, desk.orders.get());
            directory.comeBack();
            issuer.issue(SUBJECT, Optional.empty());
        }
    }

    @Test
    void anAnswerThatNeverComesIsGivenUp() {
        directory.spoil(Step.DIRECTORY, new Fault.Slow(Duration.ofHours(1)));
        AcmeWire wire = new AcmeWire(
                new AcmeAuthority(directory.directory(), Optional.of(pebble.caFile()), Optional.empty()), "test",
                Duration.ofMillis(500));
        assertThrows(org.shredzone.acme4j.exception.AcmeNetworkException.class, () -> wire.session().getMetadata());
    }

    @Test
    void aDirectoryThatNobodyVouchesForLeadsToTheSetting() {
        IssueFailed failed = fails(new AcmeAuthority(directory.directory(), Optional.empty(), Optional.empty()));
        assertEquals(Kind.UNREACHABLE, failed.kind());
        assertTrue(failed.problem().advice().contains("MATHESAR_LAUNCHER_ACME_CA_FILE"), failed.problem().toString());
    }

    @Test
    void aFileOfRootsThatIsNoneIsNamed(@TempDir Path place) throws Exception {
        Path empty = Files.createFile(place.resolve("empty.pem"));
        Path nonsense = Files.writeString(place.resolve("nonsense.pem"),
                "-----BEGIN CERTIFICATE-----\nnonsense\n-----END CERTIFICATE-----\n");
        for (Path file : List.of(empty, nonsense, place.resolve("missing.pem"), place)) {
            IssueFailed failed = fails(
                    new AcmeAuthority(directory.directory(), Optional.of(file), Optional.empty()));
            assertEquals(Kind.REFUSED, failed.kind());
            assertTrue(failed.problem().summary().contains(file.toString()), failed.problem().toString());
        }
    }

    @Test
    void theSystemsRootsAreTrustedBesidesTheOwners() {
        long systems = AddedRoots.trusted(Optional.empty()).size();
        assertTrue(systems > 10, "there are " + systems);
        assertEquals(systems + 1, AddedRoots.trusted(Optional.of(pebble.caFile())).size());
    }

    @Test
    void anAddressThatIsNoDirectoryIsSaid() {
        URI wrong = directory.directory().resolve("/nowhere");
        IssueFailed failed = fails(new AcmeAuthority(wrong, Optional.of(pebble.caFile()), Optional.empty()));
        assertTrue(failed.problem().advice().contains("MATHESAR_LAUNCHER_ACME_DIRECTORY"),
                failed.problem().toString());
        directory.spoil(Step.DIRECTORY, new Fault.Answer(200, Map.of("Content-Type", "text/html"), "<p>Welcome"));
        IssueFailed page = fails(SUBJECT);
        assertTrue(page.problem().advice().contains("MATHESAR_LAUNCHER_ACME_DIRECTORY"), page.problem().toString());
    }

    @Test
    void whatCannotBeKeptIsSaid() throws Exception {
        try (ValidationFront _ = ValidationFront.open(pebble, desk.challenges, "127.0.0.1")) {
            desk.issuer(directory.directory()).issue(SUBJECT, Optional.empty());
            desk.issuer(directory.directory()).settled(SUBJECT);
            Path ours = desk.data.path("acme",
                    new AcmeAuthority(directory.directory(), Optional.empty(), Optional.empty()).fileName());
            // Root may write everywhere, but not over a directory that is not empty.
            Files.createDirectories(ours.resolve("order-address.properties.new/full"));
            assertEquals(Kind.STORAGE, fails(SUBJECT).kind());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {40, -2})
    void aClockThatIsWrongByDaysCostsNoOrder(long days) {
        InstantSource wrong = InstantSource.offset(InstantSource.system(), Duration.ofDays(days));
        AcmeIssuer issuer = new AcmeIssuer(
                new AcmeAuthority(directory.directory(), Optional.of(pebble.caFile()), Optional.empty()), desk.data,
                desk.challenges, _ -> {
                }, wrong, "test");
        IssueFailed failed = assertThrows(IssueFailed.class, () -> issuer.issue(SUBJECT, Optional.empty()));
        assertTrue(failed.problem().summary().contains("clock"), failed.problem().summary());
        assertEquals(0, directory.requests(Step.NEW_ORDER));
    }

    @Test
    void anOrderThatWasRefusedAtTheEndIsNotFinishedAgain() throws Exception {
        try (ValidationFront _ = ValidationFront.open(pebble, desk.challenges, "127.0.0.1")) {
            directory.spoil(Step.FINALIZE, Fault.problem(403, "caa", "forbidden"));
            fails(SUBJECT);
            assertEquals(1, desk.orders.get());
            directory.spoil(Step.FINALIZE, Fault.rateLimited("60"));
            fails(SUBJECT);
            directory.heal(Step.FINALIZE);
            desk.issuer(directory.directory()).issue(SUBJECT, Optional.empty());
            assertEquals(2, desk.orders.get());
        }
    }

    @Test
    void whoeverCountsOrdersMayRefuseThem() {
        IssueFailed spent = AcmeFailure.of(Kind.RATE_LIMITED, new Problem.Fixable("Enough.", "Wait."),
                Optional.empty());
        AcmeIssuer issuer = desk.issuer(
                new AcmeAuthority(directory.directory(), Optional.of(pebble.caFile()), Optional.empty()),
                _ -> AcmeIssuer.HTTP_FIRST, _ -> {
                    throw spent;
                });
        assertEquals(spent, assertThrows(IssueFailed.class, () -> issuer.issue(SUBJECT, Optional.empty())));
        assertEquals(0, directory.requests(Step.NEW_ORDER));
    }

    @Test
    void aFailureShowsNoStackTraceAndNoKey() throws Exception {
        IssueFailed failed = fails(SUBJECT);
        String text = failed.problem().toString();
        assertFalse(text.contains("PRIVATE") || text.contains("\tat "), text);
    }

    private IssueFailed fails(Subject subject) {
        return assertThrows(IssueFailed.class,
                () -> desk.issuer(directory.directory()).issue(subject, Optional.empty()));
    }

    private IssueFailed fails(AcmeAuthority authority) {
        return assertThrows(IssueFailed.class, () -> desk.issuer(authority).issue(SUBJECT, Optional.empty()));
    }
}
