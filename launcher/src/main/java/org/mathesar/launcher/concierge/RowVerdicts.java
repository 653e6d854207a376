package org.mathesar.launcher.concierge;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.mathesar.launcher.concierge.RowSecurityCatalog.Gate;
import org.mathesar.launcher.concierge.RowSecurityCatalog.Policy;
import org.mathesar.launcher.concierge.RowSecurityCatalog.Relation;

/** Judges tables as PostgreSQL does when the role reads them, and says it in words. */
final class RowVerdicts {
    private final RowSecurityCatalog catalog;
    private final ViewVerdicts views;

    RowVerdicts(RowSecurityCatalog catalog) {
        this.catalog = catalog;
        this.views = new ViewVerdicts(catalog, this);
    }

    RowVerdict of(Relation relation) {
        return switch (relation.kind()) {
            case VIEW, STORED_VIEW -> relation.grants().reads() ? views.of(relation) : unreadable(relation, false);
            case FOREIGN -> relation.grants().reads()
                    ? new RowVerdict(relation, RowVerdict.UNPROTECTED, false, true, List.of(),
                            "Rows are not filtered: they come from another server, where this one’s row-level security"
                                    + " has no say.")
                    : unreadable(relation, false);
            case TABLE -> table(relation);
        };
    }

    private RowVerdict table(Relation table) {
        boolean holds = catalog.holds(table);
        if (!table.grants().reads()) {
            return unreadable(table, holds);
        }
        if (!holds) {
            return new RowVerdict(table, table.enabled() ? RowVerdict.SKIPPED : RowVerdict.UNPROTECTED, false, true,
                    List.of(), "Rows are not filtered" + whyNot(table));
        }
        return filtered(table, catalog.policiesFor(table));
    }

    private RowVerdict unreadable(Relation relation, boolean filtered) {
        String missing = relation.grants().enters()
                ? "SELECT on it is not granted."
                : "USAGE on the schema " + relation.schema() + " is not granted.";
        return new RowVerdict(relation, RowVerdict.UNREADABLE, filtered, false, names(catalog.policiesFor(relation)),
                "This role cannot read it: " + missing);
    }

    private String whyNot(Relation table) {
        if (table.enabled()) {
            String start = " for this role: it ";
            if (catalog.role().superuser()) {
                return start + "is a superuser.";
            }
            if (catalog.role().bypasses()) {
                return start + "has the attribute BYPASSRLS.";
            }
            boolean itself = table.owner().equals(catalog.role().name());
            return start + (itself ? "owns the table" : "has the rights of " + table.owner() + ", who owns the table")
                    + ", and row-level security is not forced on owners.";
        }
        List<Policy> idle = catalog.policies().getOrDefault(table.id(), List.of());
        if (!idle.isEmpty()) {
            return ": row-level security is off on this table, so its "
                    + (idle.size() == 1 ? "policy " + names(idle).getFirst() + " is" : "policies are")
                    + " not in force.";
        }
        return ": row-level security is off on this table"
                + (table.partition()
                        ? ", a partition; policies of the partitioned table hold only when that one is read."
                        : ".");
    }

    private RowVerdict filtered(Relation table, List<Policy> policies) {
        List<Policy> letting = permissive(policies, "SELECT");
        List<String> unreadable = letting.isEmpty()
                ? List.of()
                : policies.stream()
                        .filter(policy -> policy.isFor("SELECT")).flatMap(policy -> policy.unreadable().stream())
                        .distinct()
                        .toList();
        if (!unreadable.isEmpty()) {
            return new RowVerdict(table, RowVerdict.UNREADABLE, true, false, names(policies),
                    "This role cannot read it: a policy looks into " + SqlText.some(unreadable)
                            + ", which is not granted to this role.");
        }
        String seen = seen(letting, policies);
        String owners = table.owned() ? " As its owner the role may switch that off." : "";
        return new RowVerdict(table, seen.isEmpty() ? RowVerdict.FILTERED : RowVerdict.ODD, true, true, names(policies),
                "Rows are filtered for this role" + (seen.isEmpty() ? "." : seen) + idleGrants(table, policies)
                        + owners);
    }

    /** What is unusual about what it sees; empty where there is nothing. */
    private static String seen(List<Policy> letting, List<Policy> policies) {
        if (letting.isEmpty()) {
            boolean restrictiveOnly = policies.stream().anyMatch(policy -> policy.isFor("SELECT"));
            return ": it sees none, since " + (restrictiveOnly
                    ? "its only policies are restrictive, which take away and give nothing."
                    : "no policy lets it read.");
        }
        boolean restricted = policies.stream().anyMatch(policy -> !policy.permissive() && policy.isFor("SELECT"));
        if (all(letting, gate -> !gate.letsThrough())) {
            return ": it sees none, since " + policy(letting) + (all(letting, gate -> gate == Gate.SHUT)
                    ? " never true."
                    : " about who is signed in to the API, which nobody is on a direct connection.");
        }
        if (all(letting, gate -> gate.asksForToken() || gate == Gate.SHUT)) {
            return ", probably all of them: " + policy(letting)
                    + " about who is signed in to the API, which nobody is on a direct connection.";
        }
        List<Policy> open = letting.stream().filter(policy -> policy.reading() == Gate.OPEN).toList();
        return open.isEmpty() || restricted
                ? ""
                : ", but its policy " + open.getFirst().name()
                        + " lets every row through.";
    }

    private static String policy(List<Policy> policies) {
        return policies.size() == 1
                ? "its policy " + policies.getFirst().name() + " is"
                : "its policies " + SqlText.some(names(policies)) + " are";
    }

    /** Commands that are granted and that no policy allows. */
    private static String idleGrants(Relation table, List<Policy> policies) {
        List<String> idle = new ArrayList<>();
        if (table.grants().inserts() && permissive(policies, "INSERT").stream()
                .noneMatch(policy -> policy.writing().letsThrough())) {
            idle.add("add");
        }
        if (table.grants().updates() && permissive(policies, "UPDATE").stream()
                .noneMatch(policy -> policy.reading().letsThrough() && policy.writing().letsThrough())) {
            idle.add("change");
        }
        if (table.grants().deletes() && permissive(policies, "DELETE").stream()
                .noneMatch(policy -> policy.reading().letsThrough())) {
            idle.add("delete");
        }
        if (idle.isEmpty()) {
            return "";
        }
        String last = idle.removeLast();
        return " No policy lets it " + (idle.isEmpty() ? "" : String.join(", ", idle) + " or ") + last + " rows.";
    }

    private static List<Policy> permissive(List<Policy> policies, String command) {
        return policies.stream().filter(policy -> policy.permissive() && policy.isFor(command)).toList();
    }

    private static boolean all(List<Policy> policies, Predicate<Gate> test) {
        return policies.stream().map(Policy::reading).allMatch(test);
    }

    private static List<String> names(List<Policy> policies) {
        return policies.stream().map(Policy::name).toList();
    }
}
