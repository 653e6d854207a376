package org.mathesar.launcher.address;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mathesar.launcher.address.CaaRecords.Judgement;
import org.mathesar.launcher.address.Finding.DnsRecord;
import org.mathesar.launcher.address.Finding.DnsRecord.Action;
import org.mathesar.launcher.address.Finding.Step;
import org.mathesar.launcher.address.Finding.Verdict;
import org.xbill.DNS.Type;

/** The third step: the CAA records (RFC 8659) let the authority issue. */
final class PermissionCheck {
    private final DomainName name;
    private final Resolvers resolvers;
    private final List<String> identities;

    /** @param identities how the authority is named in CAA records; empty when that is unknown */
    PermissionCheck(DomainName name, Resolvers resolvers, List<String> identities) {
        this.name = name;
        this.resolvers = resolvers;
        this.identities = identities;
    }

    /** What one resolver leads to; {@code answer} is a failure, silence, or the relevant set at {@code owner}. */
    private record Climb(Resolver resolver, String owner, Answer answer) {}

    private record Opinion(Climb climb, Judgement judgement) {}

    Finding find() throws InterruptedException {
        List<Climb> climbs = resolvers.askAll(this::climb);
        List<Climb> heard = climbs.stream().filter(climb -> !climb.answer().isNoWord()).toList();
        List<Climb> outside = heard.stream().filter(climb -> !climb.resolver().ours()).toList();
        List<Climb> voices = outside.isEmpty() ? heard : outside;
        List<String> lines = climbs.stream().map(PermissionCheck::line).toList();
        if (voices.isEmpty()) {
            return finding(Verdict.UNSURE, "No resolver gave an answer about the CAA records of " + name.unicode()
                    + ", so it is not known whether they allow the certificate.", Optional.empty(), lines);
        }
        List<Opinion> opinions = new ArrayList<>();
        for (Climb climb : voices) {
            if (!(climb.answer() instanceof Answer.Failure)) {
                opinions.add(new Opinion(climb, new CaaRecords(climb.answer()).judge(identities)));
            }
        }
        if (opinions.isEmpty()) {
            return failure(voices.getFirst(), lines);
        }
        Opinion first = opinions.getFirst();
        if (opinions.stream().anyMatch(each -> each.judgement() != first.judgement())) {
            return finding(Verdict.UNSURE, "The resolvers do not agree about the CAA records of " + name.unicode()
                    + ", so a change of them is still spreading. It is checked again by itself until all agree.",
                    Optional.empty(), lines);
        }
        return told(first, lines);
    }

    /** From the name up to the top, until there are records (RFC 8659 §3). */
    private Climb climb(Resolver resolver) throws InterruptedException {
        String owner = name.ascii();
        while (true) {
            Answer answer = resolver.ask(owner, Type.CAA);
            Optional<String> parent = parent(owner);
            boolean up = switch (answer) {
                case Answer.NoData _,Answer.NoSuchName _ -> parent.isPresent();
                case Answer.Records _,Answer.Failure _,Answer.Silence _ -> false;
            };
            if (!up) {
                return new Climb(resolver, owner, answer);
            }
            owner = parent.get();
        }
    }

    private static Optional<String> parent(String owner) {
        int dot = owner.indexOf('.');
        return dot < 0 ? Optional.empty() : Optional.of(owner.substring(dot + 1));
    }

    private Finding failure(Climb climb, List<String> lines) {
        return finding(Verdict.BAD, "The name servers fail when they are asked for the CAA records of " + climb.owner()
                + ". Certificate authorities must refuse then; check the name servers and DNSSEC at your registrar, or ask"
                + " your DNS provider.", Optional.empty(), lines);
    }

    private Finding told(Opinion opinion, List<String> lines) {
        String owner = opinion.climb().owner();
        Optional<DnsRecord> remedy = identities.stream().findFirst()
                .map(identity -> new DnsRecord(Action.CREATE, owner, "CAA", "0 issue \"" + identity + "\""));
        String add = remedy.map(record -> " Add the CAA record " + record.value() + " to " + owner + ".").orElse("");
        return switch (opinion.judgement()) {
            case UNRESTRICTED -> finding(Verdict.GOOD, "No CAA record restricts who may issue certificates for "
                    + name.unicode() + ".", Optional.empty(), lines);
            case ALLOWED ->
                finding(Verdict.GOOD, "The CAA records of " + owner + " allow " + identities.getFirst() + ".",
                        Optional.empty(), lines);
            case UNKNOWN_AUTHORITY ->
                finding(Verdict.UNSURE, "The CAA records of " + owner + " name the authorities that"
                        + " may issue; make sure that yours is among them.", Optional.empty(), lines);
            case ONE_ACCOUNT -> finding(Verdict.UNSURE, "The CAA records of " + owner + " allow the certificate to one"
                    + " account only (accounturi). If that is not this server's, the authority will refuse." + add,
                    remedy,
                    lines);
            case FORBIDDEN ->
                finding(Verdict.BAD, "The CAA records of " + owner + " do not let "
                        + identities.stream().findFirst().orElse("any authority") + " issue certificates."
                        + (identities.isEmpty() ? " Add a CAA record that names yours." : add), remedy, lines);
            case OTHER_METHODS -> finding(Verdict.BAD, "The CAA records of " + owner + " allow " + identities.getFirst()
                    + " only by methods (validationmethods) that this server does not use; it uses http-01 and tls-alpn-01."
                    + add, remedy, lines);
            case NOT_UNDERSTOOD -> finding(Verdict.BAD, "The CAA records of " + owner + " hold a critical tag that"
                    + " authorities do not know, so they must refuse. Delete that record.", Optional.empty(), lines);
        };
    }

    private static String line(Climb climb) {
        String who = climb.resolver().label();
        return switch (climb.answer()) {
            case Answer.Records _ -> who + " says at " + climb.owner() + ": "
                    + String.join(", ", new CaaRecords(climb.answer()).lines());
            case Answer.NoData _,Answer.NoSuchName _ -> who + " says: no CAA record";
            case Answer.Failure(String code) -> who + " could not find out about " + climb.owner() + " (" + code + ")";
            case Answer.Silence _ -> who + " gives no answer";
        };
    }

    private static Finding finding(Verdict verdict, String sentence, Optional<DnsRecord> remedy, List<String> lines) {
        return new Finding(Step.PERMISSION, verdict, sentence, remedy, lines);
    }
}
