package org.mathesar.launcher.concierge;

import java.util.List;
import org.mathesar.launcher.concierge.RowSecurityCatalog.Relation;

/**
 * What holds for one table or view and the role.
 *
 * @param rank what the owner should see first has the lowest
 * @param readable whether a SELECT is not refused
 */
record RowVerdict(Relation relation, int rank, boolean filtered, boolean readable, List<String> policies,
        String sentence) {
    /** Row-level security is there, and does not hold. */
    static final int SKIPPED = 0;
    /** There is none. */
    static final int UNPROTECTED = 1;
    /** It holds, and lets nothing or everything through. */
    static final int ODD = 2;
    /** It holds. */
    static final int FILTERED = 3;
    /** The role cannot read it. */
    static final int UNREADABLE = 4;

    RowSecurity.Table table() {
        return new RowSecurity.Table(relation.schema(), relation.name(), relation.enabled(), relation.forced(),
                filtered,
                readable, policies, sentence);
    }
}
