package org.mathesar.launcher.wizard;

import java.net.InetAddress;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.mathesar.launcher.address.DomainName;
import org.mathesar.launcher.address.DomainReport;
import org.mathesar.launcher.address.Finding;
import org.mathesar.launcher.address.Finding.DnsRecord;
import org.mathesar.launcher.address.Finding.DnsRecord.Action;
import org.mathesar.launcher.address.Finding.Step;
import org.mathesar.launcher.address.Finding.Verdict;
import org.mathesar.launcher.address.PublicAddresses;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.setup.Addresses.Certificate;
import org.mathesar.launcher.setup.Addresses.Domain;
import org.mathesar.launcher.setup.Addresses.Mode;
import org.mathesar.launcher.setup.Addresses.Phase;
import org.mathesar.launcher.setup.Addresses.Snapshot;

/** How addresses may stand: everything that the address page has to show, with names as long as they get. */
final class Scenes {
    static final String FINGERPRINT = "3F:A1:07:5C:99:E2:14:7B:D0:6A:81:CC:2E:5F:B3:48:90:17:"
            + "EA:6D:42:F8:0B:39:75:AC:1E:D4:63:28:9F:50";
    static final String NAME = "mathesar.department-of-public-records.stadtverwaltung.example.org";
    static final String IPV4 = "203.0.113.10";
    static final String IPV6 = "2001:db8:1a2b:3c4d:5e6f:7a8b:9cad:be0f";
    static final Instant EXPIRY = Instant.parse("2026-11-28T08:30:00Z");
    static final Instant NEXT_TRY = Instant.parse("2026-11-22T20:05:00Z");

    private static final PublicAddresses PUBLIC = new PublicAddresses(addresses(IPV4, IPV6),
            PublicAddresses.Source.METADATA, Optional.empty());
    private static final PublicAddresses PRIVATE = new PublicAddresses(addresses("192.168.178.40"),
            PublicAddresses.Source.INTERFACES,
            Optional.of("192.168.178.40 is a private address, which no public authority can confirm, so browsers"
                    + " will go on showing a warning."));
    private static final Problem UNREACHED = new Problem.Fixable(
            "The certificate authority could not reach this server on port 80.",
            "Open ports 80 and 443 for everyone in your provider’s firewall.",
            "urn:ietf:params:acme:error:connection: 203.0.113.10: Fetching"
                    + " http://203.0.113.10/.well-known/acme-challenge/Zk3…: Timeout during connect (likely firewall"
                    + " problem)");
    private static final Problem BUSY = new Problem.Passing(
            "The certificate authority asks to wait, because too many certificates were requested.", NEXT_TRY,
            "urn:ietf:params:acme:error:rateLimited");

    static final Certificate IP_ORDERING_NOW = ip(Phase.ORDERING);
    static final Certificate IP_SERVED_NOW = new Certificate(List.of(IPV4, IPV6), Phase.SERVED, Optional.of(EXPIRY),
            Optional.empty(), Optional.empty());
    static final Snapshot IP_WAITING = auto(Optional.of(ip(Phase.WAITING)), Optional.empty());
    static final Snapshot IP_ORDERING = auto(Optional.of(IP_ORDERING_NOW), Optional.empty());
    static final Snapshot IP_SERVED = auto(Optional.of(IP_SERVED_NOW), Optional.empty());
    static final Snapshot IP_FAILED = auto(Optional.of(failed(List.of(IPV4, IPV6), Phase.WAITING, UNREACHED)),
            Optional.empty());
    static final Snapshot PRIVATE_ADDRESS = new Snapshot(Mode.AUTO, PRIVATE, Optional.of(FINGERPRINT),
            Optional.empty(), Optional.empty(), Optional.empty());

