package org.mathesar.launcher.setup;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.mathesar.launcher.concierge.Connector;
import org.mathesar.launcher.concierge.Outcome;
import org.mathesar.launcher.concierge.RowSecurity;
import org.mathesar.launcher.concierge.RowSecurityLook;
import org.mathesar.launcher.concierge.WantedConnection;
import org.mathesar.launcher.concierge.WorkLine;
import org.mathesar.launcher.concierge.WorkingRoleLook;
import org.mathesar.launcher.database.Database;
import org.mathesar.launcher.database.Diagnosis;
import org.mathesar.launcher.database.Finding;
import org.mathesar.launcher.database.Finding.Verdict;
import org.mathesar.launcher.database.HostWords;
import org.mathesar.launcher.database.Purpose;
import org.mathesar.launcher.database.Report;
import org.mathesar.launcher.database.Step;
import org.mathesar.launcher.database.TrustedAuthorities;
import org.mathesar.launcher.mathesar.MathesarRpc;
import org.mathesar.launcher.mathesar.MathesarRpc.User;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.problem.ProblemException;
import org.mathesar.launcher.setup.Databases.RoleCheck;
import org.mathesar.launcher.storage.DataDirectory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is done for one administrator by way of Mathesar's own methods. */
final class AdministratorsWork implements ConnectWork {
    private static final Logger LOG = LoggerFactory.getLogger(AdministratorsWork.class);

    private final MathesarRpc rpc;
    private final Tools tools;

    /** What every administrator's work is done with. */
    record Tools(Diagnosis diagnosis, TrustedAuthorities authorities, DataDirectory data) {}

    AdministratorsWork(MathesarRpc rpc, Tools tools) {
        this.rpc = rpc;
        this.tools = tools;
    }

    @Override
    public Report examine(Database.External candidate, Purpose purpose, Consumer<Finding> live)
            throws InterruptedException {
        Report report = tools.diagnosis().check(candidate, purpose, live);
        if (report.isUsable()) {
            tools.authorities().conflict(candidate).ifPresent(problem -> {
                throw new ProblemException(problem);
            });
        }
        return report;
    }

    @Override
    public List<String> creates(WantedConnection wanted) {
        return connector().creates(wanted);
    }

    @Override
    public Prepared preparation(Database.External installer) {
        return Prepared.of(installer);
    }

    @Override
    public RoleCheck checkRole(Database.External role) throws InterruptedException {
        List<Finding> findings = new ArrayList<>(examine(role, Purpose.WORK, _ -> {}).findings());
        if (findings.stream().allMatch(finding -> finding.problem().isEmpty())) {
            findings.addAll(judged(role));
            findings = together(findings);
        }
        boolean usable = findings.stream().allMatch(finding -> finding.problem().isEmpty());
        return new RoleCheck(role.user(), findings, usable ? rows(role) : Optional.empty());
    }

    /** All that is good about the role's rights in one line, with the rest of a long list around it. */
    private static List<Finding> together(List<Finding> findings) {
        List<Finding> good = findings.stream().filter(AdministratorsWork::isGoodRight).toList();
        List<Finding> lines = new ArrayList<>();
        for (Finding finding : findings) {
            if (!isGoodRight(finding)) {
                lines.add(finding);
            } else if (finding == good.getFirst()) {
                lines.add(new Finding(Step.PRIVILEGES, Verdict.GOOD,
                        good.stream().map(Finding::sentence).collect(Collectors.joining(" ")), Optional.empty(),
                        finding.took()));
            }
        }
        return lines;
    }

    private static boolean isGoodRight(Finding finding) {
        return finding.step() == Step.PRIVILEGES && finding.verdict() == Verdict.GOOD;
    }

    /** Whether the role keeps to rows, and whether row-level security holds for it. */
    private static List<Finding> judged(Database.External role) {
        try {
            return WorkingRoleLook.of(role, HostWords.of(role).roleInside());
        } catch (SQLException e) {
            throw unseen(role, e);
        }
    }

    @Override
    public List<String> users() {
        return rpc.users().stream().map(User::username).sorted().toList();
    }

    /** Mathesar connects as its authorities allow, which may be stricter than what was asked for. */
    @Override
    public Outcome connect(WantedConnection wanted, Consumer<List<WorkLine>> progress) {
        WantedConnection protectedWish = new WantedConnection(tools.authorities().protect(wanted.installer()),
                wanted.nickname(), wanted.access(), wanted.roles(), wanted.collaborators());
        return connector().connect(protectedWish, progress);
    }

    @Override
    public Optional<RowSecurity> rows(Database.External role) {
        try {
            return Optional.of(rowSecurity(role));
        } catch (ProblemException e) {
            LOG.warn("{}", e.problem().summary());
            return Optional.empty();
        }
    }

    /** Row-level security as the role itself sees it. */
    static RowSecurity rowSecurity(Database.External role) {
        try {
            return RowSecurityLook.of(role, HostWords.of(role).roleInside());
        } catch (SQLException e) {
            throw unseen(role, e);
        }
    }

    private static ProblemException unseen(Database.External role, SQLException e) {
        return new ProblemException(new Problem.Fixable("The tables of " + role.display()
                + " could not be looked through.", "Try again; if it stays so, read the server’s own words.",
                String.valueOf(e.getMessage())), e);
    }

    private Connector connector() {
        return new Connector(rpc, rpc.administrator().orElseThrow(() -> ProblemException.fixable(
                "You are no longer signed in to Mathesar as an administrator.", "Sign in again.")), tools.data());
    }
}
