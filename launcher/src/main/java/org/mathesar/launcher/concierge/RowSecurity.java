package org.mathesar.launcher.concierge;

import java.util.List;

/**
 * Whether row-level security holds for the role that people work as.
 *
 * @param role the role it was asked for
 * @param sentence the one thing to know, e.g. {@code Rows are filtered for mathesar_editor in 3 of 5 tables.}
 * @param warnings what the owner should know beside it, e.g. tables that an API exposes without row-level security
 */
public record RowSecurity(String role, String sentence, List<Table> tables, List<String> warnings) {
    public RowSecurity {
        tables = List.copyOf(tables);
        warnings = List.copyOf(warnings);
    }

    /**
     * @param readable whether the role may read it at all
     * @param sentence {@code Rows are filtered for this role.} or why not
     * @param policies the policies that apply to the role, by name
     */
    public record Table(String schema, String name, boolean enabled, boolean forced, boolean filtered, boolean readable,
            List<String> policies, String sentence) {
        public Table {
            policies = List.copyOf(policies);
        }
    }
}
