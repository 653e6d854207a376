package org.mathesar.launcher.address;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.mathesar.launcher.address.Finding.DnsRecord;
import org.mathesar.launcher.address.Finding.DnsRecord.Action;
import org.mathesar.launcher.address.Finding.Step;
import org.mathesar.launcher.address.Finding.Verdict;
import org.mathesar.launcher.address.Reachability.Visits;
import org.mathesar.launcher.address.Resolvers.Said;

/** The first step: the name has A or AAAA records, and they are this server's, or at least lead to it. */
final class RecordsCheck {
    private final Scene scene;
    private final boolean allowPrivate;
    private final String name;

    RecordsCheck(Scene scene, boolean allowPrivate) {
        this.scene = scene;
        this.allowPrivate = allowPrivate;
        this.name = scene.name().unicode();
    }

    Finding find() throws InterruptedException {
        if (scene.voices().isEmpty()) {
            return finding(Verdict.UNSURE, "No resolver gave an answer about " + name
                    + ", so its records cannot be checked"
                    + " from here. If you are sure that it leads to this server, go on; otherwise let this server ask the"
                    + " DNS (port 53).", Optional.empty());
        }
        List<InetAddress> addresses = scene.addresses();
        if (addresses.isEmpty()) {
            return scene.voices().stream().anyMatch(Said::failed) ? broken() : noRecord();
        }
        Optional<InetAddress> unreachable = addresses.stream()
                .filter(address -> !allowPrivate && !AddressScope.isGlobal(address)).findFirst();
        if (unreachable.isPresent()) {
            return unreachable(unreachable.get());
        }
        if (!addresses.stream().allMatch(scene::isKnown)) {
            scene.visit(addresses);
        }
        List<InetAddress> wrong = addresses.stream().filter(this::isWrong).toList();
        List<Said> behind = scene.voices().stream()
                .filter(said -> said.addresses().isEmpty() || said.addresses().stream().anyMatch(wrong::contains))
                .toList();
        if (behind.isEmpty()) {
            return right(addresses);
        }
        return behind.size() < scene.voices().size() ? spreading(behind, wrong) : pointsElsewhere(wrong);
    }

    /** Not ours, and nothing speaks for its leading here all the same. */
    private boolean isWrong(InetAddress address) {
        if (scene.isKnown(address) || scene.isProven(address)) {
            return false;
        }
        if (Scene.isIpv4(address)) {
            return scene.known(Inet4Address.class).isPresent() || !scene.known().isEmpty() && scene.isStranger(address);
        }
        boolean ipv4IsRight = scene.addresses().stream().filter(Scene::isIpv4)
                .anyMatch(each -> scene.isKnown(each) || scene.isProven(each) && !scene.isProxied(each));
        // A proxy's IPv6 address cannot be visited from a server that has no IPv6.
        return ipv4IsRight || scene.known(Inet6Address.class).isPresent() && !scene.isProxied()
                || scene.isStranger(address) && !scene.known().isEmpty();
    }

    private Finding noRecord() {
        Optional<DnsRecord> remedy = ours().map(mine -> record(Action.CREATE, mine));
        String what = scene.alias()
                .map(to -> name + " is an alias (CNAME) of " + to + ", which has no address. Replace the"
                        + " CNAME record by ")
                .orElse(name + " has no address in the DNS yet. Create ");
        return finding(Verdict.BAD, what + remedy.map(record -> article(record) + " record with the value "
                + record.value() + secondRecord(record)).orElse("an A record with the public address of this server")
                + ".",
                remedy);
    }

    private String secondRecord(DnsRecord first) {
        return scene.known(Inet6Address.class).filter(_ -> first.type().equals("A"))
                .map(ipv6 -> ", and if you like an AAAA record with the value " + PublicAddresses.text(ipv6))
                .orElse("");
    }

    private Finding broken() {
        return finding(Verdict.BAD, "The resolvers cannot find out the address of " + name
                + ", because the name servers of"
                + " its domain fail. Check at your registrar that the name servers are right and that DNSSEC is either"
                + " complete or off; certificate authorities see the same failure.", Optional.empty());
    }

    private Finding unreachable(InetAddress address) {
        Optional<DnsRecord> remedy = scene.known(address.getClass()).map(mine -> record(Action.CHANGE, mine))
                .or(() -> ours().map(_ -> record(Action.DELETE, address)));
        return finding(Verdict.BAD,
                name + " points at " + PublicAddresses.text(address) + ", which no certificate authority can"
                        + " reach, because it " + AddressScope.of(address).words() + "."
                        + remedy.map(this::advice).orElse(" Change the record to the public address of this server."),
                remedy);
    }

