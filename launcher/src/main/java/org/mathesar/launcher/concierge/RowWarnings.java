package org.mathesar.launcher.concierge;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.mathesar.launcher.concierge.RowSecurityCatalog.Kind;
import org.mathesar.launcher.concierge.RowSecurityCatalog.Policy;
import org.mathesar.launcher.concierge.RowSecurityCatalog.Relation;
import org.mathesar.launcher.concierge.RowSecurityCatalog.Role;

/** What an owner should know beside the tables' own sentences; each holds the SQL that cures it, where there is any. */
final class RowWarnings {
    /** Supabase's own; whoever works in them works on Supabase. */
    static final Set<String> SUPABASE = Set.of("auth", "storage", "realtime", "extensions", "graphql",
            "graphql_public", "vault", "cron", "net", "pgmq", "pgbouncer", "supabase_functions",
            "supabase_migrations");

    /** For administrators, whom a cure would lock out. */
    private static final String OTHER_ROLE = "Let people work as another role.";

    private final RowSecurityCatalog catalog;
    private final List<RowVerdict> found;
    private final Role role;

    RowWarnings(RowSecurityCatalog catalog, List<RowVerdict> found) {
        this.catalog = catalog;
        this.found = found;
        this.role = catalog.role();
    }

    List<String> all() {
        List<String> all = new ArrayList<>();
        if (!role.superuser() && !role.bypasses()) {
            Stream.of(otherRoles(), makingRoles(), emptying(), throughParents(), pretending()).forEach(all::addAll);
        }
        exposed("anon", "everyone who has the public anon key").forEach(all::add);
        exposed("authenticated", "every signed-in user of the API").forEach(all::add);
        return all;
    }

    /** Switching is one statement for whoever knows the role's password. */
    private List<String> otherRoles() {
        Set<String> others = new TreeSet<>(role.mayBecome());
        catalog.relations().stream()
                .filter(table -> table.enabled() && table.becomesOwner() && !table.owner().equals(role.name())
                        && !table.owned())
                .map(Relation::owner).forEach(others::add);
        return others
                .stream().map(other -> role.name() + " is a member of " + other + " and may become it with SET ROLE; "
                        + (role.mayBecome().contains(other)
                                ? "row-level security does not hold for " + other
                                : other + " owns tables with row-level security")
                        + ". Cure: REVOKE " + SqlText.name(other) + " FROM " + SqlText.name(role.name()) + ";")
                .toList();
    }

    private List<String> makingRoles() {
        return role.makesRoles() && role.version() < 160_000
                ? List.of(role.name() + " has the attribute CREATEROLE, with which it may join any role that is no"
                        + " superuser. " + OTHER_ROLE)
                : List.of();
    }

    private List<String> emptying() {
        List<String> tables = sql(found.stream().filter(RowVerdict::filtered).map(RowVerdict::relation)
                .filter(table -> table.kind() == Kind.TABLE && table.grants().enters()
                        && table.grants().truncates() && !table.owned()));
        return tables.isEmpty()
                ? List.of()
                : List.of(role.name() + " may empty " + SqlText.some(tables)
                        + " with TRUNCATE, which no policy holds back. Cure: REVOKE TRUNCATE ON TABLE " + cured(tables)
                        + " FROM "
                        + SqlText.name(role.name()) + ";");
    }

    private List<String> throughParents() {
        Map<Long, RowVerdict> verdicts = new HashMap<>();
        found.forEach(verdict -> verdicts.put(verdict.relation().id(), verdict));
        List<String> warnings = new ArrayList<>();
        for (RowVerdict child : found) {
            for (long parent : child.relation().parents()) {
                RowVerdict above = verdicts.get(parent);
                if (child.relation().enabled() && above != null && above.readable() && !above.filtered()) {
                    warnings.add("The rows of " + child.relation().sql() + " are also seen through "
                            + above.relation().sql() + ", where they are not filtered for " + role.name() + ".");
                }
            }
        }
        return warnings;
    }

    /** The token of a request is an ordinary setting, which everybody may set for his own connection. */
    private List<String> pretending() {
        List<String> tables = sql(
                found.stream().filter(RowVerdict::filtered).filter(RowVerdict::readable).map(RowVerdict::relation)
                        .filter(table -> catalog.policiesFor(table).stream()
                                .anyMatch(policy -> policy.permissive() && asksForToken(policy))));
        return tables.isEmpty()
                ? List.of()
                : List.of("Policies of " + SqlText.some(tables) + " apply to "
                        + role.name()
                        + " and ask who is signed in to the API. Whoever signs in to the database with the password"
                        + " of " + role.name()
                        + " can claim to be anyone there. Cure: limit those policies to the API’s roles"
                        + " with ALTER POLICY … TO authenticated.");
    }

    private static boolean asksForToken(Policy policy) {
        return policy.reading().asksForToken() || policy.writing().asksForToken();
    }

    private List<String> exposed(String to, String whom) {
        Predicate<Relation> open = relation -> relation.exposedTo().getFirst().equals(to)
                && !SUPABASE.contains(relation.schema()) && !relation.ofExtension();
        List<Relation> reachable = catalog.relations().stream().filter(each -> !each.exposedTo().isEmpty())
                .filter(open).toList();
        List<String> warnings = new ArrayList<>();
        List<String> tables = sql(reachable.stream().filter(each -> each.kind() == Kind.TABLE && !each.enabled()));
        if (!tables.isEmpty()) {
            warnings.add("Supabase’s API serves " + SqlText.some(tables) + " to " + whom
                    + ", since there is no row-level security. Cure: ALTER TABLE " + tables.getFirst()
                    + " ENABLE ROW LEVEL SECURITY;" + (tables.size() > 1 ? " and so on for each." : ""));
        }
        List<String> views = sql(reachable.stream().filter(new OwnersViews(catalog)::skip));
        if (!views.isEmpty()) {
            warnings.add("Supabase’s API serves " + SqlText.some(views) + " to " + whom
                    + " with the rights of the owner, who skips row-level security. Cure: REVOKE ALL ON "
                    + cured(views) + " FROM anon, authenticated;");
        }
        return warnings;
    }

    private static List<String> sql(Stream<Relation> relations) {
        return relations.map(Relation::sql).sorted().toList();
    }

    private static String cured(List<String> names) {
        return names.size() > 20 ? names.getFirst() + ", …" : String.join(", ", names);
    }
}
