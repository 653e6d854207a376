package org.mathesar.launcher.address;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mathesar.launcher.address.Finding.DnsRecord;
import org.mathesar.launcher.address.Finding.DnsRecord.Action;
import org.mathesar.launcher.address.Finding.Step;
import org.mathesar.launcher.address.Finding.Verdict;
import org.mathesar.launcher.address.PublicAddresses.Source;

class DomainCheckTest {
    private static final DomainName NAME = new DomainName("mathesar.example.org");
    private static final String OURS = "127.0.0.21";
    private static final String OTHER = "127.0.0.22";
    private static final String PROXY = "127.0.0.23";
    private static final String IPV6 = "::1";

    private final SettableClock clock = new SettableClock();
    private final Beacon beacon = new Beacon(clock);
    private final List<Finding> live = new ArrayList<>();
    private NameServer one;
    private NameServer two;
    private Site site;
    private SelfMade ours;

    @BeforeEach
    void start() throws Exception {
        one = new NameServer();
        two = new NameServer();
        ours = SelfMade.create();
        site = Site.empty().http(OURS, Site.beacon(beacon)).https(OURS, ours, Site.beacon(beacon));
    }

    @AfterEach
    void stop() {
        one.close();
        two.close();
        site.close();
    }

    @Test
    void aNameThatLeadsHereIsGood() throws Exception {
        both("A", OURS);
        DomainReport report = check();
        assertEquals(Verdict.GOOD, report.verdict());
        assertEquals(List.of(Step.RECORDS, Step.LEADS_HERE, Step.PERMISSION),
                report.findings().stream().map(Finding::step).toList());
        assertEquals(report.findings(), live);
        assertFalse(report.proxied());
        assertEquals("mathesar.example.org points at this server (127.0.0.21).", report.findings().get(0).sentence());
        assertEquals(List.of(one.address() + " says: 127.0.0.21", two.address() + " says: 127.0.0.21"),
                report.findings().get(0).said());
        assertEquals("Requests to http://mathesar.example.org and https://mathesar.example.org come to this server.",
                report.findings().get(1).sentence());
        assertEquals("No CAA record restricts who may issue certificates for mathesar.example.org.",
                report.findings().get(2).sentence());
        assertEquals(
                Set.of("mathesar.example.org:" + site.ports().http(), "mathesar.example.org:" + site.ports().https()),
                Set.copyOf(site.hosts()));
    }

    @Test
    void aNameWithoutRecordGetsTheRecordToCreate() throws Exception {
        Finding finding = onlyFinding(check());
        assertBad(finding, "mathesar.example.org has no address in the DNS yet. Create an A record with the value"
                + " 127.0.0.21.", record(Action.CREATE, "A", OURS));
        assertEquals(List.of(one.address() + " says: no such name", two.address() + " says: no such name"),
                finding.said());
    }

    @Test
    void aNameWithoutRecordOnAServerWithIpv6GetsBoth() throws Exception {
        assertBad(onlyFinding(check(OURS, IPV6)),
                "mathesar.example.org has no address in the DNS yet. Create an A record"
                        + " with the value 127.0.0.21, and if you like an AAAA record with the value ::1.",
                record(Action.CREATE, "A", OURS));
    }

    @Test
    void aNameWithOtherRecordsOnlyHasNoAddress() throws Exception {
        both("TXT", "hello");
        Finding finding = onlyFinding(check());
        assertTrue(finding.sentence().startsWith("mathesar.example.org has no address"), finding.sentence());
        assertTrue(finding.said().getFirst().endsWith(" says: no address for this name"), finding.said().toString());
    }

    @Test
    void anAliasOfNothingIsToBeReplaced() throws Exception {
        both("CNAME", "gone.example.net.");
        assertBad(onlyFinding(check()),
                "mathesar.example.org is an alias (CNAME) of gone.example.net, which has no address."
                        + " Replace the CNAME record by an A record with the value 127.0.0.21.",
                record(Action.CREATE, "A", OURS));
    }

    @Test
    void anAliasIsFollowed() throws Exception {
        both("CNAME", "real.example.net.");
        one.put("real.example.net", "A", OURS);
        two.put("real.example.net", "A", OURS);
        DomainReport report = check();
        assertEquals(Verdict.GOOD, report.verdict());
        assertTrue(report.findings().getFirst().said().getFirst().endsWith(
                " says: 127.0.0.21 (through its alias real.example.net)"), report.findings().toString());
    }