    private Finding spreading(List<Said> behind, List<InetAddress> wrong) {
        scene.disregard(wrong);
        String who = scene.voices().stream().map(Said::line).collect(Collectors.joining("; "));
        if (behind.stream().allMatch(Said::failed)) {
            return finding(Verdict.UNSURE, "Some resolvers cannot find out the address of " + name + ": " + who
                    + ". Its name"
                    + " servers or its DNSSEC may be faulty, and a certificate authority may fail in the same way. It is"
                    + " checked again by itself until all agree.", Optional.empty());
        }
        return finding(Verdict.UNSURE, "The resolvers do not agree about " + name + ", so the change is still spreading"
                + " through the DNS: " + who + ". It is checked again by itself until all agree.", Optional.empty());
    }

    private Finding pointsElsewhere(List<InetAddress> wrong) {
        if (wrong.isEmpty()) {
            return noRecord();
        }
        InetAddress first = wrong.getFirst();
        String stranger = scene.visits(first).map(Visits::stranger).filter(what -> !what.isEmpty())
                .map(what -> " There another server answers (" + what + ").").orElse("");
        return Scene.isIpv4(first) ? wrongIpv4(first, stranger) : staleIpv6(first, stranger);
    }

    private Finding wrongIpv4(InetAddress address, String stranger) {
        Optional<InetAddress> mine = scene.known(Inet4Address.class);
        boolean onlyTooMany = mine.isEmpty()
                || scene.addresses().stream().filter(Scene::isIpv4).anyMatch(scene::isKnown);
        DnsRecord remedy = onlyTooMany ? record(Action.DELETE, address) : record(Action.CHANGE, mine.get());
        String found = name + " points at " + PublicAddresses.text(address) + (onlyTooMany ? " too" : "")
                + mine.map(each -> ", but this server is " + PublicAddresses.text(each))
                        .orElse(", which is not this server")
                + "." + stranger;
        String cure = scene.alias()
                .map(to -> " The name is an alias of " + to + ": replace the CNAME record by an A record"
                        + " with the value " + remedy.value() + ".")
                .filter(_ -> !onlyTooMany).orElse(advice(remedy));
        return finding(Verdict.BAD, found + cure, Optional.of(remedy));
    }

    private Finding staleIpv6(InetAddress address, String stranger) {
        Optional<InetAddress> mine = scene.known(Inet6Address.class)
                .filter(each -> !scene.addresses().contains(each));
        DnsRecord remedy = mine.map(each -> record(Action.CHANGE, each)).orElse(record(Action.DELETE, address));
        return finding(Verdict.BAD, name + " also has the IPv6 address " + PublicAddresses.text(address)
                + ", which does not lead to this server." + stranger + advice(remedy)
                + " Certificate authorities try IPv6"
                + " first, so they would refuse.", Optional.of(remedy));
    }

    private Finding right(List<InetAddress> addresses) {
        String list = addresses.stream().map(PublicAddresses::text).collect(Collectors.joining(" and "));
        if (addresses.stream().allMatch(scene::isKnown)) {
            return finding(Verdict.GOOD, name + " points at this server (" + list + ").", Optional.empty());
        }
        if (addresses.stream().anyMatch(scene::isProven)) {
            return finding(Verdict.GOOD, name + " points at " + list + ", from where requests come to this server.",
                    Optional.empty());
        }
        return finding(Verdict.UNSURE,
                name + " points at " + list + ". The launcher cannot compare that, since it does not"
                        + " know this server's public address" + (scene.known().isEmpty() ? "" : " of that kind")
                        + "; compare it yourself.",
                Optional.empty());
    }

    private Optional<InetAddress> ours() {
        return scene.known().stream().findFirst();
    }

    private DnsRecord record(Action action, InetAddress address) {
        return new DnsRecord(action, scene.name().ascii(), Scene.isIpv4(address) ? "A" : "AAAA",
                PublicAddresses.text(address));
    }

    private String advice(DnsRecord record) {
        return switch (record.action()) {
            case CREATE -> " Create " + article(record) + " record with the value " + record.value() + ".";
            case CHANGE -> " Change the " + record.type() + " record to " + record.value() + ".";
            case DELETE -> " Delete the " + record.type() + " record with the value " + record.value() + ".";
        };
    }

    private static String article(DnsRecord record) {
        return "an " + record.type();
    }

    private Finding finding(Verdict verdict, String sentence, Optional<DnsRecord> remedy) {
        List<String> lines = new ArrayList<>(scene.lines());
        scene.addresses().forEach(address -> scene.visits(address).ifPresent(visits -> lines.addAll(visits.lines())));
        return new Finding(Step.RECORDS, verdict, sentence, remedy, lines);
    }
}
