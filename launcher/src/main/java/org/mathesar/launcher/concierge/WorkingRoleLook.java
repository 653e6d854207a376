package org.mathesar.launcher.concierge;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mathesar.launcher.database.Database;
import org.mathesar.launcher.database.Finding;
import org.mathesar.launcher.database.Finding.Verdict;
import org.mathesar.launcher.database.Step;
import org.mathesar.launcher.problem.Problem;

/**
 * Looks whether a role is fit for people who shall not change a database's structure and whom row-level security shall
 * hold for. Whether it can sign in is seen by a diagnosis before.
 */
public final class WorkingRoleLook {
    private WorkingRoleLook() {}

    /**
     * One finding for each thing it must not be or do, all for {@link Step#PRIVILEGES}; a bad one has the SQL that cures it.
     *
     * @param asAnyRole the database, entered as anyone who may connect
     * @param role its name inside the database
     */
    public static List<Finding> of(Database.External asAnyRole, String role) throws SQLException {
        try (Connection connection = asAnyRole.connectToLook()) {
            return in(connection, role);
        }
    }

    /** The same over a connection that is open. */
    public static List<Finding> in(Connection connection, String role) throws SQLException {
        String name = SqlText.name(role);
        List<String[]> attributes = ask(connection, WorkingRoleQuestions.ATTRIBUTES, role);
        if (attributes.isEmpty()) {
            return List.of(bad("There is no role " + role + " on this server.",
                    Set.of("Run the SQL that makes it first, as the database’s administrator.")));
        }
        String[] has = attributes.getFirst();
        if (has[0] != null) {
            // Whatever else is asked about a superuser, the answer is yes.
            return List
                    .of(bad(role + " is a superuser: it may do anything, and row-level security does not hold for it.",
                            Set.of("Make another role for people to work as.")));
        }
        if (has[4] != null) {
            // Taking its attributes away, as one would from any other role, might lock the owner out.
            return List.of(bad(role + " administers this database: it " + has[4] + ".",
                    Set.of("Leave it as it is, and make another role for people to work as.")));
        }
        List<Finding> findings = new ArrayList<>();
        findings.add(of("Row-level security holds for " + role + ".", has[1] == null
                ? List.of()
                : List.of(role + " has the attribute BYPASSRLS: row-level security does not hold for it."),
                Set.of("ALTER ROLE " + name + " NOBYPASSRLS;")));
        findings.add(of(role + " may make neither roles nor databases.", has[2] == null
                ? List.of()
                : List.of(role + " has the attributes " + has[2] + "."),
                Set.of("ALTER ROLE " + name + " " + has[3] + ";")));
        findings.add(lines(connection, WorkingRoleQuestions.OWNED, role, role + " owns nothing here."));
        findings.add(lines(connection, WorkingRoleQuestions.CREATES, role, role + " can create nothing here."));
        findings.add(lines(connection, WorkingRoleQuestions.MEMBER, role, role
                + " is no member of a role that may do more."));
        boolean reads = !ask(connection, WorkingRoleQuestions.READS, role).isEmpty();
        findings.add(reads
                ? new Finding(Step.PRIVILEGES, Verdict.GOOD, role + " can read tables here.", Optional.empty(),
                        Duration.ZERO)
                : new Finding(Step.PRIVILEGES, Verdict.NOTE, role + " can read no table here yet: nothing is granted to"
                        + " it.", Optional.empty(), Duration.ZERO));
        return List.copyOf(findings);
    }

    /** Each line of the answer is what is wrong and the SQL that cures it. */
    private static Finding lines(Connection connection, String question, String role, String good)
            throws SQLException {
        List<String> wrong = new ArrayList<>();
        Set<String> cures = new LinkedHashSet<>();
        for (String[] line : ask(connection, question, role)) {
            wrong.add(line[0]);
            cures.add(line[1]);
        }
        return of(good, wrong.isEmpty() ? List.of() : List.of(role + " " + SqlText.some(wrong) + "."), cures);
    }

    private static Finding of(String good, List<String> wrong, Set<String> cures) {
        return wrong.isEmpty()
                ? new Finding(Step.PRIVILEGES, Verdict.GOOD, good, Optional.empty(), Duration.ZERO)
                : bad(wrong.getFirst(), cures);
    }

    private static Finding bad(String sentence, Set<String> cures) {
        String cure = String.join("\n", cures);
        String action = cure.endsWith(";") ? "Run as the database’s administrator: " + cure : cure;
        return new Finding(Step.PRIVILEGES, Verdict.BAD, sentence,
                Optional.of(new Problem.Fixable(sentence, action)), Duration.ZERO);
    }

    private static List<String[]> ask(Connection connection, String question, String role) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(question)) {
            statement.setString(1, role);
            List<String[]> lines = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                String[] line = new String[rows.getMetaData().getColumnCount()];
                while (rows.next()) {
                    for (int i = 0; i < line.length; i++) {
                        line[i] = rows.getString(i + 1);
                    }
                    lines.add(line.clone());
                }
            }
            return lines;
        }
    }
}