    @Test
    void aWrongAddressIsToBeChanged() throws Exception {
        both("A", OTHER);
        assertBad(onlyFinding(check()),
                "mathesar.example.org points at 127.0.0.22, but this server is 127.0.0.21. Change the"
                        + " A record to 127.0.0.21.",
                record(Action.CHANGE, "A", OURS));
    }

    @Test
    void aWrongAddressBehindAnAliasNeedsTheAliasReplaced() throws Exception {
        both("CNAME", "real.example.net.");
        one.put("real.example.net", "A", OTHER);
        two.put("real.example.net", "A", OTHER);
        assertTrue(
                onlyFinding(check()).sentence().endsWith("The name is an alias of real.example.net: replace the CNAME"
                        + " record by an A record with the value 127.0.0.21."));
    }

    @Test
    void aWrongAddressSaysWhoAnswersThere() throws Exception {
        site.http(OTHER, Site.stranger("nginx"));
        both("A", OTHER);
        Finding finding = onlyFinding(check());
        assertBad(finding,
                "mathesar.example.org points at 127.0.0.22, but this server is 127.0.0.21. There another server"
                        + " answers (HTTP status 404, nginx). Change the A record to 127.0.0.21.",
                record(Action.CHANGE, "A", OURS));
        assertTrue(finding.said().contains("127.0.0.22 port " + site.ports().http()
                + ": another server answers (HTTP status 404, nginx)"), finding.said().toString());
    }

    @Test
    void aSecondAddressOfAnotherServerIsToBeDeleted() throws Exception {
        both("A", OURS, OTHER);
        assertBad(onlyFinding(check()),
                "mathesar.example.org points at 127.0.0.22 too, but this server is 127.0.0.21. Delete"
                        + " the A record with the value 127.0.0.22.",
                record(Action.DELETE, "A", OTHER));
    }

    @Test
    void aStaleAaaaIsNamed() throws Exception {
        both("A", OURS);
        both("AAAA", "::1");
        assertBad(onlyFinding(check()),
                "mathesar.example.org also has the IPv6 address ::1, which does not lead"
                        + " to this server. Delete the AAAA record with the value ::1. Certificate authorities try IPv6"
                        + " first, so they would refuse.",
                record(Action.DELETE, "AAAA", IPV6));
    }

    @Test
    void aStaleAaaaIsToBeChangedWhereThisServerHasIpv6() throws Exception {
        both("A", OURS);
        both("AAAA", "::1");
        assertEquals(Optional.of(record(Action.CHANGE, "AAAA", "fd00::5")),
                onlyFinding(check(OURS, "fd00::5")).remedy());
    }

    @Test
    void anAaaaOfOursThatDoesNotAnswerIsNamed() throws Exception {
        both("A", OURS);
        both("AAAA", "::1");
        DomainReport report = check(OURS, "::1");
        assertEquals(2, report.findings().size());
        assertBad(report.findings().get(1), "The IPv4 address of mathesar.example.org leads here, but its IPv6 address"
                + " ::1 does not: no answer (connection refused). Delete the AAAA record, or let ports 80 and 443"
                + " through on IPv6. Certificate authorities try IPv6 first, so they would refuse.",
                record(Action.DELETE, "AAAA", IPV6));
    }

    @Test
    void bothKindsOfAddressMayLeadHere() throws Exception {
        site.http("::1", Site.beacon(beacon)).https("::1", ours, Site.beacon(beacon));
        both("A", OURS);
        both("AAAA", "::1");
        assertEquals(Verdict.GOOD, check(OURS, "::1").verdict());
        assertEquals(Verdict.GOOD, check(OURS).verdict(), "the beacon proves an address that was not known");
    }

