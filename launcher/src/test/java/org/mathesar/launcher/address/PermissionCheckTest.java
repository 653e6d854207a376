package org.mathesar.launcher.address;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mathesar.launcher.address.Finding.DnsRecord;
import org.mathesar.launcher.address.Finding.DnsRecord.Action;
import org.mathesar.launcher.address.Finding.Verdict;

class PermissionCheckTest {
    private static final DomainName NAME = new DomainName("a.b.example.org");
    private static final String CA = "letsencrypt.org";

    private NameServer one;
    private NameServer two;

    @BeforeEach
    void start() throws Exception {
        one = new NameServer();
        two = new NameServer();
    }

    @AfterEach
    void stop() {
        one.close();
        two.close();
    }

    @Test
    void everyParentIsAsked() throws Exception {
        assertEquals(Verdict.GOOD, check().verdict());
        assertEquals(List.of("a.b.example.org CAA", "b.example.org CAA", "example.org CAA", "org CAA"), one.asked());
    }

    @Test
    void theNearestRecordsCount() throws Exception {
        both("example.org", "0 issue \"other.example\"");
        both("b.example.org", "0 issue \"letsencrypt.org\"");
        Finding finding = check();
        assertEquals(Verdict.GOOD, finding.verdict());
        assertEquals("The CAA records of b.example.org allow letsencrypt.org.", finding.sentence());
        assertEquals(one.address() + " says at b.example.org: 0 issue \"letsencrypt.org\"", finding.said().getFirst());
    }

    @Test
    void aCaaThatForbidsIsNamedWithTheRecordToAdd() throws Exception {
        both("example.org", "0 issue \"other.example\"");
        Finding finding = check();
        assertEquals(Verdict.BAD, finding.verdict());
        assertEquals("The CAA records of example.org do not let letsencrypt.org issue certificates. Add the CAA record"
                + " 0 issue \"letsencrypt.org\" to example.org.", finding.sentence());
        assertEquals(Optional.of(new DnsRecord(Action.CREATE, "example.org", "CAA", "0 issue \"letsencrypt.org\"")),
                finding.remedy());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', value = {
            "0 issue \";\" | BAD | do not let letsencrypt.org issue",
            "0 issue \"LetsEncrypt.org\" | GOOD | allow letsencrypt.org",
            "0 issuewild \"other.example\" | GOOD | No CAA record restricts",
            "0 iodef \"mailto:a@example.org\" | GOOD | No CAA record restricts",
            "128 issue \"letsencrypt.org\" | GOOD | allow letsencrypt.org",
            "128 tbs \"unknown\" | BAD | a critical tag that authorities do not know",
            "0 tbs \"unknown\" | GOOD | No CAA record restricts",
            "0 issue \"letsencrypt.org; validationmethods=dns-01\" | BAD | only by methods (validationmethods)",
            "0 issue \"letsencrypt.org; validationmethods=dns-01,http-01\" | GOOD | allow letsencrypt.org",
            "0 issue \"letsencrypt.org; validationmethods=tls-alpn-01\" | GOOD | allow letsencrypt.org",
            "0 issue \"letsencrypt.org; accounturi=https://ca.example/1\" | UNSURE | to one account only",
            "0 issue \"letsencrypt.org; nonsense\" | BAD | do not let letsencrypt.org issue"})
    void eachKindOfRecordIsUnderstood(String record, Verdict verdict, String sentence) throws Exception {
        both("example.org", record);
        Finding finding = check();
        assertEquals(verdict, finding.verdict(), finding.sentence());
        assertTrue(finding.sentence().contains(sentence), finding.sentence());
    }

    @Test
    void oneRecordThatAllowsIsEnough() throws Exception {
        both("example.org", "0 issue \"other.example\"", "0 issue \"letsencrypt.org\"");
        assertEquals(Verdict.GOOD, check().verdict());
    }

    @Test
    void ofAnUnknownAuthorityItCannotBeTold() throws Exception {
        both("example.org", "0 issue \"other.example\"");
        assertEquals(Verdict.UNSURE, new PermissionCheck(NAME, resolvers(), List.of()).find().verdict());
        both("example.org", "0 issuewild \";\"");
        assertEquals(Verdict.GOOD, new PermissionCheck(NAME, resolvers(), List.of()).find().verdict());
    }

    @Test
    void nameServersThatFailAreNamed() throws Exception {
        one.fail("example.org", "CAA", "SERVFAIL");
        two.fail("example.org", "CAA", "SERVFAIL");
        Finding finding = check();
        assertEquals(Verdict.BAD, finding.verdict());
        assertEquals(
                "The name servers fail when they are asked for the CAA records of example.org. Certificate authorities"
                        + " must refuse then; check the name servers and DNSSEC at your registrar, or ask your DNS provider.",
                finding.sentence());
        assertEquals(one.address() + " could not find out about example.org (SERVFAIL)", finding.said().getFirst());
    }

    @Test
    void aResolverThatDoesNotServeUsHasNoSay() throws Exception {
        one.fail(NAME.ascii(), "CAA", "REFUSED");
        assertEquals(Verdict.GOOD, check().verdict());
        two.fail(NAME.ascii(), "CAA", "REFUSED");
        assertEquals(Verdict.UNSURE, check().verdict());
    }

    @Test
    void resolversThatDisagreeAreWaitedFor() throws Exception {
        one.put("example.org", "CAA", "0 issue \"other.example\"");
        assertEquals(Verdict.UNSURE, check().verdict());
    }

    @Test
    void aRecordBehindAnAliasCounts() throws Exception {
        for (NameServer server : List.of(one, two)) {
            server.put("b.example.org", "CNAME", "elsewhere.example.net.");
            server.put("elsewhere.example.net", "CAA", "0 issue \"other.example\"");
        }
        assertEquals(Verdict.BAD, check().verdict());
    }

    private Finding check() throws InterruptedException {
        return new PermissionCheck(NAME, resolvers(), List.of(CA)).find();
    }

    private Resolvers resolvers() {
        return Resolvers.of(List.of(one.address(), two.address()));
    }

    private void both(String name, String... values) {
        one.put(name, "CAA", values);
        two.put(name, "CAA", values);
    }
}
