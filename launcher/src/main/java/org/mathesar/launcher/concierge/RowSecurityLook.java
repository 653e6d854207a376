package org.mathesar.launcher.concierge;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.mathesar.launcher.concierge.RowSecurityCatalog.Relation;
import org.mathesar.launcher.concierge.RowSecurityCatalog.Role;
import org.mathesar.launcher.database.Database;

/**
 * Looks whether row-level security holds for a role, from the system catalogs alone: no row of a table is read and nothing
 * is changed. Four questions, whatever the size of the database.
 */
public final class RowSecurityLook {
    /** So many tables are listed at most, the worst first. */
    public static final int MOST_TABLES = 200;

    private RowSecurityLook() {}

    /**
     * What holds for the role.
     *
     * @param asAnyRole the database, entered as anyone who may connect
     * @param role its name inside the database, without what a pooler adds to it
     */
    public static RowSecurity of(Database.External asAnyRole, String role) throws SQLException {
        try (Connection connection = asAnyRole.connectToLook()) {
            return in(connection, role);
        }
    }

    /** What holds for the role, over a connection that is open. */
    public static RowSecurity in(Connection connection, String role) throws SQLException {
        Optional<RowSecurityCatalog> catalog = RowSecurityCatalog.read(connection, role);
        if (catalog.isEmpty()) {
            return new RowSecurity(role, "There is no role " + role + " on this server.", List.of(), List.of());
        }
        return seen(catalog.get());
    }

    private static RowSecurity seen(RowSecurityCatalog catalog) {
        RowVerdicts verdicts = new RowVerdicts(catalog);
        Set<String> closedSchemas = new TreeSet<>();
        List<RowVerdict> found = new ArrayList<>();
        int outOfReach = 0;
        for (Relation relation : catalog.relations()) {
            if (relation.grants().enters() || relation.grants().selects()) {
                found.add(verdicts.of(relation));
            } else {
                outOfReach++;
                closedSchemas.add(relation.schema());
            }
        }
        found.sort(Comparator.comparing(RowVerdict::rank).thenComparing(each -> each.relation().schema())
                .thenComparing(each -> each.relation().name()));
        List<String> sentence = new ArrayList<>(List.of(overall(catalog.role(), found)));
        if (outOfReach > 0) {
            sentence.add((outOfReach == 1 ? "1 table in schema " : outOfReach + " tables in schemas ")
                    + SqlText.some(List.copyOf(closedSchemas)) + (outOfReach == 1 ? " is" : " are")
                    + " out of its reach.");
        }
        if (found.size() > MOST_TABLES) {
            sentence.add("The " + MOST_TABLES + " that matter most are listed.");
        }
        return new RowSecurity(catalog.role().name(), String.join(" ", sentence),
                found.stream().limit(MOST_TABLES).map(RowVerdict::table).toList(),
                new RowWarnings(catalog, found).all());
    }

    private static String overall(Role role, List<RowVerdict> found) {
        List<RowVerdict> readable = found.stream().filter(RowVerdict::readable).toList();
        int all = readable.size();
        long filtered = readable.stream().filter(RowVerdict::filtered).count();
        if (role.superuser() || role.bypasses()) {
            return "Row-level security does not hold for " + role.name() + ", which "
                    + (role.superuser() ? "is a superuser" : "has the attribute BYPASSRLS")
                    + ": it sees every row of every table that it may read.";
        }
        if (all == 0) {
            return role.name() + " can read no table of this database.";
        }
        if (filtered == 0) {
            return "Rows are not filtered for " + role.name() + " in any of the " + all + " "
                    + (all == 1 ? "table" : "tables") + " that it can read.";
        }
        if (filtered == all) {
            return "Rows are filtered for " + role.name() + (all == 1
                    ? " in the one table that it can read."
                    : " in all " + all + " tables that it can read.");
        }
        return "Rows are filtered for " + role.name() + " in " + filtered + " of the " + all
                + " tables that it can read.";
    }
}
