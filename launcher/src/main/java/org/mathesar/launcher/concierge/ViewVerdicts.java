package org.mathesar.launcher.concierge;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.mathesar.launcher.concierge.RowSecurityCatalog.Kind;
import org.mathesar.launcher.concierge.RowSecurityCatalog.Relation;
import org.mathesar.launcher.concierge.RowSecurityCatalog.Use;

/**
 * Judges views. What a view reads is read with the rights of its owner, unless it says {@code security_invoker}; then with
 * those of whoever asks, however deep it lies inside other views.
 */
final class ViewVerdicts {
    private final RowSecurityCatalog catalog;
    private final RowVerdicts tables;
    private final Map<Long, Relation> relations;

    ViewVerdicts(RowSecurityCatalog catalog, RowVerdicts tables) {
        this.catalog = catalog;
        this.tables = tables;
        this.relations = catalog.relations().stream().collect(Collectors.toMap(Relation::id, Function.identity()));
    }

    /** Tables below a view: those whose policies hold on the way, those whose policies are skipped, and by whose rights. */
    private static final class Below {
        private final Set<String> held = new TreeSet<>();
        private final Set<String> skipped = new TreeSet<>();
        private final Set<String> owners = new TreeSet<>();
        private final List<String> refused = new ArrayList<>();
        private final Set<Long> passed = new HashSet<>();
    }

    RowVerdict of(Relation view) {
        Below below = new Below();
        descend(view, below);
        if (!below.refused.isEmpty()) {
            return verdict(view, RowVerdict.UNREADABLE, false, false, "This role cannot read it: it shows rows with the"
                    + " rights of whoever asks, and " + SqlText.some(below.refused) + " cannot be read by this role.");
        }
        if (view.kind() == Kind.STORED_VIEW) {
            below.skipped.addAll(below.held);
            below.held.clear();
            return below.skipped.isEmpty()
                    ? nothingBelow(view)
                    : verdict(view, RowVerdict.SKIPPED, false, true,
                            "Rows are not filtered: this is a stored copy of what its owner " + view.owner()
                                    + " sees, and it is the same for everyone.");
        }
        if (!below.skipped.isEmpty()) {
            return verdict(view, RowVerdict.SKIPPED, false, true, skipped(view, below));
        }
        if (below.held.isEmpty()) {
            return nothingBelow(view);
        }
        return verdict(view, RowVerdict.FILTERED, true, true, view.invoker()
                ? "Rows are filtered for this role: this view shows rows with the rights of whoever asks."
                : "Rows are filtered, but by the policies for its owner " + view.owner()
                        + ": this view shows rows with the owner’s rights.");
    }

    private String skipped(Relation view, Below below) {
        String what = SqlText.some(List.copyOf(below.skipped));
        if (below.owners.isEmpty()) {
            return "Rows are not filtered for this role: it reads " + what + ", whose policies this role skips.";
        }
        return "Rows are not filtered: this view shows rows with the rights of its owner "
                + SqlText.some(List.copyOf(below.owners)) + ", who skips the policies of " + what + "."
                + (catalog.role().knowsInvokerViews()
                        ? " Cure: ALTER VIEW " + view.sql() + " SET (security_invoker = true);"
                        : "");
    }

    private static RowVerdict nothingBelow(Relation view) {
        return verdict(view, RowVerdict.UNPROTECTED, false, true,
                "Rows are not filtered: no table that this view reads has row-level security.");
    }

    private static RowVerdict verdict(Relation view, int rank, boolean filtered, boolean readable, String sentence) {
        return new RowVerdict(view, rank, filtered, readable, List.of(), sentence);
    }

    private void descend(Relation view, Below below) {
        if (!below.passed.add(view.id())) {
            return;
        }
        boolean asReader = view.invoker() && view.kind() == Kind.VIEW;
        for (Use use : catalog.uses().getOrDefault(view.id(), List.of())) {
            Relation used = relations.get(use.used());
            if (used == null) {
                continue;
            }
            if (asReader && !used.kind().isView()) {
                read(used, below);
            } else if (asReader && !used.grants().reads()) {
                below.refused.add(used.schema() + "." + used.name());
            } else if (used.kind().isView()) {
                descend(used, below);
            } else if (used.enabled()) {
                (use.skips() ? below.skipped : below.held).add(used.schema() + "." + used.name());
                if (use.skips()) {
                    below.owners.add(view.owner());
                }
            }
        }
    }

    /** A table that the role itself reads through the view. */
    private void read(Relation table, Below below) {
        String name = table.schema() + "." + table.name();
        if (!tables.of(table).readable()) {
            below.refused.add(name);
        } else if (table.enabled()) {
            (catalog.holds(table) ? below.held : below.skipped).add(name);
        }
    }
}
