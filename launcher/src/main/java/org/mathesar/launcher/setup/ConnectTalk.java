package org.mathesar.launcher.setup;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mathesar.launcher.concierge.Access;
import org.mathesar.launcher.concierge.Outcome.Done;
import org.mathesar.launcher.concierge.Outcome.Failed;
import org.mathesar.launcher.concierge.RowSecurity;
import org.mathesar.launcher.concierge.WantedConnection;
import org.mathesar.launcher.concierge.WantedConnection.Collaborator;
import org.mathesar.launcher.concierge.WantedConnection.WorkingRole;
import org.mathesar.launcher.concierge.WorkLine;
import org.mathesar.launcher.concierge.WorkLine.Mark;
import org.mathesar.launcher.database.Database;
import org.mathesar.launcher.database.Finding;
import org.mathesar.launcher.database.Finding.Verdict;
import org.mathesar.launcher.database.Purpose;
import org.mathesar.launcher.database.Report;
import org.mathesar.launcher.database.Step;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.problem.ProblemException;
import org.mathesar.launcher.setup.Databases.Answer;
import org.mathesar.launcher.setup.Databases.Conversation;
import org.mathesar.launcher.setup.Databases.RoleCheck;
import org.mathesar.launcher.setup.FirstBoot.Message;
import org.mathesar.launcher.setup.FirstBoot.Outcome;
import org.mathesar.launcher.storage.Secret;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One administrator's way to one connection. The passwords that are given on it live here and nowhere else, and are
 * forgotten at its end.
 */
