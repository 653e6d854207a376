package org.mathesar.launcher.wizard;

import java.util.ArrayList;
import java.util.List;
import org.mathesar.launcher.concierge.RowSecurity;
import org.mathesar.launcher.concierge.RowSecurity.Table;

/** Row-level security for one role, sorted by what matters: first the tables of which the role sees all rows. */
public record RowReport(String role, String sentence, List<String> warnings, List<Group> groups) {

    /** @param open whether the tables are seen without being unfolded */
    public record Group(String title, boolean open, List<Table> tables) {}

    static RowReport of(RowSecurity rows) {
        List<Group> groups = new ArrayList<>();
        add(groups, "Every row is visible", true,
                rows.tables().stream().filter(table -> table.readable() && !table.filtered()).toList());
        add(groups, "Rows are filtered", true,
                rows.tables().stream().filter(table -> table.readable() && table.filtered()).toList());
        add(groups, "Not readable for this role", false,
                rows.tables().stream().filter(table -> !table.readable()).toList());
        return new RowReport(rows.role(), rows.sentence(), rows.warnings(), List.copyOf(groups));
    }

    private static void add(List<Group> groups, String title, boolean open, List<Table> tables) {
        if (!tables.isEmpty()) {
            String count = tables.size() == 1 ? "1 table" : tables.size() + " tables";
            groups.add(new Group(title + ": " + count, open, tables));
        }
    }
}