    @Test
    void disagreeingResolversAreWaitedFor() throws Exception {
        one.put(NAME.ascii(), "A", OURS);
        Finding finding = check().findings().getFirst();
        assertEquals(Verdict.UNSURE, finding.verdict());
        assertEquals(
                "The resolvers do not agree about mathesar.example.org, so the change is still spreading through the"
                        + " DNS: " + one.address() + " says: 127.0.0.21; " + two.address()
                        + " says: no such name. It is checked"
                        + " again by itself until all agree.",
                finding.sentence());
        two.put(NAME.ascii(), "A", OTHER);
        site.http(OTHER, Site.stranger("old"));
        DomainReport report = check();
        assertTrue(report.findings().getFirst().sentence().contains(two.address() + " says: 127.0.0.22"));
        assertEquals(Verdict.GOOD, report.findings().get(1).verdict(), "the old server does not count any more");
        two.put(NAME.ascii(), "A", OURS);
        assertEquals(Verdict.GOOD, check().verdict());
    }

    @Test
    void aResolverThatIsSilentOrUnwillingHasNoSay() throws Exception {
        one.put(NAME.ascii(), "A", OURS);
        two.fail(NAME.ascii(), "A", "REFUSED").fail(NAME.ascii(), "AAAA", "REFUSED");
        assertEquals(Verdict.GOOD, check().findings().getFirst().verdict());
        two.silent(true);
        Finding finding = check().findings().getFirst();
        assertEquals(Verdict.GOOD, finding.verdict());
        assertEquals(two.address() + " gives no answer", finding.said().get(1));
    }

    @Test
    void withoutAnyResolverTheOwnerMayGoOn() throws Exception {
        one.silent(true);
        two.silent(true);
        DomainReport report = check();
        assertEquals(Verdict.UNSURE, report.verdict());
        assertTrue(report.findings().getFirst().sentence()
                .startsWith("No resolver gave an answer about mathesar.example.org"), report.toString());
    }

    @Test
    void brokenNameServersAreNamed() throws Exception {
        for (NameServer server : List.of(one, two)) {
            server.fail(NAME.ascii(), "A", "SERVFAIL").fail(NAME.ascii(), "AAAA", "SERVFAIL");
        }
        Finding finding = onlyFinding(check());
        assertEquals(Verdict.BAD, finding.verdict());
        assertTrue(finding.sentence().contains("because the name servers of its domain fail"), finding.sentence());
        assertEquals(one.address() + " could not find out (SERVFAIL)", finding.said().getFirst());
    }

    @Test
    void aProxyInFrontIsGoodAndToldOf() throws Exception {
        SelfMade theirs = SelfMade.create();
        site.http(PROXY, Site.beacon(beacon, "Server", "cloudflare", "CF-RAY", "1-FRA"))
                .https(PROXY, theirs, Site.beacon(beacon, "Server", "cloudflare", "CF-RAY", "1-FRA"));
        both("A", PROXY);
        DomainReport report = check();
        assertEquals(Verdict.GOOD, report.verdict());
        assertTrue(report.proxied());
        assertEquals("mathesar.example.org points at 127.0.0.23, from where requests come to this server.",
                report.findings().get(0).sentence());
        assertEquals("mathesar.example.org leads here through the proxy of Cloudflare, which ends the TLS connections"
                + " itself. Only the check on port 80 (http-01) can succeed there; if the certificate is refused, let the"
                + " name lead here without the proxy (on Cloudflare: the grey cloud, \"DNS only\").",
                report.findings().get(1).sentence());
    }

    @Test
    void aProxyWithoutANameIsToldByItsCertificate() throws Exception {
        site.http(PROXY, Site.beacon(beacon)).https(PROXY, SelfMade.create(), Site.beacon(beacon));
        both("A", PROXY);
        DomainReport report = check();
        assertTrue(report.proxied());
        assertTrue(report.findings().get(1).sentence().startsWith("mathesar.example.org leads here through a proxy,"));
    }

    @Test
    void aRouterThatPassesAllOnIsNoProxy() throws Exception {
        site.http(PROXY, Site.beacon(beacon)).https(PROXY, ours, Site.beacon(beacon));
        both("A", PROXY);
        DomainReport report = check();
        assertEquals(Verdict.GOOD, report.verdict());
        assertFalse(report.proxied());
    }

    @Test
    void aProxyThatSendsAllToHttpsIsGood() throws Exception {
        site.http(PROXY, exchange -> {
            exchange.getResponseHeaders().set("Location",
                    "https://mathesar.example.org" + exchange.getRequestURI().getPath());
            Site.answer(exchange, 301, "");
        }).https(PROXY, SelfMade.create(), Site.beacon(beacon, "Server", "cloudflare"));
        both("A", PROXY);
        DomainReport report = check();
        assertEquals(Verdict.GOOD, report.verdict());
        assertTrue(report.proxied());
    }