final class ConnectTalk implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectTalk.class);

    private final ConnectWork work;
    private final Runnable connectingEnded;
    private final Errand errand = new Errand();
    private Conversation conversation = new Conversation.Asking();
    private Optional<WantedConnection> wanted = Optional.empty();
    private Optional<Prepared> prepared = Optional.empty();

    /** @param connectingEnded told after a connection has come to its end, a good or a bad one */
    ConnectTalk(ConnectWork work, Runnable connectingEnded) {
        this.work = work;
        this.connectingEnded = connectingEnded;
    }

    synchronized Conversation conversation() {
        return conversation;
    }

    /** Begins to examine a database, in place of whatever was talked about before. */
    synchronized Outcome examine(Database.External candidate, Optional<String> nickname, Access access) {
        if (conversation instanceof Conversation.Working) {
            return new Outcome.Stale();
        }
        WantedConnection asked = new WantedConnection(candidate, nickname, access, List.of(), List.of());
        giveUp();
        wanted = Optional.of(asked);
        conversation = new Conversation.Examining(answer(asked), List.of());
        errand.begin("connection-check", () -> examine(asked));
        return new Outcome.Accepted();
    }

    private void examine(WantedConnection asked) throws InterruptedException {
        List<Finding> findings = new ArrayList<>();
        try {
            Report report = work.examine(asked.installer(), Purpose.CONNECT, finding -> {
                findings.add(finding);
                show(asked, new Conversation.Examining(answer(asked), List.copyOf(findings)));
            });
            if (report.isUsable()) {
                plan(asked, report);
            } else {
                show(asked, new Conversation.Refused(answer(asked), report));
            }
        } catch (ProblemException e) {
            refuse(asked, findings, e.problem());
        } catch (RuntimeException e) {
            refuse(asked, findings, Problem.Unexpected.told("Looking at the database failed.", e, LOG));
        }
    }

    private void refuse(WantedConnection asked, List<Finding> findings, Problem problem) {
        findings.add(bad(problem));
        show(asked, new Conversation.Refused(answer(asked), new Report(findings, Optional.empty())));
    }

    private void plan(WantedConnection asked, Report report) {
        Optional<Prepared> made = asked.access() == Access.NO_STRUCTURE_CHANGES
                ? Optional.of(work.preparation(asked.installer()))
                : Optional.empty();
        List<String> creates = work.creates(asked);
        List<String> users = work.users();
        Conversation.Planned planned = new Conversation.Planned(answer(asked), report, creates,
                made.map(Prepared::shown), List.of(), users);
        synchronized (this) {
            if (isCurrent(asked)) {
                prepared = made;
                conversation = planned;
            }
        }
    }

    /** Examines the role that people are to work as; takes as long as a diagnosis. */
    Outcome giveRole(String role, String password, List<String> users) throws InterruptedException {
        WantedConnection asked;
        synchronized (this) {
            if (!(conversation instanceof Conversation.Planned planned) || planned.preparation().isEmpty()) {
                return new Outcome.Stale();
            }
            asked = wanted.orElseThrow();
        }
        if (role.isBlank()) {
            return new Outcome.Refused(List.of(new Message("role", "Type the name of the role.")));
        }
        if (role.strip().equals(asked.installer().user())) {
            return new Outcome.Refused(List.of(new Message("role",
                    "This is the role that installs Mathesar’s schemas; people work with another.")));
        }
        WorkingRole working = new WorkingRole(role.strip(), passwordOf(role.strip(), password));
        RoleCheck check = work.checkRole(asked.as(working));
        List<Collaborator> collaborators = users.stream().map(user -> new Collaborator(user, working.name())).toList();
        WantedConnection now = new WantedConnection(asked.installer(), asked.nickname(), asked.access(),
                List.of(working), collaborators);
        return remember(asked, now, check, work.creates(now));
    }

    /** Whoever ran our SQL as it was has the password that it gave. */
    private synchronized Secret passwordOf(String role, String typed) {
        return prepared.filter(made -> typed.isEmpty() && made.shown().workingRole().equals(role))
                .map(Prepared::workingPassword).orElse(new Secret(typed));
    }

    private synchronized Outcome remember(WantedConnection before, WantedConnection now, RoleCheck check,
            List<String> creates) {
        if (!isCurrent(before) || !(conversation instanceof Conversation.Planned planned)) {
            return new Outcome.Stale();
        }
        wanted = Optional.of(now);
        conversation = new Conversation.Planned(planned.answer(), planned.report(), creates, planned.preparation(),
                List.of(check), planned.users());
        return new Outcome.Accepted();
    }

    /** Connects, or goes on with what was cut short. */
    synchronized Outcome confirm() {
        boolean ready = conversation instanceof Conversation.Planned planned && planned.isComplete()
                || conversation instanceof Conversation.Failed;
        if (!ready || wanted.isEmpty()) {
            return new Outcome.Stale();
        }
        WantedConnection confirmed = wanted.get();
        conversation = new Conversation.Working(answer(confirmed), List.of());
        errand.begin("connecting", () -> connect(confirmed));
        return new Outcome.Accepted();
    }

    private void connect(WantedConnection confirmed) {
        List<WorkLine> last = new ArrayList<>();
        try {
            switch (work.connect(confirmed, lines -> {
                last.clear();
                last.addAll(lines);
                show(confirmed, new Conversation.Working(answer(confirmed), lines));
            })) {
                case Done done -> {
                    show(confirmed, new Conversation.Done(answer(confirmed), done.lines(), rows(confirmed)));
                    forget(confirmed);
                }
                case Failed failed -> show(confirmed, new Conversation.Failed(answer(confirmed), failed.lines()));
            }
        } catch (ProblemException e) {
            fail(confirmed, last, e.problem());
        } catch (RuntimeException e) {
            fail(confirmed, last, Problem.Unexpected.told("Connecting failed in an unexpected way.", e, LOG));
        } finally {
            connectingEnded.run();
        }
    }

    private void fail(WantedConnection confirmed, List<WorkLine> done, Problem problem) {
        List<WorkLine> lines = new ArrayList<>(done);
        lines.add(new WorkLine("Connecting", Mark.FAILED, problem.summary(), Optional.of(problem)));
        show(confirmed, new Conversation.Failed(answer(confirmed), lines));
    }

    /** It is connected in any case; what cannot be seen now is left out. */
    private List<RowSecurity> rows(WantedConnection confirmed) {
        List<Database.External> roles = confirmed.access() == Access.FULL
                ? List.of(confirmed.installer())
                : confirmed.roles().stream().map(confirmed::as).toList();
        try {
            return roles.stream().flatMap(role -> work.rows(role).stream()).toList();
        } catch (RuntimeException e) {
            LOG.warn("row-level security of {} could not be looked at", confirmed.installer().display(), e);
            return List.of();
        }
    }

    /** Nothing is shown of what the administrator has given up meanwhile. */
    private synchronized void show(WantedConnection asked, Conversation next) {
        if (isCurrent(asked)) {
            conversation = next;
        }
    }

    private synchronized void forget(WantedConnection asked) {
        if (isCurrent(asked)) {
            giveUp();
        }
    }

    private boolean isCurrent(WantedConnection asked) {
        return wanted.filter(now -> now == asked).isPresent();
    }

    private void giveUp() {
        wanted = Optional.empty();
        prepared = Optional.empty();
    }

    private static Answer answer(WantedConnection wanted) {
        Database.External place = wanted.installer();
        return new Answer(place.display(), place.user(), wanted.nickname(), wanted.access(), place.sslMode().libpq());
    }

    private static Finding bad(Problem problem) {
        return new Finding(Step.DETAILS, Verdict.BAD, problem.summary(), Optional.of(problem), Duration.ZERO);
    }

    @Override
    public void close() {
        synchronized (this) {
            giveUp();
            conversation = new Conversation.Asking();
        }
        errand.close();
    }
}
