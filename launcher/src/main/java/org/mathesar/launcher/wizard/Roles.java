package org.mathesar.launcher.wizard;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.mathesar.launcher.database.Finding;
import org.mathesar.launcher.database.Finding.Verdict;
import org.mathesar.launcher.setup.Databases.Conversation;
import org.mathesar.launcher.setup.Databases.RoleCheck;

/** The roles that people are to work as, as the plan shows them. */
public record Roles(List<Line> lines) {

    /** @param good whether the role can be used as it is */
    public record Line(String role, boolean good, List<Tick> ticks, Optional<RowReport> rows) {}

    static Roles of(Conversation.Planned planned) {
        List<RoleCheck> checks = planned.roles();
        return new Roles(IntStream.range(0, checks.size()).mapToObj(place -> line(place, checks.get(place))).toList());
    }

    /** One that cannot be used yet. */
    Optional<String> bad() {
        return lines.stream().filter(line -> !line.good()).map(Line::role).findFirst();
    }

    private static Line line(int place, RoleCheck check) {
        List<Finding> findings = check.findings();
        boolean good = findings.stream().noneMatch(finding -> finding.verdict() == Verdict.BAD);
        return new Line(check.role(), good, Tick.explained("role-" + place, findings), check.rows().map(RowReport::of));
    }
}