    @Test
    void aProxysIpv6AddressNeedNotBeReachableFromHere() throws Exception {
        site.http(PROXY, Site.beacon(beacon)).https(PROXY, SelfMade.create(), Site.beacon(beacon));
        both("A", PROXY);
        both("AAAA", "::1");
        DomainReport report = check();
        assertEquals(Verdict.GOOD, report.verdict(), report.toString());
        assertTrue(report.proxied());
    }

    @Test
    void aResolverThatFailsBesideOthersIsToldOf() throws Exception {
        one.put(NAME.ascii(), "A", OURS);
        two.fail(NAME.ascii(), "A", "SERVFAIL").fail(NAME.ascii(), "AAAA", "SERVFAIL");
        Finding finding = check().findings().getFirst();
        assertEquals(Verdict.UNSURE, finding.verdict());
        assertTrue(finding.sentence().startsWith("Some resolvers cannot find out the address"), finding.sentence());
    }

    @Test
    void aProxyWhosePort80IsShutCannotWork() throws Exception {
        site.https(PROXY, SelfMade.create(), Site.beacon(beacon));
        both("A", PROXY);
        Finding finding = check().findings().get(1);
        assertEquals(Verdict.BAD, finding.verdict());
        assertTrue(finding.sentence().contains("only the check on port 80 can succeed, and there is no answer"),
                finding.sentence());
    }

    @Test
    void aServerThatEchoesIsNotTakenForThisOne() throws Exception {
        site.http(OTHER, exchange -> Site.answer(exchange, 200, exchange.getRequestURI().getPath()));
        both("A", OTHER);
        assertEquals(Verdict.BAD, onlyFinding(check()).verdict());
    }

    @Test
    void whatGivesNoAnswerFromHereIsUnsure() throws Exception {
        both("A", OTHER);
        DomainReport report = check(OTHER);
        assertEquals(Verdict.UNSURE, report.verdict());
        assertEquals(3, report.findings().size());
        assertEquals(
                "It could not be verified from here that mathesar.example.org leads to this server, because nothing"
                        + " came back from 127.0.0.22. That is usual behind a router, whose own address cannot be reached from"
                        + " inside. Make sure that ports 80 and 443 are open and lead to this server; then go on.",
                report.findings().get(1).sentence());
        assertTrue(report.findings().get(1).said().getFirst().endsWith("no answer (connection refused)"),
                report.toString());
    }

    @Test
    void anotherServerAtOurOwnAddressIsBad() throws Exception {
        site.http(OTHER, Site.stranger("apache"));
        both("A", OTHER);
        Finding finding = check(OTHER).findings().get(1);
        assertEquals(Verdict.BAD, finding.verdict());
        assertEquals(
                "Under mathesar.example.org (127.0.0.22) another server answers (HTTP status 404, apache). Stop the"
                        + " other program that listens on port 80 or 443, or pass these ports on to this server.",
                finding.sentence());
    }

    @Test
    void aRouterThatAnswersItselfFromInsideIsUnsure() throws Exception {
        site.http(OTHER, Site.stranger("router"));
        both("A", OTHER);
        PublicAddresses here = new PublicAddresses(List.of(InetAddress.ofLiteral(OTHER)), Source.OWNER,
                Optional.empty());
        Finding finding = new DomainCheck(resolvers(), reachability(Set.of()), authority("ca.example"), clock,
                _ -> false)
                .check(NAME, here).findings().get(1);
        assertEquals(Verdict.UNSURE, finding.verdict());
        assertTrue(finding.sentence().contains("Behind a router that may be the router itself"), finding.sentence());
    }

    @Test
    void port443AloneIsGoodAndToldOf() throws Exception {
        site.https(OTHER, ours, Site.beacon(beacon));
        both("A", OTHER);
        Finding finding = check(OTHER).findings().get(1);
        assertEquals(Verdict.GOOD, finding.verdict());
        assertEquals(
                "Port 443 of mathesar.example.org leads to this server, but on port 80 there is no answer (connection"
                        + " refused). A certificate can be had, but open port 80 too, so that http:// addresses are sent on to"
                        + " https://.",
                finding.sentence());
    }

