package org.mathesar.launcher.address;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.mathesar.launcher.address.Finding.DnsRecord;
import org.mathesar.launcher.address.Finding.DnsRecord.Action;
import org.mathesar.launcher.address.Finding.Step;
import org.mathesar.launcher.address.Finding.Verdict;
import org.mathesar.launcher.address.Reachability.Visits;

/** The second step: what is fetched through the name on ports 80 and 443 comes from here. */
final class LeadsHereCheck {
    private final Scene scene;
    private final Predicate<InetAddress> onThisMachine;
    private final String name;

    /** @param onThisMachine whether an interface of this machine has the address */
    LeadsHereCheck(Scene scene, Predicate<InetAddress> onThisMachine) {
        this.scene = scene;
        this.onThisMachine = onThisMachine;
        this.name = scene.name().unicode();
    }

    Finding find() throws InterruptedException {
        List<InetAddress> addresses = scene.regarded();
        scene.visit(addresses);
        List<Visits> visits = addresses.stream().map(scene::visits).flatMap(Optional::stream).toList();
        Optional<Visits> mute = visits.stream().filter(each -> !Scene.isIpv4(each.address()) && !each.isHere())
                .filter(each -> !scene.isProxied()).findFirst();
        if (visits.stream().noneMatch(Visits::isHere)) {
            return visits.stream().filter(Visits::isSomeoneElse).findFirst().map(each -> stranger(each, visits))
                    .orElseGet(() -> unverifiable(visits));
        }
        if (mute.isPresent() && visits.stream().anyMatch(each -> Scene.isIpv4(each.address()) && each.isHere())) {
            return muteIpv6(mute.get(), visits);
        }
        Optional<Visits> strange = visits.stream().filter(Visits::isSomeoneElse).findFirst();
        return strange.isPresent() ? stranger(strange.get(), visits) : byPort(visits);
    }

    private Finding byPort(List<Visits> visits) {
        boolean proxied = scene.isProxied();
        boolean http = visits.stream().map(Visits::http).anyMatch(Visit.Here.class::isInstance);
        boolean https = visits.stream().map(Visits::https).anyMatch(Visit.Here.class::isInstance);
        if (http && https) {
            return proxied
                    ? proxied(visits)
                    : finding(Verdict.GOOD,
                            "Requests to http://" + name + " and https://" + name + " come to this server.",
                            visits);
        }
        if (http) {
            Visit other = first(visits, Visits::https);
            return finding(other instanceof Visit.SomeoneElse ? Verdict.UNSURE : Verdict.GOOD, "Port 80 of " + name
                    + " leads to this server, but on port 443 there is " + other.words()
                    + ". A certificate can be had, but"
                    + " open port 443 too, or nobody will reach Mathesar.", visits);
        }
        Visit other = first(visits, Visits::http);
        return proxied
                ? finding(Verdict.BAD,
                        name + " leads here through " + proxy(visits) + ", where only the check on port 80 can"
                                + " succeed, and there is " + other.words()
                                + ". Open port 80, or let the name lead here without the"
                                + " proxy (on Cloudflare: the grey cloud, \"DNS only\").",
                        visits)
                : finding(Verdict.GOOD, "Port 443 of " + name + " leads to this server, but on port 80 there is "
                        + other.words()
                        + ". A certificate can be had, but open port 80 too, so that http:// addresses are"
                        + " sent on to https://.", visits);
    }

    private Finding proxied(List<Visits> visits) {
        return finding(Verdict.GOOD, name + " leads here through " + proxy(visits) + ", which ends the TLS connections"
                + " itself. Only the check on port 80 (http-01) can succeed there; if the certificate is refused, let the"
                + " name lead here without the proxy (on Cloudflare: the grey cloud, \"DNS only\").", visits);
    }

    private Finding muteIpv6(Visits mute, List<Visits> visits) {
        DnsRecord remedy = new DnsRecord(Action.DELETE, scene.name().ascii(), "AAAA",
                PublicAddresses.text(mute.address()));
        return finding(Verdict.BAD,
                "The IPv4 address of " + name + " leads here, but its IPv6 address " + remedy.value()
                        + " does not: " + mute.http().words()
                        + ". Delete the AAAA record, or let ports 80 and 443 through on IPv6."
                        + " Certificate authorities try IPv6 first, so they would refuse.",
                Optional.of(remedy), visits);
    }

    private Finding stranger(Visits strange, List<Visits> visits) {
        String where = PublicAddresses.text(strange.address());
        boolean throughRouter = scene.isKnown(strange.address()) && !onThisMachine.test(strange.address())
                && switch (scene.here().source()) {
                    case SETTING, OWNER -> true;
                    case METADATA, INTERFACES -> false;
                };
        if (throughRouter) {
            return finding(Verdict.UNSURE,
                    "It could not be verified from here that " + name + " leads to this server: at "
                            + where + " another server answers (" + strange.stranger()
                            + "). Behind a router that may be the router"
                            + " itself, which only visitors from outside pass through. If you are sure, go on.",
                    visits);
        }
        return finding(Verdict.BAD, "Under " + name + " (" + where + ") another server answers ("
                + strange.stranger() + ")." + (scene.isKnown(strange.address())
                        ? " Stop the other program that listens on port 80 or 443, or pass these ports on to this server."
                        : " Change the record to the address of this server."),
                visits);
    }

    private Finding unverifiable(List<Visits> visits) {
        String why = visits.isEmpty()
                ? "no resolver told its address"
                : "nothing came back from " + visits.stream().map(each -> PublicAddresses.text(each.address()))
                        .collect(Collectors.joining(" and "));
        return finding(Verdict.UNSURE, "It could not be verified from here that " + name
                + " leads to this server, because "
                + why
                + ". That is usual behind a router, whose own address cannot be reached from inside. Make sure that"
                + " ports 80 and 443 are open and lead to this server; then go on.", visits);
    }

    private static String proxy(List<Visits> visits) {
        return visits.stream().map(Visits::proxy).flatMap(Optional::stream).findFirst()
                .map(known -> "the proxy of " + known)
                .orElse("a proxy");
    }

    /** What there is instead, the worst first. */
    private static Visit first(List<Visits> visits, Function<Visits, Visit> port) {
        return visits.stream().map(port).filter(Visit.SomeoneElse.class::isInstance).findFirst()
                .orElseGet(() -> port.apply(visits.getFirst()));
    }

    private Finding finding(Verdict verdict, String sentence, List<Visits> visits) {
        return finding(verdict, sentence, Optional.empty(), visits);
    }

    private static Finding finding(Verdict verdict, String sentence, Optional<DnsRecord> remedy, List<Visits> visits) {
        return new Finding(Step.LEADS_HERE, verdict, sentence, remedy,
                visits.stream().flatMap(each -> each.lines().stream()).toList());
    }
}
