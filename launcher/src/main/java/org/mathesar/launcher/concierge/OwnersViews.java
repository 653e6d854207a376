package org.mathesar.launcher.concierge;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.mathesar.launcher.concierge.RowSecurityCatalog.Kind;
import org.mathesar.launcher.concierge.RowSecurityCatalog.Relation;
import org.mathesar.launcher.concierge.RowSecurityCatalog.Use;

/** Views that show rows with the rights of an owner who skips row-level security, to whoever may read the view. */
final class OwnersViews {
    private final RowSecurityCatalog catalog;
    private final Map<Long, Relation> relations;

    OwnersViews(RowSecurityCatalog catalog) {
        this.catalog = catalog;
        this.relations = catalog.relations().stream().collect(Collectors.toMap(Relation::id, Function.identity()));
    }

    /** Whether this is such a view; what is stored was seen by the owner too. */
    boolean skip(Relation view) {
        return skips(view, new HashSet<>());
    }

    private boolean skips(Relation view, Set<Long> passed) {
        if (!view.kind().isView() || view.invoker() || !passed.add(view.id())) {
            return false;
        }
        for (Use use : catalog.uses().getOrDefault(view.id(), List.of())) {
            Relation used = relations.get(use.used());
            if (use.skips() || used != null
                    && (skips(used, passed) || view.kind() == Kind.STORED_VIEW && used.enabled())) {
                return true;
            }
        }
        return false;
    }
}