    @Test
    void port80AloneIsGoodAndToldOf() throws Exception {
        site.http(OTHER, Site.beacon(beacon));
        both("A", OTHER);
        Finding finding = check(OTHER).findings().get(1);
        assertEquals(Verdict.GOOD, finding.verdict());
        assertTrue(finding.sentence().startsWith("Port 80 of mathesar.example.org leads to this server, but on port 443"
                + " there is no answer"), finding.sentence());
    }

    @Test
    void aStrangerOnPort443IsUnsure() throws Exception {
        site.http(OTHER, Site.beacon(beacon)).https(OTHER, SelfMade.create(), Site.stranger("nginx"));
        both("A", OTHER);
        assertEquals(Verdict.UNSURE, check(OTHER).findings().get(1).verdict());
    }

    @Test
    void withoutAKnownAddressTheBeaconDecides() throws Exception {
        PublicAddresses unknown = new PublicAddresses(List.of(InetAddress.ofLiteral("10.0.0.5")), Source.INTERFACES,
                Optional.of("It is private."));
        assertEquals(Optional.empty(), onlyFinding(domainCheck().check(NAME, unknown)).remedy());
        both("A", OURS);
        assertEquals(Verdict.GOOD, domainCheck().check(NAME, unknown).verdict());
        both("A", OTHER);
        DomainReport report = domainCheck().check(NAME, unknown);
        assertEquals(Verdict.UNSURE, report.verdict());
        assertTrue(report.findings().getFirst().sentence().contains("The launcher cannot compare that"));
        site.http(OTHER, Site.stranger("nginx"));
        Finding finding = domainCheck().check(NAME, unknown).findings().get(1);
        assertEquals(Verdict.BAD, finding.verdict());
        assertTrue(finding.sentence().endsWith("Change the record to the address of this server."), finding.sentence());
    }

    @Test
    void aPrivateAddressIsOutOfAPublicAuthoritysReach() throws Exception {
        both("A", "10.1.2.3");
        PublicAddresses here = new PublicAddresses(List.of(InetAddress.ofLiteral("9.9.9.1")), Source.METADATA,
                Optional.empty());
        DomainCheck check = new DomainCheck(resolvers(), reachability(Set.of()),
                new DomainCheck.Authority(List.of("ca.example"), false), clock);
        assertBad(onlyFinding(check.check(NAME, here)), "mathesar.example.org points at 10.1.2.3, which no certificate"
                + " authority can reach, because it is a private one (RFC 1918). Change the A record to 9.9.9.1.",
                record(Action.CHANGE, "A", "9.9.9.1"));
    }

    private DomainReport check(String... here) throws InterruptedException {
        String[] all = here.length == 0 ? new String[]{OURS} : here;
        return domainCheck().check(NAME, new PublicAddresses(Arrays.stream(all).map(InetAddress::ofLiteral).toList(),
                Source.SETTING, Optional.empty()), live::add);
    }

    private DomainCheck domainCheck() {
        return new DomainCheck(resolvers(), reachability(Set.of(ours.fingerprint())), authority("ca.example"), clock);
    }

    private Resolvers resolvers() {
        return Resolvers.of(List.of(one.address(), two.address()));
    }

    private Reachability reachability(Set<String> fingerprints) {
        return new Reachability(beacon, () -> fingerprints, site.ports(), Duration.ofSeconds(5));
    }

    private static DomainCheck.Authority authority(String identity) {
        return new DomainCheck.Authority(List.of(identity), true);
    }

    private void both(String type, String... values) {
        one.put(NAME.ascii(), type, values);
        two.put(NAME.ascii(), type, values);
    }

    private static DnsRecord record(Action action, String type, String value) {
        return new DnsRecord(action, NAME.ascii(), type, value);
    }

    private static Finding onlyFinding(DomainReport report) {
        assertEquals(1, report.findings().size(), report.toString());
        return report.findings().getFirst();
    }

    private static void assertBad(Finding finding, String sentence, DnsRecord remedy) {
        assertEquals(sentence, finding.sentence());
        assertEquals(Verdict.BAD, finding.verdict());
        assertEquals(Optional.of(remedy), finding.remedy());
    }
}
