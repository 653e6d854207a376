package org.mathesar.launcher.tls;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.tls.IssueFailed.Kind;
import org.mathesar.launcher.tls.ValidationRefused.Refusal;

/** Why an authority was not convinced that the identifiers are ours, in words for the owner. */
final class ValidationVerdict {
    private final AcmeAuthority authority;

    ValidationVerdict(AcmeAuthority authority) {
        this.authority = authority;
    }

    /** @param tries all that were made for the same certificate, at least one */
    IssueFailed of(List<ValidationRefused> tries) {
        List<Refusal> refusals = tries.stream().flatMap(each -> each.refusals().stream()).toList();
        Set<String> identifiers = refusals.stream().map(Refusal::identifier)
                .collect(Collectors.toCollection(TreeSet::new));
        String detail = refusals.stream().map(each -> each.identifier() + " by " + each.kind().type() + ": "
                + each.type() + ", " + each.detail()).distinct().collect(Collectors.joining("\n"));
        boolean forbidden = refusals.stream().anyMatch(each -> each.type().equals("caa"));
        return new IssueFailed(forbidden ? Kind.REFUSED : Kind.VALIDATION,
                problem(refusals, String.join(", ", identifiers), detail), Optional.empty(), identifiers,
                tries.getLast());
    }

    private Problem problem(List<Refusal> refusals, String which, String detail) {
        String name = authority.name();
        Set<String> types = refusals.stream().map(Refusal::type).collect(Collectors.toSet());
        if (types.contains("caa")) {
            return new Problem.Fixable("The DNS of " + which + " forbids " + name + " to issue certificates (CAA).",
                    "Remove the CAA record, or add one that allows " + name + ".", detail);
        }
        if (types.contains("dns")) {
            return new Problem.Fixable(name + " found no address for " + which + ".",
                    "Check the A and AAAA records of the name, and that its name servers answer.", detail);
        }
        Set<Integer> ports = refusals.stream().map(each -> each.kind().port())
                .collect(Collectors.toCollection(TreeSet::new));
        String where = ports.stream().map(port -> "port " + port).collect(Collectors.joining(" and "));
        if (types.stream().allMatch(type -> type.equals("connection"))) {
            return new Problem.Fixable(name + " could not connect to " + which + " on " + where + ".",
                    "Open " + where + " (TCP) in every firewall before this server, for the whole internet, and let"
                            + " a router pass " + (ports.size() == 1 ? "it" : "them") + " on to it"
                            + (ports.size() == 1 ? "." : "; one of them is enough."),
                    detail);
        }
        return new Problem.Fixable(
                name + " could not verify on " + where + " that " + which + " leads to this server.",
                "Make sure that " + where + " (TCP) of " + which + " is open and reaches this server and no other one:"
                        + " no stale AAAA record, no proxy in between.",
                detail);
    }
}