    static final Finding RECORDS_GOOD = found(Step.RECORDS, Verdict.GOOD,
            NAME + " points at " + IPV4 + ", which is this"
                    + " server.");
    static final Finding LEADS_GOOD = found(Step.LEADS_HERE, Verdict.GOOD, "Requests to http://" + NAME
            + " and https://" + NAME + " come to this server.");
    static final Finding CAA_GOOD = found(Step.PERMISSION, Verdict.GOOD,
            "No CAA record restricts who may issue certificates for " + NAME + ".");
    static final Finding NO_RECORD = bad(Step.RECORDS, NAME + " has no address in the DNS yet. Create an A record with"
            + " the value " + IPV4 + ", and if you like an AAAA record with the value " + IPV6 + ".",
            new DnsRecord(Action.CREATE, NAME, "A", IPV4));
    static final Finding WRONG_A = bad(Step.RECORDS, NAME + " points at 198.51.100.7, but this server is " + IPV4
            + ". There another server answers (HTTP status 404, nginx). Change the A record to " + IPV4 + ".",
            new DnsRecord(Action.CHANGE, NAME, "A", IPV4));
    static final Finding STALE_AAAA = bad(Step.RECORDS, "The IPv4 address of " + NAME + " leads here, but its IPv6"
            + " address 2001:db8:ffff:ffff:ffff:ffff:ffff:ffff does not. Delete the AAAA record. Certificate authorities"
            + " try IPv6 first, so they would refuse.",
            new DnsRecord(Action.DELETE, NAME, "AAAA", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff"));
    static final Finding CAA_FORBIDS = bad(Step.PERMISSION, "The CAA records of example.org do not let letsencrypt.org"
            + " issue certificates. Add the CAA record 0 issue \"letsencrypt.org\" to example.org.",
            new DnsRecord(Action.CREATE, "example.org", "CAA", "0 issue \"letsencrypt.org\""));
    static final Finding PROXIED = found(Step.LEADS_HERE, Verdict.GOOD, NAME + " leads here through the proxy of"
            + " Cloudflare, which ends the TLS connections itself. Only the check on port 80 (http-01) can succeed there;"
            + " if the certificate is refused, let the name lead here without the proxy (on Cloudflare: the grey cloud,"
            + " \"DNS only\").");
    static final Finding LEADS_UNSURE = found(Step.LEADS_HERE, Verdict.UNSURE,
            "It could not be verified from here that "
                    + NAME + " leads to this server, because nothing came back from " + IPV4
                    + ". That is usual behind a router,"
                    + " whose own address cannot be reached from inside. Make sure that ports 80 and 443 are open and lead to"
                    + " this server; then go on.");

    private Scenes() {}

    /** All that a picture is taken of, by the picture's name. */
    static Map<String, Snapshot> all() {
        Map<String, Snapshot> scenes = new LinkedHashMap<>();
        scenes.put("ip-waiting", IP_WAITING);
        scenes.put("ip-ordering", IP_ORDERING);
        scenes.put("ip-served", IP_SERVED);
        scenes.put("ip-failed", IP_FAILED);
        scenes.put("ip-not-renewed", auto(Optional.of(failed(List.of(IPV4), Phase.SERVED, BUSY)), Optional.empty()));
        scenes.put("private", PRIVATE_ADDRESS);
        scenes.put("domain-looking", domain(Optional.empty(), false, Optional.empty()));
        scenes.put("domain-no-record", checked(NO_RECORD));
        scenes.put("domain-wrong-a", checked(WRONG_A));
        scenes.put("domain-stale-aaaa", checked(STALE_AAAA));
        scenes.put("domain-caa", checked(RECORDS_GOOD, LEADS_GOOD, CAA_FORBIDS));
        scenes.put("domain-proxied", confirmed(Optional.of(named(Phase.ORDERING)), RECORDS_GOOD, PROXIED, CAA_GOOD));
        scenes.put("domain-unsure", unsure());
        scenes.put("domain-rehearsing", rehearsing());
        scenes.put("domain-ordering", confirmed(Optional.of(named(Phase.ORDERING)), RECORDS_GOOD, LEADS_GOOD,
                CAA_GOOD));
        scenes.put("domain-failed", confirmed(Optional.of(failed(List.of(NAME), Phase.WAITING, UNREACHED)),
                RECORDS_GOOD, LEADS_GOOD, CAA_GOOD));
        scenes.put("domain-served", served());
        scenes.put("domain-lost", confirmed(Optional.of(servedUntil(EXPIRY)), WRONG_A));
        scenes.put("domain-fixed", fixed());
        scenes.put("own-served", own());
        scenes.put("files", mode(Mode.FILES, Optional.of(servedUntil(EXPIRY)), Optional.empty()));
        scenes.put("self-signed", mode(Mode.SELF_SIGNED, Optional.empty(), Optional.of(FINGERPRINT)));
        scenes.put("platform", mode(Mode.PLATFORM, Optional.empty(), Optional.empty()));
        return scenes;
    }

    static Snapshot checked(Finding... findings) {
        return domain(Optional.of(report(findings)), false, Optional.empty());
    }

    static Snapshot confirmed(Optional<Certificate> certificate, Finding... findings) {
        return domain(Optional.of(report(findings)), true, certificate);
    }

    static Snapshot unsure() {
        return checked(RECORDS_GOOD, LEADS_UNSURE, CAA_GOOD);
    }

    static Snapshot rehearsing() {
        return confirmed(Optional.of(named(Phase.REHEARSING)), RECORDS_GOOD, LEADS_GOOD, CAA_GOOD);
    }

    static Snapshot served() {
        return confirmed(Optional.of(servedUntil(EXPIRY)), RECORDS_GOOD, LEADS_GOOD, CAA_GOOD);
    }

    static Snapshot fixed() {
        return auto(Optional.of(IP_SERVED_NOW), Optional.of(new Domain(new DomainName("xn--bcher-kva.example"),
                Optional.of(report(NO_RECORD)), false, Optional.empty(), "https://xn--bcher-kva.example/", true)));
    }

    static Snapshot own() {
        return mode(Mode.AUTO, Optional.of(new Certificate(List.of(NAME, "*.example.org"), Phase.SERVED,
                Optional.of(EXPIRY), Optional.empty(), Optional.empty())), Optional.of(FINGERPRINT));
    }

    static Snapshot mode(Mode mode, Optional<Certificate> own, Optional<String> fingerprint) {
        return new Snapshot(mode, PUBLIC, fingerprint, Optional.empty(), Optional.empty(), own);
    }

    private static Snapshot domain(Optional<DomainReport> report, boolean confirmed, Optional<Certificate> held) {
        return auto(Optional.of(IP_SERVED_NOW), Optional.of(new Domain(new DomainName(NAME), report, confirmed, held,
                "https://" + NAME + "/", false)));
    }

    private static Snapshot auto(Optional<Certificate> address, Optional<Domain> domain) {
        return new Snapshot(Mode.AUTO, PUBLIC, Optional.of(FINGERPRINT), address, domain, Optional.empty());
    }

    private static DomainReport report(Finding... findings) {
        return new DomainReport(new DomainName(NAME), NEXT_TRY, List.of(findings),
                List.of(findings).contains(PROXIED));
    }

    private static Certificate ip(Phase phase) {
        return new Certificate(List.of(IPV4, IPV6), phase, Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static Certificate named(Phase phase) {
        return new Certificate(List.of(NAME), phase, Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static Certificate servedUntil(Instant expiry) {
        return new Certificate(List.of(NAME), Phase.SERVED, Optional.of(expiry), Optional.empty(), Optional.empty());
    }

    private static Certificate failed(List<String> names, Phase phase, Problem problem) {
        Optional<Instant> expiry = phase == Phase.SERVED ? Optional.of(EXPIRY) : Optional.empty();
        return new Certificate(names, phase, expiry, Optional.of(problem), Optional.of(NEXT_TRY));
    }

    private static Finding found(Step step, Verdict verdict, String sentence) {
        return new Finding(step, verdict, sentence, Optional.empty(), List.of("1.1.1.1: A 203.0.113.10",
                "9.9.9.9: A 203.0.113.10", "ns1.stadtverwaltung.example.org (2001:db8:53::1): A 203.0.113.10"));
    }

    private static Finding bad(Step step, String sentence, DnsRecord remedy) {
        return new Finding(step, Verdict.BAD, sentence, Optional.of(remedy),
                List.of("1.1.1.1: NXDOMAIN", "9.9.9.9: no answer within 5 s"));
    }

    private static List<InetAddress> addresses(String... literals) {
        return Stream.of(literals).map(InetAddress::ofLiteral).toList();
    }
}
